/**
 * The hypervisor: EL2 of every core. It shares the board out to guests by stage-2 tables, traps, and the GIC's virtual interface, and
 * has nothing that a hypervisor on the board would not have. Its code is a host handler of EL2's vector (`Core.vectors`).
 *
 * docs/hypervisor.md follows an access and an interrupt through it.
 */
import type { Clock, GuestBus, Requester } from '../aarch64/bus.js';
import type { Core } from '../aarch64/core.js';
import { exceptionReturn, reset } from '../aarch64/exceptions.js';
import type { GuestMemory } from '../aarch64/memory.js';
import { regimeChanged } from '../aarch64/pstate.js';
import { STATE } from '../aarch64/state.js';
import { REG } from '../aarch64/sysregs/storage.js';
import { COUNTER_HZ, TIMER, counterAt, timeOfCounter } from '../aarch64/timers.js';
import { createReset } from '../devices/reset.js';
import type { ByteStore } from '../devices/disk/byte-store.js';
import { data, exit, type ExitActions } from './exits.js';
import {
  offGuest,
  physicalTimerAt,
  ramOf,
  type Guest,
  type GuestDevice,
  type GuestImage,
  type GuestOptions,
  type GuestState,
  type Vcpu,
  type VcpuState,
} from './guest.js';
import { setEl2Registers } from './el2-registers.js';
import type { GuestPlace } from './guest-devices.js';
import { Lifecycle, type GuestAction, type GuestEvent } from './lifecycle.js';
import { misfit, OutOfMemory, PagePool, type PoolState } from './page-pool.js';
import { KICK, PhysicalGic, PPI, SPURIOUS, type GicAddresses } from './physical-gic.js';
import { MAX_GUESTS, MAX_VCPUS, PLATFORM, affinityOf } from './platform.js';
import type { Range } from './ranges.js';
import { RunQueue } from './run-queue.js';
import { countExit, guestStats, type GuestStats } from './stats.js';
import { load as loadContext, save as saveContext, setOffset, startContext, virtualTimerAt } from './vcpu-context.js';
import { makeGuest } from './make-guest.js';
import { offVcpu } from './vcpu-state.js';
import * as vgic from './virtual-gic.js';

/** What the hypervisor is given. */
export interface HypervisorOptions {
  readonly cores: readonly Core[];
  readonly memory: GuestMemory;
  readonly clock: Clock;
  /**
   * Guest time (ns) where the core that runs stands. Unlike the clock's it is not read by anybody in the machine: the hypervisor's own
   * accounts make no core skip ahead to what others have seen.
   */
  readonly localTime: () => number;
  readonly gic: GicAddresses;
  /** RAM that nobody else uses. */
  readonly ram: readonly Range[];
  readonly guests: readonly GuestOptions[];
  /** Takes a byte that a guest's serial port sends. */
  readonly transmit: (guest: number, byte: number) => void;
  /** A guest's serial port has room again. */
  readonly onRoom: (guest: number) => void;
  /** Seconds since 1970 at guest time 0, for the guests' clocks. */
  readonly epoch: number;
  /** Devices that a guest has beside the usual ones. */
  readonly plug?: (place: GuestPlace) => readonly GuestDevice[];
  /** What keeps a guest's bank of flash; undefined where it comes from the guest's image. */
  readonly flashStore?: (guest: number, bank: number) => ByteStore | undefined;
  /** What guests boot, by their index; undefined where that is not there yet. */
  readonly images: () => readonly (GuestImage | undefined)[];
  readonly onEvent: (event: GuestEvent) => void;
}

/** What a snapshot holds of the hypervisor beside the guests' devices. */
export interface HypervisorState {
  vcpus: VcpuState[];
  guests: GuestState[];
  /** By core: something has changed that concerns which virtual CPU it runs. */
  look: boolean[];
  /** By core: the virtual CPU for which it was told to, as an index of all; -1 for none. */
  asked: number[];
  /** RAM that nobody has. */
  pool: PoolState;
}

