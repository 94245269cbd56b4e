/**
 * The device tree's nodes of each kind of device that a board file can name. Names, interrupts, clock and pin numbers are those of
 * Linux's tree for the BCM2711, so that its drivers, U-Boot and TF-A find what they look for.
 */
import type { Board, DeviceEntry, Range } from '../board.js';
import { cells, ref, type NodeSource, type Properties, type Property } from './tree-source.js';

/** A node, and which it stands below. What stands at the root is there once, however many devices want it. */
export interface Placed {
  readonly below: 'bus' | 'root';
  readonly node: NodeSource;
}

/** What the nodes of an entry are made from. */
export interface NodeContext {
  readonly board: Board;
  /** Whether no device of this kind comes before it. */
  readonly first: boolean;
  /** Whether another range can be seen on the bus of the device. */
  readonly sees: (range: Range) => boolean;
  /** Cells of ranges' addresses and sizes on that bus. */
  readonly reg: (...ranges: Range[]) => number[];
  /** A name with the range's address on that bus. */
  readonly at: (name: string, range: Range) => string;
}

/** Interrupt types of the GIC's binding, and the trigger level high. */
export const GIC = { SPI: 0, PPI: 1, LEVEL_HIGH: 4, LEVEL_LOW: 8 } as const;
/** Clock numbers of the CPRMAN and of the firmware (include/dt-bindings/clock). */
const CPRMAN = { UART: 19, VPU: 20, V3D: 21, ISP: 22, H264: 23, EMMC: 28, PERI_IMAGE: 29, EMMC2: 51 } as const;
/** Lines of the firmware's GPIO expander on a Pi 4. */
const EXPANDER = ['BT_ON', 'WL_ON', 'PWR_LED_OFF', 'GLOBAL_RESET', 'VDD_SD_IO_SEL', 'CAM_GPIO', 'SD_PWR_ON', ''];
/** Pin functions and pulls of the BCM2835 binding. */
const PIN = { ALT3: 7, ALT5: 2, NONE: 0, UP: 2 } as const;
/** The BCM2711 has this many. */
const PINS = 58;
/** DMA channels that have an interrupt of their own in the binding; those from 11 on are of another kind. */
const DMA_CHANNELS = 11;
/** Those of them that the firmware leaves to the ARM. */
const DMA_MASK = 0x7f5;

const spis = (lines: readonly number[]): Property | undefined =>
  lines.length === 0 ? undefined : cells(...lines.flatMap((n) => [GIC.SPI, n, GIC.LEVEL_HIGH]));

const onBus = (node: NodeSource): Placed[] => [{ below: 'bus', node }];

/** The plain case: one node for the whole window. */
const device =
  (name: string, compatible: string | readonly string[], more: Properties = {}, label?: string) =>
  (entry: DeviceEntry, { at, reg }: NodeContext): Placed[] =>
    onBus({
      name: at(name, entry),
      label,
      properties: { compatible, reg: cells(...reg(entry)), interrupts: spis(entry.spi), ...more },
    });

/** A group of pins: their functions, and pulls in the pins' order. */
const pins = (name: string, from: number, count: number, func: number, pulls?: number[]): NodeSource => ({
  name,
  label: name,
  properties: {
    'brcm,pins': cells(...Array.from({ length: count }, (_, i) => from + i)),
    'brcm,function': cells(func),
    'brcm,pull': pulls && cells(...pulls),
  },
});

/** A clock that always ticks. */
export const fixedClock = (name: string, label: string, hz: number, output: string): NodeSource => ({
  name,
  label,
  properties: {
    compatible: 'fixed-clock',
    '#clock-cells': cells(0),
    'clock-output-names': output,
    'clock-frequency': cells(hz),
  },
});

/** What a PL011 runs on where no CPRMAN gives it a clock: 24 MHz, as on QEMU's virt. */
const UART_HZ = 24_000_000;

function pl011(entry: DeviceEntry, { board, first, at, reg }: NodeContext): Placed[] {
  const cprman = board.devices.some((d) => d.kind === 'cprman');
  const clock = fixedClock('apb-pclk', 'apb-pclk', board.pi?.clocks.uart ?? UART_HZ, 'clk24mhz');
  const uart: NodeSource = {
    name: at('serial', entry),
    label: first ? 'serial0' : undefined,
    properties: {
      compatible: ['arm,pl011', 'arm,primecell'],
      reg: cells(...reg(entry)),
      interrupts: spis(entry.spi),
      clocks: cprman
        ? cells(ref('cprman'), CPRMAN.UART, ref('cprman'), CPRMAN.VPU)
        : cells(ref('apb-pclk'), ref('apb-pclk')),
      'clock-names': ['uartclk', 'apb_pclk'],
      'arm,primecell-periphid': cells(0x00341011),
      // Of a Pi's only the first has pins: those of its Bluetooth.
      ...(board.pi &&
        (first
          ? { 'pinctrl-names': 'default', 'pinctrl-0': cells(ref('uart0_ctsrts_gpio30'), ref('uart0_gpio32')) }
          : { status: 'disabled' })),
    },
  };
  return [{ below: 'bus', node: uart }, ...(cprman ? [] : [{ below: 'root', node: clock } as const])];
}

