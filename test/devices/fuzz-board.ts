/** All of a board's devices on one bus, wired as on the BCM2711, without a processor: what the fuzzer plays with. */
import type { GuestBus, IrqLine, MmioDevice, Requester } from '../../src/aarch64/bus.js';
import { createArmLocal, CORE_TIMERS } from '../../src/devices/bcm2711/arm-local.js';
import { createArmc } from '../../src/devices/bcm2711/armc.js';
import { createAsb } from '../../src/devices/bcm2711/asb.js';
import { createAux } from '../../src/devices/bcm2711/aux.js';
import { boardFacts } from '../../src/devices/bcm2711/board-facts.js';
import { createCprman } from '../../src/devices/bcm2711/cprman.js';
import { createDma } from '../../src/devices/bcm2711/dma.js';
import { createEmmc } from '../../src/devices/bcm2711/emmc.js';
import { createGenet, type Genet } from '../../src/devices/bcm2711/genet.js';
import { fcs } from '../../src/devices/bcm2711/genet-rx.js';
import { createGpio, PINS } from '../../src/devices/bcm2711/gpio.js';
import { createMailbox } from '../../src/devices/bcm2711/mailbox.js';
import { createPl011 } from '../../src/devices/bcm2711/pl011.js';
import { createPm } from '../../src/devices/bcm2711/pm.js';
import { createRng200 } from '../../src/devices/bcm2711/rng200.js';
import { createSdhost } from '../../src/devices/bcm2711/sdhost.js';
import { createSystemTimer } from '../../src/devices/bcm2711/system-timer.js';
import { createAvsMonitor } from '../../src/devices/bcm2711/thermal.js';
import { memoryDisk } from '../../src/devices/block.js';
import type { Resettable } from '../../src/devices/reset.js';
import { NO_OFFLOAD, type NetBackend, type NetOffload, type NetPort } from '../../src/devices/virtio/net-backend.js';
import { createSdCard } from '../../src/devices/sd-card.js';
import { createGic400 } from '../../src/gic/gic400.js';
import { ram, type Ram } from './rig.js';

export const CORES = 4;
export const RAM_BYTES = 0x40000;
export const DISK_BYTES = 0x100000;
const DISK = Uint8Array.from({ length: DISK_BYTES }, (_, i) => (i >> 9) ^ i);
export const RAM_DISPLAY = { width: 64, height: 32 };

/** A clock that can be set, and that counts what it fires. */
export interface FuzzClock {
  now(): number;
  schedule(at: number, fire: () => void, rank: number): number;
  rank(): number;
  cancel(handle: number): void;
  /** Sets the time without firing anything: a machine is about to be restored at it. */
  set(time: number): void;
  /** @param before is called before each call */
  advance(ns: number, before: () => void): void;
  /** Times of the calls that are scheduled, in order. */
  events(): number[];
  readonly fired: number;
}

function fuzzClock(): FuzzClock {
  let now = 0;
  let handles = 0;
  let fired = 0;
  let ranks = 0;
  const calls = new Map<number, { readonly at: number; readonly rank: number; readonly fire: () => void }>();
  const next = (): number | undefined => {
    let best: [number, { readonly at: number; readonly rank: number }] | undefined;
    for (const entry of calls) {
      const [, { at, rank }] = entry;
      if (best === undefined || at < best[1].at || (at === best[1].at && rank < best[1].rank)) best = entry;
    }
    return best?.[0];
  };
  return {
    now: () => now,
    rank: () => ++ranks,
    schedule(at, fire, rank) {
      if (!Number.isSafeInteger(at)) throw new Error(`scheduled at ${at}`);
      calls.set(++handles, { at, rank, fire });
      return handles;
    },
    cancel: (handle) => void calls.delete(handle),
    set: (time) => void (now = time),
    advance(ns, before) {
      const end = now + ns;
      for (let handle = next(); handle !== undefined; handle = next()) {
        const { at, fire } = calls.get(handle)!;
        if (at > end) break;
        calls.delete(handle);
        now = Math.max(now, at);
        fired++;
        before();
        fire();
      }
      now = end;
    },
    events: () => [...calls.values()].map(({ at }) => at).sort((a, b) => a - b),
    get fired() {
      return fired;
    },
  };
}