/** Instructions (ns) that an exit and a switch would take. */
const EXIT_COST = 300;
const SWITCH_COST = 500;
/** What a TLBI or IC IVAU of a guest's takes, which reaches all cores. */
const MAINTENANCE_COST = 300;

/** EL2 with its own stack pointer, interrupts open, all else masked: a core that has nothing to do. */
const IDLE_PSTATE = 0x349;
/** `wfi; b .-4`. */
const IDLE_CODE = [0xd503207f, 0x17ffffff];
/** Entries of the vector table: from a lower level, and from EL2 itself, which only waits. */
const VECTOR = { SYNC_LOWER: 0x400, IRQ_LOWER: 0x480, IRQ_CURRENT: 0x280 } as const;
const GICD_SGIR = PLATFORM.gicd.base + 0xf00;

/** The core whose timer says when guests are to start again, or have had time enough to stop. */
const TIMEKEEPER = 0;

/** Counts behind this are never reached: guest time stays below 2^53 ns. */
const FAR = 2 ** 48;

const by: Requester[] = Array.from({ length: MAX_VCPUS }, (_, cpu) => ({ cpu, secure: true }));

export class Hypervisor implements ExitActions {
  readonly guests: readonly Guest[];
  readonly vcpus: readonly Vcpu[];
  readonly state: HypervisorState;
  private readonly physical: PhysicalGic;
  private readonly pool: PagePool;
  private readonly queue: RunQueue;
  private readonly lifecycle: Lifecycle;
  /** Each takes a guest's devices back to their first state. */
  private readonly resets: readonly (() => void)[];
  /** What runs on each core. */
  private readonly current: (Vcpu | undefined)[];
  /** The core whose exit is being dealt with, -1 while none is. */
  private handling = -1;
  /** The local time at which that exit began, and whether an interrupt was its cause: then what runs there did not ask for it. */
  private entered = 0;
  private interrupted = false;
  /** Whom that interrupt was for. */
  private woken: Vcpu | undefined;
  /** Where the code of an idle core lies. */
  private readonly idleCode: number;

  /** @throws OutOfMemory where the guests' memory is more than there is */
  constructor(private readonly options: HypervisorOptions) {
    const { cores, memory, gic, guests } = options;
    if (guests.length > MAX_GUESTS) throw new RangeError(`${guests.length} guests, expected at most ${MAX_GUESTS}`);
    const first = guests.filter(({ autostart }) => autostart !== false);
    const over = misfit(options.ram, first.map(ramOf));
    if (over) throw new OutOfMemory(`${first[over.index].name}: ${over.line}`);
    this.physical = new PhysicalGic(memory, gic, cores.length);
    this.state = {
      vcpus: [],
      guests: [],
      look: cores.map(() => false),
      asked: cores.map(() => -1),
      pool: { blocks: [], pages: [] },
    };
    this.pool = new PagePool(memory, options.ram, () => this.state.pool);
    this.pool.reset();
    this.idleCode = this.pool.page();
    this.current = cores.map(() => undefined);
    this.guests = guests.map((guest, i) =>
      makeGuest(guest, i, {
        ...{ options, pool: this.pool, physical: this.physical },
        interruptsChanged: (of) => this.interruptsChanged(of),
        exited: (of, code) => this.exited(of, code),
      }),
    );
    this.vcpus = this.guests.flatMap((g) => g.vcpus);
    this.state.vcpus.push(...this.vcpus.map((v) => v.state));
    this.state.guests.push(...this.guests.map((g) => g.state));
    this.resets = this.guests.map(({ parts }) => createReset(parts));
    this.queue = new RunQueue(this.vcpus, this.current);
    this.lifecycle = new Lifecycle(this.guests, {
      now: () => options.clock.now(),
      isOnCore: (guest) => this.current.some((vcpu) => vcpu?.guest === guest),
      halt: (guest) => this.halt(guest),
      holdBack: (guest) => this.holdBack(guest),
      letGo: (guest) => this.letGo(guest),
      launch: (guest) => this.launch(guest),
      release: (guest) => this.release(guest),
      deadlineChanged: () => this.tell(TIMEKEEPER),
      onEvent: options.onEvent,
    });
  }

