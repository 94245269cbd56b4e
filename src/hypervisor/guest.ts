/** A guest: its memory, virtual CPUs, interrupt controller and devices. */
import type { IrqLine, MmioDevice } from '../aarch64/bus.js';
import type { Semihosting } from '../aarch64/semihosting.js';
import { CTL } from '../aarch64/timers.js';
import type { FwCfgItems } from '../devices/fw-cfg.js';
import type { Resettable } from '../devices/reset.js';
import type { Gic400 } from '../gic/gic400.js';
import type { FlashBank, FlashOptions } from './flash.js';
import type { GuestRam } from './guest-memory.js';
import type { RestartPolicy } from './restart.js';
import type { GuestRegisters, VcpuContext } from './vcpu-context.js';

/** What a guest is made of. */
export interface GuestOptions {
  readonly name: string;
  /** Bytes of RAM, a multiple of 4096. */
  readonly memory: number;
  readonly vcpus: number;
  /** Share of CPU time beside other guests; 1024 is usual. */
  readonly weight: number;
  /** The most that all its virtual CPUs together may have of the cores: 1.5 for one and a half; all if not given. */
  readonly cap?: number | undefined;
  /** Cores on which its virtual CPUs may run; all if not given. */
  readonly affinity?: readonly number[] | undefined;
  /** False: it is off until somebody starts it. */
  readonly autostart?: boolean | undefined;
  /** Whether it starts again when it ends; not if not given. */
  readonly restart?: RestartPolicy | undefined;
  /** Time (ns) that it has to switch itself off when it is stopped; 10 s if not given. */
  readonly stopGrace?: number | undefined;
  /** Its banks of flash, in their order; none where this is not given. */
  readonly flash?: readonly FlashOptions[] | undefined;
  /** HLT #0xF000 is a semihosting call; otherwise it is UNDEFINED. */
  readonly semihosting?: boolean | undefined;
}

/** What a guest takes of the board's RAM: bytes of each piece. */
export const ramOf = ({ memory, flash = [] }: GuestOptions): number[] => [memory, ...flash.map(({ ram }) => ram)];

/** What a guest boots: bytes at addresses of its own, and what its first virtual CPU starts with. */
export interface GuestImage {
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  readonly entry: number;
  readonly x0: number;
  /** What its banks of flash hold that are kept nowhere else. */
  readonly flash?: readonly (Uint8Array | undefined)[] | undefined;
  /** What its firmware finds in fw_cfg. */
  readonly fwCfg?: FwCfgItems | undefined;
}

/** 'off' until PSCI starts it. 'blocked': in WFI, until an interrupt. */
export type VcpuMode = 'off' | 'runnable' | 'running' | 'blocked';

/** What a virtual CPU remembers: plain data, as a snapshot holds it. */
export interface VcpuState {
  mode: VcpuMode;
  context: VcpuContext;
  /** Where it runs, or ran last. */
  core: number;
  /** Time it has run, as it counts beside other virtual CPUs of its guest, ns: who has least runs next. */
  vruntime: number;
  /** Guest time (ns) at which its turn ends, if others wait. */
  until: number;
  /** Guest time (ns) at which it began to be what `mode` says. */
  since: number;
  /** Time it ran, was ready and did not run, and waited, ns. */
  ran: number;
  ready: number;
  waited: number;
  /** Exits by kind, and interrupts that were put into list registers (`stats.ts`). */
  exits: number[];
  injected: number;
  /** When its virtual timer will want it, ns; Infinity (as null in JSON) if not. */
  wakeAt: number;
  /** INTIDs in its list registers while it runs, in their order; 1023 for an empty one. */
  listed: number[];
  /** By list register: it has taken the distributor's pending state over. */
  latched: boolean[];
  /** INTIDs that are active on it. */
  active: number[];
  /** While it runs: its virtual timer's interrupt is active in the board's GIC. */
  timerHeld: boolean;
  /** GICH_VMCR and GICH_APR while it does not run. */
  vmcr: number;
  apr: number;
  /** The physical timer as the guest sees it, which traps: CNTP_CTL_EL0, and CNTP_CVAL_EL0 in its halves. */
  physicalCtl: number;
  physicalLo: number;
  physicalHi: number;
}