export interface Window {
  readonly name: string;
  readonly base: number;
  readonly size: number;
  readonly device: MmioDevice & { registerAt(offset: number): string | undefined };
}

/** Something outside of the board that acts on it; the same number always does the same. */
export interface Outside {
  readonly name: string;
  readonly act: (choice: number) => void;
  /** It may move so much on the bus. */
  readonly most?: { readonly bytes: number; readonly accesses: number };
  /** It stays as it was last set, over a reset too. */
  readonly stays: boolean;
}

export interface FuzzBoard {
  readonly clock: FuzzClock;
  readonly windows: readonly Window[];
  readonly ram: Ram;
  readonly disk: Uint8Array;
  readonly devices: readonly (readonly [string, Resettable])[];
  readonly outside: readonly Outside[];
  /** By the number in `outside`: the last choice of what stays as it was set. */
  readonly stayed: Map<number, number>;
  /** The levels of all wires, as text. */
  lines(): string;
  /** What has left the board. */
  readonly log: string[];
  /** Bytes and accesses that devices may still make on the bus: one too many throws. */
  readonly allowed: { bytes: number; accesses: number };
}

/** What the Ethernet socket is plugged into: what comes is logged, what goes is made up, and now and then there is no room. */
function fuzzCable(log: string[]) {
  let port: NetPort | undefined;
  const backend: NetBackend = {
    connect: (nic) => void (port = nic),
    send(frame, { flags, csumStart, csumOffset }) {
      log.push(`frame ${frame.length} ${fcs(frame)} ${flags} ${csumStart} ${csumOffset}`);
      return frame[frame.length - 1] % 4 !== 3;
    },
    onRoom: () => void log.push('room'),
  };
  const frame = (n: number): Uint8Array => {
    const bytes = new Uint8Array(14 + (n % 1600)).map((_, i) => (n >>> (i % 24)) ^ i);
    bytes.set([0xdc, 0xa6, 0x32, 0, 0, 1], 0);
    if (n % 3 === 0) bytes.fill(0xff, 0, 6);
    if (n % 5 === 0) bytes.set([0x08, 0x00, 0x45], 12);
    return bytes;
  };
  const gso: NetOffload = { flags: 1, gsoType: 1, hdrLen: 54, gsoSize: 100, csumStart: 34, csumOffset: 16 };
  const outside = (genet: Genet): Outside[] => [
    {
      name: 'GENET receive',
      stays: false,
      most: { bytes: 64_000, accesses: 8192 },
      act: (n) => log.push(`received ${n} ${port?.receive(frame(n), n % 11 === 0 ? gso : NO_OFFLOAD)}`),
    },
    { name: 'GENET resume', stays: false, act: () => port?.resume() },
    { name: 'GENET cable', stays: true, act: (n) => genet.setLink(n % 4 !== 0) },
  ];
  return { backend, outside };
}