/** The three blocks of AUX: its own registers, the mini UART, and SPI, which is not modelled. */
function aux(entry: DeviceEntry, { at, first, reg }: NodeContext): Placed[] {
  const own = { base: entry.base, bytes: 8 };
  const uart = { base: entry.base + 0x40, bytes: 0x40 };
  return [
    {
      below: 'bus',
      node: {
        name: at('aux', own),
        label: `aux@${entry.base}`,
        properties: {
          compatible: 'brcm,bcm2835-aux',
          '#clock-cells': cells(1),
          reg: cells(...reg(own)),
          clocks: cells(ref('cprman'), CPRMAN.VPU),
        },
      },
    },
    {
      below: 'bus',
      node: {
        name: at('serial', uart),
        label: first ? 'serial1' : undefined,
        properties: {
          compatible: 'brcm,bcm2835-aux-uart',
          reg: cells(...reg(uart)),
          interrupts: spis(entry.spi),
          clocks: cells(ref(`aux@${entry.base}`), 0),
          'pinctrl-names': 'default',
          'pinctrl-0': cells(ref('uart1_gpio14')),
        },
      },
    },
  ];
}

function gpio(entry: DeviceEntry, { at, reg }: NodeContext): Placed[] {
  const name = at('gpio', entry);
  return onBus({
    name,
    label: 'gpio',
    properties: {
      compatible: 'brcm,bcm2711-gpio',
      reg: cells(...reg(entry)),
      interrupts: spis(entry.spi),
      'gpio-controller': true,
      '#gpio-cells': cells(2),
      'interrupt-controller': true,
      '#address-cells': cells(0),
      '#interrupt-cells': cells(2),
      'gpio-ranges': cells(ref('gpio'), 0, 0, PINS),
    },
    children: [
      pins('uart0_ctsrts_gpio30', 30, 2, PIN.ALT3, [PIN.UP, PIN.NONE]),
      pins('uart0_gpio32', 32, 2, PIN.ALT3, [PIN.NONE, PIN.UP]),
      pins('uart1_gpio14', 14, 2, PIN.ALT5),
    ],
  });
}

/** PM's node has the two ASB blocks' windows as well. */
function pm(entry: DeviceEntry, { board, at, reg, sees }: NodeContext): Placed[] {
  const bridges = board.devices.filter((d) => d.kind === 'asb' && sees(d)).slice(0, 2);
  const clocks = [CPRMAN.V3D, CPRMAN.PERI_IMAGE, CPRMAN.H264, CPRMAN.ISP];
  return onBus({
    name: at('watchdog', entry),
    properties: {
      compatible: ['brcm,bcm2711-pm', 'brcm,bcm2835-pm-wdt'],
      '#power-domain-cells': cells(1),
      '#reset-cells': cells(1),
      reg: cells(...reg(entry, ...bridges)),
      'reg-names': ['pm', 'asb', 'rpivid_asb'].slice(0, 1 + bridges.length),
      clocks: cells(...clocks.flatMap((n) => [ref('cprman'), n])),
      'clock-names': ['v3d', 'peri_image', 'h264', 'isp'],
      'system-power-controller': true,
    },
  });
}

/** The display interfaces, which nothing here drives, feed the CPRMAN: it is not without their names. */
const DSI = [
  { name: 'dsi', label: 'dsi0', compatible: 'brcm,bcm2835-dsi0', base: 0x209000, bytes: 0x78, clocks: [32, 47, 49] },
  { name: 'dsi', label: 'dsi1', compatible: 'brcm,bcm2711-dsi1', base: 0x700000, bytes: 0x8c, clocks: [35, 48, 50] },
] as const;
/** Where the CPRMAN lies from the peripherals' begin. */
const CPRMAN_OFFSET = 0x101000;