  /** Takes the board over: every core is at EL2 from now on, and the guests that start by themselves are ready. */
  takeOver(): void {
    const { cores, memory } = this.options;
    // At a reset of the board nothing is left of what was.
    this.pool.reset();
    this.pool.page();
    IDLE_CODE.forEach((word, i) => memory.write(this.idleCode + 4 * i, 4, word));
    this.current.fill(undefined);
    this.state.look.fill(false);
    this.state.asked.fill(-1);
    this.interrupted = false;
    this.woken = undefined;
    for (const { state } of this.vcpus) Object.assign(state, offVcpu(state.core), { context: state.context });
    for (const { state, devices } of this.guests)
      Object.assign(state, offGuest(), { mmio: new Array<number>(devices.length + 1).fill(0) });
    for (const core of cores) {
      reset(core, 2, this.idleCode % 2 ** 32, Math.floor(this.idleCode / 2 ** 32));
      setEl2Registers(core, this.idleCode);
      this.attach(core);
      regimeChanged(core);
      this.physical.start(core.index);
    }
    for (const guest of this.guests) if (guest.options.autostart !== false) this.lifecycle.act(guest, 'start');
    for (const core of cores) this.leave(core);
  }

  /**
   * Does something to a guest, between two rounds. Where it can't be done an event says why.
   * @param guest its index
   */
  act(guest: number, action: GuestAction): void {
    if (guest in this.guests) this.lifecycle.act(this.guests[guest], action);
  }

  /** What a guest has had, as plain data. @param guest its index */
  stats(guest: number): GuestStats {
    return guestStats(this.guests[guest], this.options.clock.now(), this.guests[guest].ram.held);
  }

  /** Boots a guest's image on a machine as new. @returns why not */
  private launch(guest: Guest): string | undefined {
    const { clock } = this.options;
    const { state, vmid } = guest;
    const image = this.options.images()[vmid - 1];
    if (!image) return 'it has nothing to boot yet';
    try {
      guest.ram.allocate();
    } catch (error) {
      if (error instanceof OutOfMemory) return error.message;
      throw error;
    }
    for (const { address, bytes } of image.segments) {
      if (guest.ram.bus.write(address, bytes)) continue;
      guest.ram.free();
      return `0x${address.toString(16)} is not RAM`;
    }
    const now = clock.now();
    Object.assign(state, { mode: 'running', since: now, offset: counterAt(now), end: undefined });
    this.resets[vmid - 1]();
    guest.flash.forEach((bank, i) => bank.start(image.flash?.[i]));
    for (const vcpu of guest.vcpus) {
      const { context, core, vruntime, ran, ready, waited, exits, injected } = vcpu.state;
      // What it has had of the cores counts: to start anew is no way to more.
      const had = { vruntime, ran, ready, waited, exits, injected };
      Object.assign(vcpu.state, offVcpu(core), had, { context, since: now });
      vcpu.physicalTimer.set(false);
      vcpu.virtualTimer.set(false);
    }
    const [first] = guest.vcpus;
    const { entry, x0 } = image;
    startContext(first.state.context, guest.registers(), affinityOf(0), {
      entryLo: entry % 2 ** 32,
      entryHi: Math.floor(entry / 2 ** 32),
      x0Lo: x0 % 2 ** 32,
      x0Hi: Math.floor(x0 / 2 ** 32),
    });
    this.wake(first);
    return undefined;
  }

  /** A guest that is off gives back its memory, and its devices are as if nobody had used them. */
  private release(guest: Guest): void {
    this.resets[guest.vmid - 1]();
    guest.ram.free();
  }

  /** A guest's virtual CPUs are off. Those that run leave their cores as soon as these are told. */
  private halt(guest: Guest): void {
    for (const { state } of guest.vcpus) {
      const running = state.mode === 'running';
      state.mode = 'off';
      if (running) this.tell(state.core);
    }
  }