/** The count at which the guest's physical timer fires; Infinity while it is off or masked. */
export const physicalTimerAt = ({ physicalCtl, physicalLo, physicalHi }: VcpuState): number =>
  (physicalCtl & (CTL.ENABLE | CTL.IMASK)) === CTL.ENABLE ? physicalHi * 2 ** 32 + physicalLo : Infinity;

/** What a guest is. 'paused': its virtual CPUs are where they were, and no time passes for them. */
export type GuestMode = 'off' | 'running' | 'paused';

/** How a guest has ended. */
export interface GuestEnd {
  readonly how: 'power-off' | 'reset' | 'killed' | 'crashed';
  /** For people: one line, without the guest's name. */
  readonly line: string;
  /** The exit code of a program that has told one. */
  readonly code?: number;
}

/** What a guest remembers beside its virtual CPUs and devices: plain data, as a snapshot holds it. Times are guest time, ns. */
export interface GuestState {
  mode: GuestMode;
  /** When it began to be what `mode` says. */
  since: number;
  /** How it has ended last; undefined where it has not. */
  end: GuestEnd | undefined;
  /** CNTVOFF_EL2: the count at which it began, and those in which it was paused. */
  offset: number;
  /** Physical address of the root of its stage-2 tables; 0 while it has no memory. */
  root: number;
  /** Blocks of RAM with the contents of its flash, by bank; none while it has no memory. */
  flash: number[][];
  /** When it starts again, as soon as its last virtual CPU has left its core; Infinity if it stays off. */
  restartAt: number;
  /** How often it has started again by itself since somebody has started it: in all, one soon after the other, after a crash. */
  restarts: number;
  inARow: number;
  failures: number;
  /** When its power key is let go, and when it is killed if it is still there. */
  keyUntil: number;
  killAt: number;
  /** Time (ns) that its virtual CPUs have run in a period, where it has a cap, and which period (`cap.ts`). */
  used: number;
  period: number;
  /** What its virtual CPUs have run, by its weight, ns: the guest that has had least goes next. */
  share: number;
  /** Accesses by the devices that the guest has, and last of all those that met nothing. */
  mmio: number[];
}

/** A guest that was never started. */
export const offGuest = (): GuestState => ({
  ...{ mode: 'off', since: 0, end: undefined, offset: 0, root: 0, restartAt: Infinity },
  flash: [],
  ...{ restarts: 0, inARow: 0, failures: 0, keyUntil: Infinity, killAt: Infinity },
  ...{ used: 0, period: 0, share: 0 },
  mmio: [],
});

export interface Vcpu {
  readonly guest: Guest;
  readonly index: number;
  readonly state: VcpuState;
  /** The inputs of the virtual interrupt controller for its timers. */
  readonly physicalTimer: IrqLine;
  readonly virtualTimer: IrqLine;
}

/** A device of the guest's, at an address of its own. */
export interface GuestDevice {
  readonly base: number;
  readonly bytes: number;
  readonly device: MmioDevice;
  /** What has a state. */
  readonly parts: readonly Resettable[];
}

export interface Guest {
  readonly options: GuestOptions;
  readonly vmid: number;
  readonly state: GuestState;
  readonly ram: GuestRam;
  /** Distributor; its CPU interface is the hardware's. */
  readonly gic: Gic400;
  readonly devices: readonly GuestDevice[];
  readonly flash: readonly FlashBank[];
  readonly vcpus: readonly Vcpu[];
  /** What has a state beside virtual CPUs. */
  readonly parts: readonly Resettable[];
  /** What its virtual CPUs have in common. */
  readonly registers: () => GuestRegisters;
  /** Presses its power key, or lets go of it. */
  readonly powerKey: (pressed: boolean) => void;
  /** Who serves HLT #0xF000 while one of its virtual CPUs runs. */
  readonly semihosting: Semihosting | undefined;
  /** Takes a byte for its console; false where there is no room. */
  readonly push: (byte: number) => boolean;
}