function cprman(entry: DeviceEntry, { at, reg }: NodeContext): Placed[] {
  const dsi = DSI.map(({ name, label, compatible, base, bytes, clocks }): Placed => {
    const range = { base: entry.base - CPRMAN_OFFSET + base, bytes };
    return {
      below: 'bus',
      node: {
        name: at(name, range),
        label,
        properties: {
          compatible,
          reg: cells(...reg(range)),
          '#clock-cells': cells(1),
          clocks: cells(...clocks.flatMap((n) => [ref('cprman'), n])),
          'clock-names': ['phy', 'escape', 'pixel'],
          'clock-output-names': ['byte', 'ddr2', 'ddr'].map((c) => `${label}_${c}`),
          status: 'disabled',
        },
      },
    };
  });
  const inputs = [ref('clk-osc'), ...['dsi0', 'dsi1'].flatMap((d) => [0, 1, 2].flatMap((n) => [ref(d), n]))];
  const node: NodeSource = {
    name: at('cprman', entry),
    label: 'cprman',
    properties: {
      compatible: 'brcm,bcm2711-cprman',
      '#clock-cells': cells(1),
      reg: cells(...reg(entry)),
      clocks: cells(...inputs),
    },
  };
  return [{ below: 'bus', node }, ...dsi];
}

/** The firmware that answers at the mailbox, and what it answers for. */
function mailbox(entry: DeviceEntry, { at, first, reg }: NodeContext): Placed[] {
  const box: NodeSource = {
    name: at('mailbox', entry),
    label: 'mailbox',
    properties: {
      compatible: 'brcm,bcm2835-mbox',
      reg: cells(...reg(entry)),
      interrupts: spis(entry.spi),
      '#mbox-cells': cells(0),
    },
  };
  const firmware: NodeSource = {
    name: 'firmware',
    label: 'firmware',
    properties: {
      compatible: ['raspberrypi,bcm2835-firmware', 'simple-mfd'],
      '#address-cells': cells(1),
      '#size-cells': cells(1),
      mboxes: cells(ref('mailbox')),
      'dma-ranges': true,
    },
    children: [
      {
        name: 'clocks',
        label: 'firmware-clocks',
        properties: { compatible: 'raspberrypi,firmware-clocks', '#clock-cells': cells(1) },
      },
      {
        name: 'gpio',
        label: 'expgpio',
        properties: {
          compatible: 'raspberrypi,firmware-gpio',
          'gpio-controller': true,
          '#gpio-cells': cells(2),
          'gpio-line-names': EXPANDER,
        },
      },
    ],
  };
  const power: NodeSource = {
    name: 'power',
    properties: {
      compatible: 'raspberrypi,bcm2835-power',
      firmware: cells(ref('firmware')),
      '#power-domain-cells': cells(1),
    },
  };
  return [box, ...(first ? [firmware, power] : [])].map((node) => ({ below: 'bus', node }));
}

function thermal(entry: DeviceEntry, { at, reg }: NodeContext): Placed[] {
  const monitor: NodeSource = {
    name: at('avs-monitor', entry),
    properties: {
      compatible: ['brcm,bcm2711-avs-monitor', 'syscon', 'simple-mfd'],
      reg: cells(...reg(entry)),
    },
    children: [
      {
        name: 'thermal',
        label: 'thermal',
        properties: { compatible: 'brcm,bcm2711-thermal', '#thermal-sensor-cells': cells(0) },
      },
    ],
  };
  const trip = {
    name: 'cpu-crit',
    properties: { temperature: cells(90_000), hysteresis: cells(0), type: 'critical' },
  };
  const zone: NodeSource = {
    name: 'cpu-thermal',
    properties: {
      'polling-delay-passive': cells(0),
      'polling-delay': cells(1000),
      // Millidegrees: slope for one step of the sensor, and offset.
      coefficients: cells(-487, 410_040),
      'thermal-sensors': cells(ref('thermal')),
    },
    children: [{ name: 'trips', children: [trip] }, { name: 'cooling-maps' }],
  };
  return [
    { below: 'bus', node: monitor },
    { below: 'root', node: { name: 'thermal-zones', children: [zone] } },
  ];
}

/** DMA with its channels' interrupts by name. */
function dma(entry: DeviceEntry, { at, reg }: NodeContext): Placed[] {
  const lines = entry.spi.slice(0, DMA_CHANNELS);
  return onBus({
    name: at('dma', entry),
    properties: {
      compatible: 'brcm,bcm2835-dma',
      reg: cells(...reg(entry)),
      interrupts: spis(lines),
      'interrupt-names': lines.length > 0 ? lines.map((_, i) => `dma${i}`) : undefined,
      '#dma-cells': cells(1),
      'brcm,dma-channel-mask': cells(DMA_MASK),
    },
  });
}