  /** A guest is paused. */
  private holdBack(guest: Guest): void {
    const now = this.options.clock.now();
    for (const { state } of guest.vcpus) {
      if (state.mode === 'running') this.tell(state.core);
      else if (state.mode === 'runnable') state.ready += now - state.since;
      else if (state.mode === 'blocked') state.waited += now - state.since;
    }
  }

  /** A guest that was paused goes on: its counters stand where they stood. */
  private letGo(guest: Guest): void {
    const now = this.options.clock.now();
    const { offset } = guest.registers();
    for (const vcpu of guest.vcpus) {
      const { state } = vcpu;
      if (state.mode === 'off' || state.mode === 'running') continue;
      state.since = now;
      setOffset(state.context, offset);
      this.lookAtTimers(vcpu);
      if (state.mode === 'runnable' || vgic.wakes(vcpu, state.vmcr)) this.wake(vcpu);
      else this.tell(state.core);
    }
  }

  private attach(core: Core): void {
    core.vectors[2] = (c, offset) => this.vector(c, offset);
    core.maintenanceTime = MAINTENANCE_COST;
  }

  /** True while all virtual CPUs are off, and no guest will start by itself. */
  get idle(): boolean {
    return this.vcpus.every(({ state }) => state.mode === 'off') && this.lifecycle.deadline === Infinity;
  }

  /** To be called after `state`, cores and RAM were brought back by a snapshot. */
  restored(): void {
    this.current.fill(undefined);
    this.vcpus.forEach((vcpu, i) => {
      Object.assign(vcpu.state, this.state.vcpus[i]);
      this.state.vcpus[i] = vcpu.state;
      if (vcpu.state.mode === 'running') this.current[vcpu.state.core] = vcpu;
    });
    this.guests.forEach((guest, i) => {
      Object.assign(guest.state, this.state.guests[i]);
      this.state.guests[i] = guest.state;
    });
    for (const core of this.options.cores) {
      core.semihosting = this.current[core.index]?.guest.semihosting;
      this.attach(core);
    }
  }

  private vector(core: Core, offset: number): void {
    this.entered = this.options.localTime();
    core.set(STATE.REMAINING, core.get(STATE.REMAINING) - EXIT_COST);
    const { index } = core;
    this.interrupted = offset !== VECTOR.SYNC_LOWER;
    this.woken = undefined;
    const vcpu = this.current[index];
    this.handling = index;
    if (vcpu) {
      // An SPI that has ended may be another one's now.
      if (vgic.sync(vcpu, this.physical, index)) this.interruptsChanged(vcpu.guest);
      this.timersOf(core, vcpu);
    }
    // One that was stopped from elsewhere has run on until now; what it has just asked for counts no more.
    if (offset === VECTOR.SYNC_LOWER && vcpu) {
      countExit(vcpu.state, core.get(REG.ESR_EL2) >>> 26);
      if (vcpu.state.mode === 'running') exit(core, vcpu, this);
    } else if (offset === VECTOR.IRQ_LOWER || offset === VECTOR.IRQ_CURRENT) {
      if (vcpu) countExit(vcpu.state, -1);
      this.interrupts(core);
    } else if (vcpu && offset >= VECTOR.SYNC_LOWER) this.crash(vcpu, `crashed: EL2 vector 0x${offset.toString(16)}`);
    else throw new Error(`EL2 of core ${index}: vector 0x${offset.toString(16)}`);
    this.leave(core);
    this.handling = -1;
  }

  /** Takes all physical interrupts that are signalled. */
  private interrupts(core: Core): void {
    const { physical } = this;
    const { index } = core;
    for (;;) {
      const iar = physical.acknowledge(index);
      const intid = iar & 0x3ff;
      if (intid >= SPURIOUS) return;
      const vcpu = this.current[index];
      if (intid === PPI.VIRTUAL_TIMER && vcpu) {
        // The guest ends it, by its list register.
        physical.drop(index, iar);
        vgic.timerFired(vcpu);
        continue;
      }
      if (intid === PPI.HYPERVISOR_TIMER) this.tick(core);
      else if (intid === KICK) {
        this.state.look[index] = true;
        this.woken ??= this.vcpus[this.state.asked[index]];
        this.state.asked[index] = -1;
      }
      physical.end(index, iar);
      // Maintenance: what ended and what has room now was seen by `sync`, and `flush` will see to the rest.
      if (intid === PPI.MAINTENANCE) return;
    }
  }

