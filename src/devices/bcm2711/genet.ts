/**
 * GENET v5, the BCM2711's Ethernet controller at 0xfd580000, with the PHY that a Raspberry Pi 4 has behind it: the registers
 * (genet-registers.ts) and the interrupts; genet-tx.ts and genet-rx.ts move the frames. It masters the bus with physical addresses of 40 bits.
 */
import type { Clock, GuestBus, IrqLine } from '../../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';
import type { Resettable } from '../reset.js';
import type { NetBackend, NetOffload } from '../virtio/net-backend.js';
import { soundOffload } from '../virtio/offload.js';
import { resetCounters } from './genet-mib.js';
import { newPhy, phyLink, readPhy, writePhy, type PhyState } from './genet-phy.js';
import {
  BLOCK,
  CMD,
  DEFAULT_RING,
  DMA,
  DMA_DISABLED,
  DMA_EN,
  dmaRegister,
  FLUSH_UMAC_RESET,
  GENET_BYTES,
  INTRL2,
  IRQ,
  IRQ1_RX_SHIFT,
  keptRegisters,
  MDIO,
  MEMORIES,
  MIB_COUNTERS,
  MODE_LINK_STATUS,
  REVISION,
  RING,
  ringEnable,
  ringRegister,
  RINGS,
  SYS_RBUF_FLUSH_CTRL,
  SYS_REV_CTRL,
  UMAC_CMD,
  UMAC_MAX_FRAME_LEN,
  UMAC_MDF_CTRL,
  UMAC_MDIO_CMD,
  UMAC_MIB,
  UMAC_MIB_CTRL,
  UMAC_MODE,
} from './genet-registers.js';
import { createRx, newRx, type RxState } from './genet-rx.js';
import { createTx, newTx, type TxState } from './genet-tx.js';

const NAME = 'GENET';
/** Where the PHY answers on MDIO. */
const PHY_ADDRESS = 1;
/** UMAC_MAX_FRAME_LEN after reset: an Ethernet frame with FCS. */
const MAX_FRAME_RESET = 1518;
const WORDS = GENET_BYTES / 4;

export interface GenetState {
  /** All registers that hold what is written to them, the DMA's descriptors, the filters and the counters, by offset / 4. */
  words: Uint32Array;
  /** Of the two interrupt controllers: what has happened, and what is kept away. */
  status: number[];
  mask: number[];
  phy: PhyState;
  /** The cable leads to somebody. */
  cable: boolean;
  /** The link as interrupts have told it. */
  link: boolean;
  tx: TxState;
  rx: RxState;
}

export interface GenetOptions {
  readonly clock: Clock;
  readonly memory: GuestBus;
  /** SPIs 157 and 158. */
  readonly irq: readonly IrqLine[];
  /** What the cable is plugged into, with the address that the board has there; without, no cable is plugged in. */
  readonly network?: { readonly backend: NetBackend; readonly mac: Uint8Array } | undefined;
  readonly unmodelled?: Unmodelled | undefined;
}

/** The controller: window 0x10000. */
export interface Genet extends RegisterMap, Resettable<GenetState> {
  /** Plugs the cable in, or pulls it. */
  setLink(up: boolean): void;
}

interface Context {
  readonly state: GenetState;
  /** There may be something to send, or room to receive to. */
  send(): void;
  room(): void;
  drive(): void;
  /** The link may have changed. */
  linked(): void;
}

function newState(cable: boolean): GenetState {
  const words = new Uint32Array(WORDS);
  words[UMAC_MAX_FRAME_LEN >> 2] = MAX_FRAME_RESET;
  const phy = newPhy();
  return {
    words,
    status: [0, 0],
    mask: [0xffffffff, 0xffffffff],
    phy,
    cable,
    link: phyLink(phy, cable),
    tx: newTx(),
    rx: newRx(),
  };
}

/** Resets the MAC: it neither sends nor receives until it is switched on again. */
function resetMac({ words }: GenetState): void {
  words[UMAC_CMD >> 2] = 0;
  words[UMAC_MDF_CTRL >> 2] = 0;
  words[UMAC_MAX_FRAME_LEN >> 2] = MAX_FRAME_RESET;
}