export function createFuzzBoard(): FuzzBoard {
  const clock = fuzzClock();
  const memory = ram(RAM_BYTES);
  const disk = DISK.slice();
  const log: string[] = [];
  const allowed = { bytes: 0, accesses: 0 };
  const spend = (bytes: number): void => {
    allowed.bytes -= bytes;
    allowed.accesses--;
    if (allowed.bytes < 0 || allowed.accesses < 0) throw new Error('too much traffic');
  };
  const windows: Window[] = [];
  const levels: boolean[] = [];
  /** A wire that can be looked at, into any number of inputs. */
  const wire = (...into: readonly IrqLine[]): IrqLine => {
    const n = levels.push(false) - 1;
    return {
      set(level) {
        levels[n] = level;
        for (const line of into) line.set(level);
      },
    };
  };

  const dmaRequester: Requester = { cpu: -1, secure: false };
  const windowOf = (pa: number): Window | undefined => windows.find((w) => pa >= w.base && pa < w.base + w.size);
  const isRegister = (pa: number, bytes: number): boolean =>
    (bytes === 1 || bytes === 2 || bytes === 4) && pa % bytes === 0;
  const bus: GuestBus = {
    read(pa, bytes) {
      spend(bytes.length);
      if (memory.read(pa, bytes)) return true;
      const window = windowOf(pa);
      if (window === undefined || !isRegister(pa, bytes.length)) return false;
      let value = window.device.read(pa - window.base, bytes.length as 1 | 2 | 4, dmaRequester);
      for (let i = 0; i < bytes.length; i++, value = Math.floor(value / 256)) bytes[i] = value % 256;
      return true;
    },
    write(pa, bytes) {
      spend(bytes.length);
      if (memory.write(pa, bytes)) return true;
      const window = windowOf(pa);
      if (window === undefined || !isRegister(pa, bytes.length)) return false;
      let value = 0;
      for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + bytes[i];
      window.device.write(pa - window.base, bytes.length as 1 | 2 | 4, value, dmaRequester);
      return true;
    },
  };

  const gic = createGic400({
    outputs: Array.from({ length: CORES }, () => ({ nIRQ: wire(), nFIQ: wire(), vIRQ: wire(), vFIQ: wire() })),
  });
  const wires = (count: number): IrqLine[] => Array.from({ length: count }, () => wire());
  const local = createArmLocal({
    clock,
    mailboxIrq: wires(16),
    timerIrq: wire(gic.spi(21)),
    irq: wires(CORES),
    fiq: wires(CORES),
  });
  const cores = Array.from({ length: CORES }, (_, core) => core);
  const armc = createArmc({
    irq: cores.map((core) => wire(local.armcIrq(core))),
    fiq: cores.map((core) => wire(local.armcFiq(core))),
  });
  /** An interrupt of the VideoCore's (SPI 64 and on) or of ARMC's own (SPI 32 and on). */
  const spi = (n: number): IrqLine => wire(gic.spi(n), n < 64 ? armc.own(n - 32) : armc.videoCore(n - 64));

  const uartIrqs = [0, 2, 3, 4, 5].map(() => wire(gic.spi(121)));
  const uarts = [0, 2, 3, 4, 5].map((n, i) =>
    createPl011({ name: `UART${n}`, transmit: (byte) => log.push(`UART${n} ${byte}`), irq: uartIrqs[i] }),
  );
  uarts[0].presetConsole();
  const aux = createAux({ transmit: (byte) => log.push(`mini UART ${byte}`), irq: spi(93) });
  const gpio = createGpio({
    irq: [113, 114, 115, 116].map(spi),
    onOutput: (pin, level) => log.push(`GPIO${pin} ${level}`),
  });
  const pm = createPm({ clock, onReset: ({ halt, partition }) => log.push(`reset ${halt} ${partition}`) });
  const mailbox = createMailbox({
    clock,
    irq: spi(33),
    memory: bus,
    facts: boardFacts({ display: RAM_DISPLAY }),
    events: {
      expander: (line, level) => log.push(`expander ${line} ${level}`),
      notify: (event, value) => log.push(`${event} ${value}`),
    },
  });
  // Channels 7 and 8, 9 and 10 share lines.
  const dmaSpi = [80, 81, 82, 83, 84, 85, 86, 87, 87, 88, 88, 89, 90, 91, 92, 95];
  const dma = createDma({ clock, memory: bus, irq: dmaSpi.map((n) => wire(gic.spi(n))) });
  const card = createSdCard({ backend: memoryDisk(disk) });
  const emmc2 = createEmmc('EMMC2', { clock, irq: wire(gic.spi(126)), memory: bus, card });
  const emmc = createEmmc('EMMC', { clock, irq: wire(gic.spi(126)), memory: bus });
  const cable = fuzzCable(log);
  const genet = createGenet({
    ...{ clock, memory: bus, irq: [157, 158].map((n) => wire(gic.spi(n))) },
    network: { backend: cable.backend, mac: Uint8Array.of(0xdc, 0xa6, 0x32, 0, 0, 1) },
  });
  const timer = createSystemTimer({ clock, irq: [64, 65, 66, 67].map(spi) });
  const cprman = createCprman({ armHz: 1_500_000_000 });
  const rng = createRng200({ clock, seed: 7 });
  const sdhost = createSdhost();
  const [asb, rpividAsb] = [createAsb('ASB'), createAsb('RPIVID_ASB')];

  const place = (base: number, size: number, device: Window['device']): void =>
    void windows.push({ name: device.name, base, size, device });
  place(0xfe003000, 0x1000, timer);
  place(0xfe007000, 0x1000, dma);
  place(0xfee05000, 0x100, dma.channel15);
  place(0xfe00a000, 0x24, asb);
  place(0xfec11000, 0x24, rpividAsb);
  place(0xfe00b200, 0x200, armc);
  place(0xfe00b880, 0x40, mailbox);
  place(0xfe100000, 0x114, pm);
  place(0xfe101000, 0x2000, cprman);
  place(0xfe104000, 0x28, rng);
  place(0xfe200000, 0x1000, gpio);
  uarts.forEach((uart, i) => place(0xfe201000 + [0, 0x400, 0x600, 0x800, 0xa00][i], 0x200, uart));
  place(0xfe202000, 0x100, sdhost);
  place(0xfe215000, 0x100, aux);
  place(0xfe300000, 0x100, emmc);
  place(0xfe340000, 0x100, emmc2);
  place(
    0xfd5d2000,
    0xf00,
    createAvsMonitor(() => 35_500),
  );
  place(0xfd580000, 0x10000, genet);
  place(0xff800000, 0x100, local);
  place(0xff841000, 0x1000, gic.gicd);
  place(0xff842000, 0x2000, gic.gicc);
  place(0xff844000, 0x2000, gic.gich);
  place(0xff846000, 0x2000, gic.gicv);

  const ppis = cores.map((core) => [26, 27, 28, 29, 30, 31].map((intid) => gic.ppi(core, intid)));
  const outside: Outside[] = [
    { name: 'UART0 push', stays: false, act: (n) => log.push(`${uarts[0].push(n & 0xff, n & 0x700)}`) },
    { name: 'UART3 push', stays: false, act: (n) => log.push(`${uarts[2].push(n & 0xff)}`) },
    { name: 'mini UART push', stays: false, act: (n) => log.push(`${aux.push(n & 0xff)}`) },
    ...cable.outside(genet),
    {
      name: 'modem',
      stays: true,
      act: (n) => uarts[0].setModem({ cts: (n & 1) !== 0, dsr: (n & 2) !== 0, dcd: (n & 4) !== 0, ri: (n & 8) !== 0 }),
    },
    ...Array.from({ length: PINS }, (_, pin): Outside => ({
      name: `GPIO${pin}`,
      stays: true,
      act: (n) => gpio.drive(pin, n % 3 === 0 ? undefined : n % 3 === 1),
    })),
    ...cores.flatMap((core) => [
      ...ppis[core].map((line, i): Outside => ({
        name: `core ${core} PPI ${26 + i}`,
        stays: true,
        act: (n) => line.set(n % 2 === 0),
      })),
      ...CORE_TIMERS.map((name): Outside => ({
        name: `core ${core} ${name}`,
        stays: true,
        act: (n) => local.coreTimer(core, name).set(n % 2 === 0),
      })),
      { name: `core ${core} PMU`, stays: true, act: (n: number) => local.pmu(core).set(n % 2 === 0) },
    ]),
  ];

  const devices: [string, Resettable][] = [
    ...uarts.map((uart): [string, Resettable] => [uart.name, uart]),
    ...Object.entries({
      aux,
      gpio,
      pm,
      mailbox,
      dma,
      card,
      emmc2,
      emmc,
      genet,
      sdhost,
      timer,
      cprman,
      rng,
      asb,
      rpividAsb,
    }),
    ...Object.entries({ armc, local, gic }),
  ];
  return {
    ...{ clock, windows, ram: memory, disk, devices, outside, stayed: new Map<number, number>(), log, allowed },
    lines: () => levels.map((level) => (level ? '1' : '0')).join(''),
  };
}