  /** The hypervisor's timer of a core: a turn has ended, or a timer of a virtual CPU that does not run is due. */
  private tick(core: Core): void {
    core.setPair(REG.CNTHP_CTL_EL2, 0, 0);
    core.timers?.update(TIMER.HYPERVISOR);
    const now = this.options.localTime();
    if (core.index === TIMEKEEPER && this.lifecycle.deadline <= now) this.lifecycle.tick();
    for (const vcpu of this.vcpus) {
      const { state } = vcpu;
      if (state.core !== core.index) continue;
      if (vcpu.guest.state.mode !== 'running') continue;
      if (state.mode !== 'blocked' || state.wakeAt > now) continue;
      // Once for each time that one of its timers comes due, also where its distributor keeps that back: WFI may end when it likes.
      this.lookAtTimers(vcpu);
      this.woken ??= vcpu;
      this.wake(vcpu);
    }
    this.state.look[core.index] = true;
  }

  /** Sets the lines of the timers of the virtual CPU that runs on a core. `flush` shows it what has changed. */
  private timersOf(core: Core, vcpu: Vcpu): void {
    vcpu.virtualTimer.set(this.physical.virtualTimerLine(core.index));
    this.physicalTimerChanged(vcpu);
  }

  /** Sets the lines of the timers of a virtual CPU that does not run, and when one of them will rise. */
  private lookAtTimers(vcpu: Vcpu): void {
    const { state } = vcpu;
    const now = counterAt(this.options.localTime());
    const virtual = virtualTimerAt(state.context);
    vcpu.virtualTimer.set(now >= virtual);
    this.physicalTimerChanged(vcpu);
    const due = Math.min(...[virtual, physicalTimerAt(state)].filter((at) => at > now));
    state.wakeAt = due < FAR ? timeOfCounter(due) : Infinity;
  }

  /** Sets the line of a virtual CPU's physical timer by its registers. */
  physicalTimerChanged({ state, physicalTimer }: Vcpu): void {
    const due = physicalTimerAt(state);
    physicalTimer.set(due < FAR && counterAt(this.options.localTime()) >= due);
  }

  /** A virtual CPU that waited is ready: a core is told. */
  private wake(vcpu: Vcpu): void {
    this.queue.ready(vcpu, this.options.localTime(), this.state.look);
    this.tell(this.queue.place(vcpu, this.state.look), vcpu);
  }

  /** Makes a core look at what it should run, or show its guest. @param vcpu for whom */
  private tell(core: number, vcpu?: Vcpu): void {
    if (core < 0) return;
    this.state.look[core] = true;
    if (core === this.handling) return;
    this.state.asked[core] = vcpu ? this.vcpus.indexOf(vcpu) : -1;
    this.physical.kick(core, core);
  }

  /** Interrupts of a guest have changed: whom they concern is woken or told. */
  private interruptsChanged(guest: Guest): void {
    for (const vcpu of guest.vcpus) {
      const { state } = vcpu;
      if (state.mode === 'blocked') {
        if (vgic.wakes(vcpu, state.vmcr)) this.wake(vcpu);
      } else if (state.mode === 'running' && state.core !== this.handling) {
        // What was shown to it may have to be taken back.
        if (vgic.hasPending(vcpu) || state.listed.some((intid) => intid < SPURIOUS)) this.physical.show(state.core);
      }
    }
  }