/** Makes the transfer on MDIO that UMAC_MDIO_CMD describes. It takes no time. */
function mdio(context: Context, command: number): void {
  const { state } = context;
  const at = UMAC_MDIO_CMD >> 2;
  if ((command & MDIO.START_BUSY) === 0) {
    state.words[at] = command;
    return;
  }
  const head = (command & ~(MDIO.START_BUSY | MDIO.READ_FAIL)) >>> 0;
  const operation = (command >>> MDIO.OP_SHIFT) & 3;
  const register = (command >>> MDIO.REG_SHIFT) & 31;
  const answers = ((command >>> MDIO.PMD_SHIFT) & 31) === PHY_ADDRESS;
  state.words[at] = head;
  if (operation === MDIO.READ) {
    const read = answers ? readPhy(state.phy, register, state.cable) : 0xffff | MDIO.READ_FAIL;
    state.words[at] = ((head & ~0xffff) | read) >>> 0;
  } else if (operation === MDIO.WRITE && answers) {
    writePhy(state.phy, register, command & 0xffff);
    context.linked();
  }
  state.status[0] |= IRQ.MDIO_DONE;
  context.drive();
}

const kept = (name: string, offset: number, then: (context: Context, value: number) => void): Register<Context> => ({
  name,
  offset,
  read: ({ state }) => state.words[offset >> 2],
  write(context, value) {
    context.state.words[offset >> 2] = value;
    then(context, value);
  },
});

const interrupts = (name: string, base: number, which: 0 | 1): Register<Context>[] => {
  const act = (
    register: keyof typeof INTRL2,
    read: ((state: GenetState) => number) | undefined,
    write?: (state: GenetState, value: number) => void,
  ): Register<Context> => ({
    name: `${name}_CPU_${register}`,
    offset: base + INTRL2[register],
    ...(read && { read: ({ state }: Context) => read(state) }),
    ...(write && {
      write(context: Context, value: number) {
        write(context.state, value);
        context.drive();
      },
    }),
  });
  return [
    act('STAT', ({ status }) => status[which]),
    act('SET', undefined, ({ status }, value) => void (status[which] |= value)),
    act('CLEAR', undefined, ({ status }, value) => void (status[which] &= ~value)),
    act('MASK_STATUS', ({ mask }) => mask[which]),
    act('MASK_SET', undefined, ({ mask }, value) => void (mask[which] |= value)),
    act('MASK_CLEAR', undefined, ({ mask }, value) => void (mask[which] &= ~value)),
  ];
};

const counters = (name: string, offset: number, count: number): Register<Context> => ({
  name,
  offset,
  count,
  read: ({ state }, index) => state.words[(offset >> 2) + index],
});

/** The index that counts descriptors by the controller; while its ring is on, only what it has discarded can be cleared. */
function ownIndex(name: string, block: number, ring: number): Register<Context> {
  const offset = ringRegister(block, ring, RING.OWN_INDEX);
  return {
    name,
    offset,
    read: ({ state }) => state.words[offset >> 2],
    write({ state }, value) {
      const isOn = (state.words[dmaRegister(block, DMA.CTRL) >> 2] & ringEnable(ring)) !== 0;
      state.words[offset >> 2] = isOn ? state.words[offset >> 2] & 0xffff : value;
    },
  };
}

const dma = (
  name: string,
  block: number,
  driver: string,
  own: string,
  then: (context: Context) => void,
): Register<Context>[] => [
  ...Array.from({ length: RINGS }, (_, ring) => [
    ownIndex(`${name}_RING${ring}_${own}_INDEX`, block, ring),
    kept(`${name}_RING${ring}_${driver}_INDEX`, ringRegister(block, ring, RING.DRIVER_INDEX), then),
  ]).flat(),
  kept(`${name}_CTRL`, dmaRegister(block, DMA.CTRL), then),
  {
    name: `${name}_STATUS`,
    offset: dmaRegister(block, DMA.STATUS),
    read: ({ state }) => ((state.words[dmaRegister(block, DMA.CTRL) >> 2] & DMA_EN) !== 0 ? 0 : DMA_DISABLED),
  },
];

const TABLE: readonly Register<Context>[] = [
  ...keptRegisters(),
  { name: 'SYS_REV_CTRL', offset: SYS_REV_CTRL, read: () => REVISION },
  kept('SYS_RBUF_FLUSH_CTRL', SYS_RBUF_FLUSH_CTRL, ({ state }, value) => {
    if ((value & FLUSH_UMAC_RESET) !== 0) resetMac(state);
  }),
  ...interrupts('INTRL2_0', BLOCK.INTRL2_0, 0),
  ...interrupts('INTRL2_1', BLOCK.INTRL2_1, 1),
  kept('UMAC_CMD', UMAC_CMD, (context) => {
    context.send();
    context.room();
  }),
  {
    name: 'UMAC_MODE',
    offset: UMAC_MODE,
    read: ({ state }) =>
      ((state.words[UMAC_CMD >> 2] >>> CMD.SPEED_SHIFT) & CMD.SPEED_MASK) | (state.link ? MODE_LINK_STATUS : 0),
  },
  counters('UMAC_MIB_RX', UMAC_MIB.RX, MIB_COUNTERS.RX),
  counters('UMAC_MIB_TX', UMAC_MIB.TX, MIB_COUNTERS.TX),
  counters('UMAC_MIB_RUNT', UMAC_MIB.RUNT, MIB_COUNTERS.RUNT),
  kept('UMAC_MIB_CTRL', UMAC_MIB_CTRL, ({ state }, value) => resetCounters(state.words, value)),
  {
    name: 'UMAC_MDIO_CMD',
    offset: UMAC_MDIO_CMD,
    read: ({ state }) => state.words[UMAC_MDIO_CMD >> 2],
    write: mdio,
  },
  ...dma('RDMA', BLOCK.RDMA, 'CONS', 'PROD', (context) => context.room()),
  ...dma('TDMA', BLOCK.TDMA, 'PROD', 'CONS', (context) => context.send()),
];

