/** What a trace is made of: one event for each thing that has happened, as data. How it looks is in `text.ts` and `json.ts`. */

/** The four kinds of exception, as the vector table tells them apart (Arm ARM D1.10.2). */
export type Vector = 'sync' | 'IRQ' | 'FIQ' | 'SError';

interface Stamp {
  /** Guest time, ns. */
  readonly time: number;
  /** The core; -1 for what none of them does: DMA, and lines of devices. */
  readonly core: number;
}

/** An exception was taken. */
export interface ExceptionEvent extends Stamp {
  readonly kind: 'exception';
  /** Levels. */
  readonly from: number;
  readonly to: number;
  readonly vector: Vector;
  /** A virtual interrupt: HCR_EL2 or the GIC's list registers have raised it. */
  readonly virtual: boolean;
  /** Which of the vector table's 16 entries: 0 to 0x780. */
  readonly offset: number;
  /** ELR_ELx: where it happened; for SVC, HVC and SMC the instruction behind. */
  readonly pc: bigint;
  /** ESR_ELx, FAR_ELx, and the intermediate physical address, where this exception has written them. */
  readonly esr?: number;
  readonly far?: bigint;
  readonly ipa?: bigint;
  /** What an SVC, HVC or SMC asks for. */
  readonly call?: string;
  /** This program is the handler: the built-in PSCI, the hypervisor. */
  readonly host: boolean;
}

/** A return from an exception: ERET, or what a handler in this program does in its place. */
export interface ReturnEvent extends Stamp {
  readonly kind: 'return';
  readonly from: number;
  readonly to: number;
  /** Where it goes on. */
  readonly pc: bigint;
  /** An illegal return: the level stays, PSTATE.IL is set (Arm ARM D1.11.3). */
  readonly illegal: boolean;
  /** X0, which holds the result, where an HVC or SMC is answered. */
  readonly result?: bigint;
}

/** A device's register was read or written; or, with `device` undefined, an address at which nothing is. */
export interface MmioEvent extends Stamp {
  readonly kind: 'mmio';
  readonly write: boolean;
  /** The instruction; undefined for DMA. */
  readonly pc: bigint | undefined;
  readonly device: string | undefined;
  /** Physical address. */
  readonly address: number;
  /** As the manual calls it; undefined where the device has none there. */
  readonly register: string | undefined;
  /** In bytes; undefined where nothing answers. */
  readonly size: 1 | 2 | 4 | undefined;
  readonly value: number | undefined;
  /** How many times in a row, and when the last time was. 1 where it is left out. */
  readonly count?: number;
  readonly last?: number;
}

/** A step of an interrupt's way from a device's line to the handler's end. */
export interface IrqEvent extends Stamp {
  readonly kind: 'irq';
  readonly step:
    /** A device's line has gone high or low. */
    | 'high'
    | 'low'
    /** GICD_SGIR was written. */
    | 'send'
    /** GICC_IAR, GICC_EOIR, GICC_DIR, or a guest's by GICV. */
    | 'acknowledge'
    | 'end'
    | 'deactivate'
    /** A hypervisor has filled a list register. */
    | 'inject';
  readonly virtual: boolean;
  readonly intid: number;
  /** What it is, in words: `SPI 121 UART0`. */
  readonly name: string;
  /** The instruction that did it; undefined for lines. */
  readonly pc: bigint | undefined;
  /** The rest, in words. */
  readonly details?: string;
}

export type TraceEvent = ExceptionEvent | ReturnEvent | MmioEvent | IrqEvent;

/** Takes the events of a trace, in the order in which they happen. */
export type TraceSink = (event: TraceEvent) => void;