  /** Back to a guest, or to wait: the end of every exit. */
  private leave(core: Core): void {
    const { index } = core;
    const before = this.current[index];
    if (before?.state.mode !== 'running' || this.state.look[index]) this.choose(core, before);
    const vcpu = this.current[index];
    // An interrupt for another, and nothing changes here: who was woken pays for it.
    if (vcpu && vcpu === before && this.woken && this.woken !== vcpu)
      this.queue.transfer(vcpu, this.woken, this.options.localTime() - this.entered);
    this.setTimer(core);
    if (vcpu) vgic.flush(vcpu, this.physical, index);
    else {
      core.setPair(REG.ELR_EL2, this.idleCode % 2 ** 32, Math.floor(this.idleCode / 2 ** 32));
      core.setPair(REG.SPSR_EL2, IDLE_PSTATE, 0);
    }
    exceptionReturn(core);
  }

  /**
   * Chooses what a core runs, and switches to it. Who comes pays for what it takes to stop another, and who goes by itself for what it
   * takes to go on with the next one: so a guest that wakes and sleeps all the time has only its own time to lose.
   */
  private choose(core: Core, before: Vcpu | undefined): void {
    const { index } = core;
    const now = this.options.localTime();
    this.state.look[index] = false;
    const from = this.interrupted ? this.entered : now;
    const leaves = before !== undefined && before.state.mode !== 'running';
    if (before) {
      this.queue.charge(before, from);
      const { state, guest } = before;
      if (state.mode === 'running') {
        if (!this.queue.stops(index, before, now)) return;
        if (!this.queue.mayRun(guest, now)) this.tellOthers(guest);
        state.mode = 'runnable';
      }
      this.takeOff(core, before);
      this.current[index] = undefined;
      if (guest.state.mode === 'off' && !this.current.some((vcpu) => vcpu?.guest === guest))
        this.lifecycle.departed(guest);
    }
    const next = this.queue.next(index, now);
    this.current[index] = next;
    core.semihosting = next?.guest.semihosting;
    this.state.look[index] = false;
    if (leaves) this.queue.pay(before, (next ? now + SWITCH_COST : now) - from);
    if (!next) return;
    core.set(STATE.REMAINING, core.get(STATE.REMAINING) - SWITCH_COST);
    const since = leaves ? now + SWITCH_COST : from;
    const { state } = next;
    state.ready += since - state.since;
    state.since = since;
    state.mode = 'running';
    state.core = index;
    this.queue.begin(next, index, now);
    loadContext(core, state.context);
    this.timersOf(core, next);
    vgic.load(next, this.physical, index);
  }

  /** A guest has had what its cap allows, or is paused: the cores that run it choose anew. */
  private tellOthers(guest: Guest): void {
    for (const { state } of guest.vcpus) {
      if (state.mode === 'running' && state.core !== this.handling) this.tell(state.core);
    }
  }

  /** A virtual CPU leaves its core. */
  private takeOff(core: Core, vcpu: Vcpu): void {
    const { state } = vcpu;
    vgic.unload(vcpu, this.physical, core.index);
    saveContext(core, state.context);
    this.lookAtTimers(vcpu);
    // The timer is the next one's.
    core.setPair(REG.CNTV_CTL_EL0, 0, 0);
    core.timers?.update(TIMER.VIRTUAL);
    if (state.mode === 'blocked' && vgic.wakes(vcpu, state.vmcr)) this.wake(vcpu);
  }