/** Regulators of the SD card's slot, switched by the firmware's GPIO expander. */
const MICROVOLT = { LOW: 1_800_000, HIGH: 3_300_000 } as const;
const SD_REGULATORS: readonly NodeSource[] = [
  {
    name: 'sd_io_1v8_reg',
    label: 'sd_io_1v8_reg',
    properties: {
      compatible: 'regulator-gpio',
      'regulator-name': 'vdd-sd-io',
      'regulator-min-microvolt': cells(MICROVOLT.LOW),
      'regulator-max-microvolt': cells(MICROVOLT.HIGH),
      'regulator-boot-on': true,
      'regulator-always-on': true,
      'regulator-settling-time-us': cells(5000),
      gpios: cells(ref('expgpio'), EXPANDER.indexOf('VDD_SD_IO_SEL'), 0),
      states: cells(MICROVOLT.LOW, 1, MICROVOLT.HIGH, 0),
    },
  },
  {
    name: 'sd_vcc_reg',
    label: 'sd_vcc_reg',
    properties: {
      compatible: 'regulator-fixed',
      'regulator-name': 'vcc-sd',
      'regulator-min-microvolt': cells(MICROVOLT.HIGH),
      'regulator-max-microvolt': cells(MICROVOLT.HIGH),
      'regulator-boot-on': true,
      'enable-active-high': true,
      gpio: cells(ref('expgpio'), EXPANDER.indexOf('SD_PWR_ON'), 0),
    },
  },
];

function emmc2(entry: DeviceEntry, { board, at, reg }: NodeContext): Placed[] {
  const switched = board.devices.some((d) => d.kind === 'mailbox');
  return [
    {
      below: 'bus',
      node: {
        name: at('mmc', entry),
        properties: {
          compatible: 'brcm,bcm2711-emmc2',
          reg: cells(...reg(entry)),
          interrupts: spis(entry.spi),
          clocks: cells(ref('cprman'), CPRMAN.EMMC2),
          'vqmmc-supply': cells(ref('sd_io_1v8_reg')),
          'vmmc-supply': cells(ref('sd_vcc_reg')),
          'broken-cd': true,
        },
      },
    },
    ...(switched ? SD_REGULATORS : []).map((node): Placed => ({ below: 'root', node })),
  ];
}

/** The MAC with its PHY, a BCM54213PE at address 1 of its MDIO, connected by RGMII. */
function genet(entry: DeviceEntry, { first, at, reg }: NodeContext): Placed[] {
  const phy: NodeSource = { name: 'ethernet-phy@1', label: 'phy1', properties: { reg: cells(1) } };
  const mdio: NodeSource = {
    name: 'mdio@e14',
    properties: {
      compatible: 'brcm,genet-mdio-v5',
      reg: cells(0xe14, 8),
      'reg-names': 'mdio',
      '#address-cells': cells(1),
      '#size-cells': cells(0),
    },
    children: [phy],
  };
  return onBus({
    name: at('ethernet', entry),
    label: first ? 'ethernet0' : undefined,
    properties: {
      compatible: 'brcm,bcm2711-genet-v5',
      reg: cells(...reg(entry)),
      '#address-cells': cells(1),
      '#size-cells': cells(1),
      interrupts: spis(entry.spi),
      'phy-handle': cells(ref('phy1')),
      'phy-mode': 'rgmii-rxid',
    },
    children: [mdio],
  });
}

/** The nodes of each kind: none where another kind's node has its windows, or the binding has no node for it. */
export const NODES: Readonly<Record<string, (entry: DeviceEntry, context: NodeContext) => Placed[]>> = {
  pl011,
  aux,
  'system-timer': device('timer', 'brcm,bcm2835-system-timer', { 'clock-frequency': cells(1_000_000) }),
  gpio,
  pm,
  cprman,
  mailbox,
  asb: () => [],
  rng200: device('rng', 'brcm,bcm2711-rng200'),
  thermal,
  dma,
  armc: () => [],
  sdhost: device('mmc', 'brcm,bcm2835-sdhost', { clocks: cells(ref('cprman'), CPRMAN.VPU), status: 'disabled' }),
  'arm-local': device('local_intc', 'brcm,bcm2836-l1-intc', { interrupts: undefined }),
  // Wi-Fi's controller, with nothing on its lines.
  emmc: device('mmc', 'brcm,bcm2835-sdhci', { clocks: cells(ref('cprman'), CPRMAN.EMMC), status: 'disabled' }),
  emmc2,
  genet,
};
