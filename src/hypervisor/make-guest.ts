/** A guest put together: memory, flash, interrupt controller, devices, virtual CPUs. */
import type { IrqLine } from '../aarch64/bus.js';
import { createSemihosting } from '../aarch64/semihosting.js';
import type { FwCfgItems } from '../devices/fw-cfg.js';
import { createGic400 } from '../gic/gic400.js';
import { createFlashBank } from './flash.js';
import { offGuest, ramOf, type Guest, type GuestOptions, type Vcpu } from './guest.js';
import { createGuestDevices } from './guest-devices.js';
import { GuestRam } from './guest-memory.js';
import type { HypervisorOptions } from './hypervisor.js';
import type { PagePool } from './page-pool.js';
import type { PhysicalGic } from './physical-gic.js';
import { INTERRUPTS, PLATFORM } from './platform.js';
import { offVcpu } from './vcpu-state.js';
import { deactivation, VIRTUAL_TIMER } from './virtual-gic.js';

const PHYSICAL_TIMER_PPI = 30;
const NO_ITEMS: FwCfgItems = { items: [], files: [] };

/** The hypervisor, as its guests are connected to it. */
export interface Surroundings {
  readonly options: HypervisorOptions;
  readonly pool: PagePool;
  readonly physical: PhysicalGic;
  /** The lines of its devices have changed. */
  readonly interruptsChanged: (guest: Guest) => void;
  /** Its program has ended, by semihosting. */
  readonly exited: (guest: Guest, code: number) => void;
}

/** A guest as the hypervisor knows it: off, with all its devices. @param index of the guest */
export function makeGuest(options: GuestOptions, index: number, hypervisor: Surroundings): Guest {
  const { pool, physical } = hypervisor;
  const { memory, clock, cores, gic, epoch, plug, flashStore, images, transmit, onRoom } = hypervisor.options;
  const vmid = index + 1;
  const state = offGuest();
  const invalidate = (): void => cores[0].tlbs.flush(1, false, vmid);
  const [bytes, ...flashBytes] = ramOf(options);
  const ram = new GuestRam({ memory, pool, bytes, flashBytes, gicv: gic.gicv, state, invalidate });

  const flash = (options.flash ?? []).map((bank, i) =>
    createFlashBank({
      ...bank,
      name: `${options.name} flash ${i}`,
      base: PLATFORM.flash.base + i * PLATFORM.flash.bytes,
      memory,
      tables: () => ram.tables,
      blocks: () => state.flash[i] ?? [],
      store: flashStore?.(index, i),
      onMapping: invalidate,
    }),
  );

  const quiet: IrqLine = { set: () => undefined };
  const outputs = Array.from({ length: options.vcpus }, () => ({
    nIRQ: quiet,
    nFIQ: quiet,
    vIRQ: quiet,
    vFIQ: quiet,
  }));
  const virtual = createGic400({ outputs, interrupts: INTERRUPTS, security: false });
  // Devices drive their lines while they are made; nobody is there to see it yet.
  let made: Guest | undefined = undefined as Guest | undefined;
  const spi = (n: number): IrqLine => {
    const line = virtual.spi(n);
    return {
      set: (level) => {
        const { gic: inputs } = virtual;
        const bank = inputs.cpus + (n >> 5);
        const before = inputs.level[bank];
        line.set(level);
        // A device that was restored drives what is driven already: nobody is to be told.
        if (made && inputs.level[bank] !== before) hypervisor.interruptsChanged(made);
      },
    };
  };
  const { devices, push, powerKey } = createGuestDevices({
    guest: index,
    name: options.name,
    memory: ram.bus,
    inflate: (ipa, bytes) => ram.inflate(ipa, bytes),
    deflate: (ipa, bytes) => ram.deflate(ipa, bytes),
    gic: virtual,
    spi,
    clock,
    epoch,
    transmit: (byte) => transmit(index, byte),
    onRoom: () => onRoom(index),
    flash,
    fwCfg: () => images()[index]?.fwCfg ?? NO_ITEMS,
    plug: plug ?? (() => []),
  });
  const semihosting =
    options.semihosting === true
      ? createSemihosting({
          write: (bytes) => bytes.forEach((byte) => transmit(index, byte)),
          exit: (code) => hypervisor.exited(guest, code),
        })
      : undefined;
  const guest: Guest = {
    options,
    vmid,
    state,
    ram,
    gic: virtual,
    devices: [...devices, { ...PLATFORM.gicDir, device: deactivation(() => guest, physical), parts: [] }],
    flash,
    vcpus: Array.from({ length: options.vcpus }, (_, i): Vcpu => ({
      get guest() {
        return guest;
      },
      index: i,
      state: offVcpu((index + i) % cores.length),
      physicalTimer: virtual.ppi(i, PHYSICAL_TIMER_PPI),
      virtualTimer: virtual.ppi(i, VIRTUAL_TIMER),
    })),
    parts: [
      ...devices.flatMap(({ parts }) => parts),
      ...(semihosting ? [{ state: semihosting.state, restored: () => undefined }] : []),
    ],
    semihosting,
    registers: () => ({
      vttbrLo: state.root % 2 ** 32,
      vttbrHi: (vmid << 16) | Math.floor(state.root / 2 ** 32),
      offset: state.offset,
    }),
    push,
    powerKey,
  };
  made = guest;
  return guest;
}
