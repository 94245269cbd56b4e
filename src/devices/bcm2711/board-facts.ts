/** What the VideoCore's firmware knows of its board, and tells by the mailbox. Plain data: a board profile's, or made from one. */

/** A clock of the firmware's (identifiers as in the mailbox property interface), in Hz. */
export interface ClockFacts {
  readonly id: number;
  readonly rate: number;
  readonly min: number;
  readonly max: number;
  readonly on: boolean;
}

export interface MemoryFacts {
  readonly base: number;
  readonly bytes: number;
}

export interface BoardFacts {
  /** When the firmware was built, in seconds since 1970: what Linux prints as "Attached to firmware from". */
  readonly firmwareRevision: number;
  readonly boardModel: number;
  /** The revision code, such as 0xb03115 for a Pi 4B with 2 GB. */
  readonly boardRevision: number;
  /** The low word of the serial number; the high one is zero. */
  readonly serial: number;
  /** Six bytes. */
  readonly mac: readonly number[];
  /** RAM below 1 GiB, as the firmware splits it between ARM and VideoCore. */
  readonly armMemory: MemoryFacts;
  readonly vcMemory: MemoryFacts;
  readonly clocks: readonly ClockFacts[];
  /** Power domains (1 to 23) that are on. */
  readonly domains: readonly number[];
  /** Voltages in microvolts: core, SDRAM core, SDRAM PHY, SDRAM I/O. */
  readonly voltages: readonly number[];
  /** Millidegrees Celsius. */
  readonly temperature: number;
  readonly maxTemperature: number;
  readonly throttled: number;
  /** DMA channels that the ARM may use, one bit for each. */
  readonly dmaChannels: number;
  readonly commandLine: string;
  /** Outputs of the GPIO expander (lines 128 to 135 of the firmware's GPIO numbers) that are high, one bit for each. */
  readonly expander: number;
  /**
   * The display, if one is connected: its framebuffer lies in `vcMemory`, which the machine must then back with RAM. Without one
   * the firmware answers no framebuffer tags.
   */
  readonly display?: { readonly width: number; readonly height: number } | undefined;
}

const MHZ = 1_000_000;
const clock = (id: number, rate: number, min: number, max: number, on = false): ClockFacts => ({
  id,
  rate: rate * MHZ,
  min: min * MHZ,
  max: max * MHZ,
  on,
});

/**
 * The firmware's clocks at the moment when it starts a kernel. Ranges as measured on a Pi 400; the rates of CORE and EMMC2 are those
 * that the mini UART's baud rate and CPRMAN's registers were measured with, since the query found them asleep.
 * @param armMhz the ARM's highest rate: 1500, or 1800 on a Pi 400 and on late boards
 */
export const firmwareClocks = (armMhz: number): ClockFacts[] => [
  clock(1, 250, 250, 250),
  clock(2, 48, 0, 1000, true),
  clock(3, armMhz, 600, armMhz),
  clock(4, 500, 200, 500, true),
  clock(5, 250, 250, 500),
  clock(6, 250, 250, 500),
  clock(7, 250, 250, 500),
  clock(8, 400, 400, 400),
  clock(9, 0, 0, 2400, true),
  clock(10, 0, 0, 500),
  clock(11, 250, 250, 500),
  clock(12, 100, 0, 500),
  clock(13, 120, 0, 600),
  clock(14, 75, 75, 324),
  clock(15, 0, 0, 108, true),
];

/** A Pi 4 Model B with 2 GB, 76 MiB of it below 1 GiB kept for the VideoCore, with no display. `changes` replaces fields. */
export const boardFacts = (changes: Partial<BoardFacts> = {}): BoardFacts => ({
  firmwareRevision: 0x669e1d00,
  boardModel: 0,
  boardRevision: 0xb03115,
  serial: 0x10000001,
  mac: [0xdc, 0xa6, 0x32, 0x00, 0x00, 0x01],
  armMemory: { base: 0, bytes: 0x3b400000 },
  vcMemory: { base: 0x3b400000, bytes: 0x04c00000 },
  clocks: firmwareClocks(1500),
  domains: [4, 5, 7, 20, 23],
  voltages: [860_000, 1_100_000, 1_100_000, 1_100_000],
  temperature: 35_050,
  maxTemperature: 85_000,
  throttled: 0,
  dmaChannels: 0x07f5,
  commandLine: '',
  // GLOBAL_RESET and SD_PWR_ON are outputs that are high, SD_OC_N is an input that is.
  expander: (1 << 3) | (1 << 6) | (1 << 7),
  ...changes,
});