/** Which words are memory: reached past the table, for there are many, and drivers are busy with them. */
const MEMORY = new Uint8Array(WORDS);
for (const [, offset, bytes] of MEMORIES) MEMORY.fill(1, offset >> 2, (offset + bytes) >> 2);
const isMemory = (offset: number, size: number): boolean =>
  size === 4 && (offset & 3) === 0 && MEMORY[offset >> 2] === 1;

export function createGenet({ clock, memory, irq, network, unmodelled }: GenetOptions): Genet {
  const state = newState(network !== undefined);
  const drive = (): void => irq.forEach((line, i) => line.set((state.status[i] & ~state.mask[i]) !== 0));
  const raise = (which: 0 | 1, events: number): void => {
    state.status[which] |= events;
    drive();
  };
  /** Interrupts of ring 16: so many frames that the driver wants to know, one frame, one buffer. */
  const tell = (ring: number, shift: number, many: boolean, mbdone: number, each: number): void => {
    if (ring === DEFAULT_RING) raise(0, each | (many ? mbdone : 0));
    else if (many) raise(1, 1 << (shift + ring));
  };
  const rx = createRx({
    ...{ clock, memory, state },
    done: (ring, many) => tell(ring, IRQ1_RX_SHIFT, many, IRQ.RXDMA_MBDONE, IRQ.RXDMA_PDONE | IRQ.RXDMA_BDONE),
  });
  const tx = createTx({
    ...{ clock, memory, state },
    send(frame, offload) {
      if ((state.words[UMAC_CMD >> 2] & CMD.LCL_LOOP_EN) !== 0) {
        rx.receive(frame, offload);
        return true;
      }
      // Without a link a frame goes nowhere.
      return !state.link || !network || network.backend.send(frame, offload);
    },
    done: (ring, many) => tell(ring, 0, many, IRQ.TXDMA_MBDONE, IRQ.TXDMA_PDONE | IRQ.TXDMA_BDONE),
  });
  const linked = (): void => {
    const link = phyLink(state.phy, state.cable);
    if (link === state.link) return;
    state.link = link;
    if (!link) state.phy.linkLost = true;
    raise(0, link ? IRQ.LINK_UP : IRQ.LINK_DOWN);
  };
  const setLink = (up: boolean): void => {
    state.cable = up && network !== undefined;
    linked();
  };
  const context: Context = {
    state,
    drive,
    linked,
    send: () => tx.run(),
    room() {
      if (rx.room()) network?.backend.onRoom?.();
    },
  };
  network?.backend.connect({
    mac: network.mac,
    receive: (frame: Uint8Array, offload: NetOffload) =>
      !state.link || !soundOffload(frame, offload) || rx.receive(frame, offload),
    resume: () => tx.resume(),
    setLink,
    get linkUp() {
      return state.cable;
    },
  });

  const map = registerMap(NAME, TABLE, GENET_BYTES, context, unmodelled);
  return {
    name: NAME,
    state,
    setLink,
    read(offset, size, by) {
      return isMemory(offset, size) ? state.words[offset >> 2] : map.read(offset, size, by);
    },
    write(offset, size, value, by) {
      if (isMemory(offset, size)) state.words[offset >> 2] = value;
      else map.write(offset, size, value, by);
    },
    registerAt(offset) {
      const found = MEMORIES.find(([, base, bytes]) => offset >= base && offset < base + bytes);
      return found ? `${found[0]}${(offset - found[1]) >> 2}` : map.registerAt(offset);
    },
    // The cable is outside.
    resetFrom({ cable }) {
      state.cable = cable;
      state.link = phyLink(state.phy, cable);
    },
    restored() {
      tx.restored();
      rx.restored();
      drive();
    },
  };
}