  /** Sets the hypervisor's timer of a core: the end of the turn, and what those need that wait here. */
  private setTimer(core: Core): void {
    const now = this.options.localTime();
    let at = Math.min(
      core.index === TIMEKEEPER ? this.lifecycle.deadline : Infinity,
      this.queue.deadline(core.index, now),
    );
    for (const vcpu of this.vcpus) {
      const { state } = vcpu;
      // What is seldom true comes first: this is done at each exit.
      if (state.core !== core.index || (state.mode !== 'blocked' && state.mode !== 'running')) continue;
      if (state.mode === 'blocked' ? state.wakeAt >= at : state.physicalCtl === 0) continue;
      if (vcpu.guest.state.mode !== 'running') continue;
      if (state.mode === 'blocked') at = state.wakeAt;
      else {
        const due = physicalTimerAt(state);
        if (due < FAR && counterAt(now) < due) at = Math.min(at, timeOfCounter(due));
      }
    }
    const on = at === Infinity ? 0 : 1;
    const ticks = on === 0 ? 0 : Math.ceil((at * COUNTER_HZ) / 1e9);
    const lo = ticks % 2 ** 32;
    const hi = Math.floor(ticks / 2 ** 32);
    if (core.get(REG.CNTHP_CTL_EL2) === on && core.lo(REG.CNTHP_CVAL_EL2) === lo && core.hi(REG.CNTHP_CVAL_EL2) === hi)
      return;
    core.setPair(REG.CNTHP_CVAL_EL2, lo, hi);
    core.setPair(REG.CNTHP_CTL_EL2, on, 0);
    core.timers?.update(TIMER.HYPERVISOR);
  }

  // What exits ask for.

  access({ guest, index }: Vcpu, ipa: number, size: 1 | 2 | 4, write: boolean): boolean {
    const { devices, state } = guest;
    for (let i = 0; i < devices.length; i++) {
      const { base, bytes, device } = devices[i];
      if (ipa < base || ipa + size > base + bytes) continue;
      state.mmio[i]++;
      const isGic = base === PLATFORM.gicd.base || base === PLATFORM.gicDir.base;
      if (isGic && ipa !== GICD_SGIR) this.recallOthers(guest, index);
      if (write)
        device.write(ipa - base, size, size === 4 ? data.value : data.value & (2 ** (8 * size) - 1), by[index]);
      else data.value = device.read(ipa - base, size, by[index]);
      if (isGic && write) {
        vgic.activeChanged(guest, this.physical);
        this.interruptsChanged(guest);
      }
      return true;
    }
    state.mmio[devices.length]++;
    return false;
  }

  populate({ guest }: Vcpu, ipa: number): boolean {
    return guest.ram.populate(ipa);
  }

  /** Before a virtual CPU looks at its distributor: what the others' list registers hold is taken back, and shown to them anew. */
  private recallOthers(guest: Guest, index: number): void {
    for (const vcpu of guest.vcpus) {
      const { mode, core } = vcpu.state;
      if (vcpu.index === index || mode !== 'running') continue;
      if (vgic.recall(vcpu, this.physical)) this.physical.show(core);
    }
  }

  ram({ guest }: Vcpu): GuestBus {
    return guest.ram.bus;
  }

  wait(vcpu: Vcpu, event: boolean): void {
    if (event) {
      // Somebody holds a lock: whoever is ready goes on. The wait is over by itself.
      if (this.queue.yield(vcpu, this.handling, this.options.localTime())) this.state.look[this.handling] = true;
      return;
    }
    if (!vgic.wakes(vcpu, this.physical.readVmcr(this.handling))) this.suspendVcpu(vcpu);
  }

  suspendVcpu(vcpu: Vcpu): void {
    vcpu.state.mode = 'blocked';
  }

  startVcpu(vcpu: Vcpu): void {
    this.wake(vcpu);
  }

  count(): number {
    return counterAt(this.options.clock.now());
  }

  stopVcpu(vcpu: Vcpu): void {
    vcpu.state.mode = 'off';
  }

  /** Its program has ended, by semihosting: the core is in the guest, and comes to EL2 by the interrupt that tells it. */
  private exited(guest: Guest, code: number): void {
    if (guest.state.mode === 'off') return;
    const line = `has ended with exit code ${code}`;
    this.lifecycle.end(guest, { how: code === 0 ? 'power-off' : 'crashed', line, code });
  }

  crash({ guest }: Vcpu, line: string): void {
    if (guest.state.mode !== 'off') this.lifecycle.end(guest, { how: 'crashed', line });
  }

  endGuest({ guest }: Vcpu, how: 'power-off' | 'reset'): void {
    this.lifecycle.end(guest, { how, line: how === 'reset' ? 'has asked for a reset' : 'has switched itself off' });
  }
}
