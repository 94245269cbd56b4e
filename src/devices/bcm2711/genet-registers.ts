/**
 * The register map of GENET v5, Broadcom's gigabit Ethernet controller (no public manual; names, offsets and bits as in Linux's
 * bcmgenet.h and U-Boot's bcmgenet.c). Offsets are bytes from the controller's base.
 */
import type { Register } from '../registers.js';

export const GENET_BYTES = 0x10000;

/** Blocks. The descriptors lie in the controller, at the beginning of RDMA and TDMA; their rings and registers follow them. */
export const BLOCK = {
  SYS: 0x000,
  GR_BRIDGE: 0x040,
  EXT: 0x080,
  INTRL2_0: 0x200,
  INTRL2_1: 0x240,
  RBUF: 0x300,
  TBUF: 0x600,
  UMAC: 0x800,
  RDMA: 0x2000,
  TDMA: 0x4000,
  HFB: 0x8000,
  HFB_REG: 0xfc00,
} as const;

export const SYS_REV_CTRL = 0x000;
/** Major 6, which is what version 5 calls itself; no PHY inside. */
export const REVISION = 0x06000000;
export const SYS_RBUF_FLUSH_CTRL = 0x008;
/** SYS_RBUF_FLUSH_CTRL: resets the MAC while it is set. */
export const FLUSH_UMAC_RESET = 1 << 1;

/** INTRL2: status, set, clear, and the same of the mask, where a set bit keeps an interrupt away. */
export const INTRL2 = { STAT: 0, SET: 4, CLEAR: 8, MASK_STATUS: 0xc, MASK_SET: 0x10, MASK_CLEAR: 0x14 } as const;
/** Interrupts of INTRL2_0; the DMA's are those of ring 16. Rings 0 to 15 are in INTRL2_1: sending from bit 0 on, receiving from 16 on. */
export const IRQ = {
  LINK_UP: 1 << 4,
  LINK_DOWN: 1 << 5,
  RXDMA_MBDONE: 1 << 13,
  RXDMA_PDONE: 1 << 14,
  RXDMA_BDONE: 1 << 15,
  TXDMA_MBDONE: 1 << 16,
  TXDMA_PDONE: 1 << 17,
  TXDMA_BDONE: 1 << 18,
  MDIO_DONE: 1 << 23,
} as const;
export const IRQ1_RX_SHIFT = 16;

export const RBUF_CTRL = BLOCK.RBUF;
export const TBUF_CTRL = BLOCK.TBUF;
/** RBUF_CTRL, TBUF_CTRL: a status block comes before each frame; RBUF_CTRL: so do two bytes, which align the IP header. */
export const BUF = { B64_EN: 1, ALIGN_2B: 2, STATUS_BYTES: 64 } as const;
export const RBUF_CHK_CTRL = BLOCK.RBUF + 0x14;
export const CHK = { RXCHK_EN: 1, SKIP_FCS: 1 << 4, L3_PARSE_DIS: 1 << 5 } as const;
/** Words of a status block: length and status; the sum of a received frame; what to do with a checksum to be sent. */
export const STATUS = { LENGTH: 0, RX_CSUM: 8, TX_CSUM: 48 } as const;
export const TX_CSUM = { VALID: 0x80000000, START_SHIFT: 16, MASK: 0x7fff } as const;

export const UMAC_CMD = BLOCK.UMAC + 0x008;
export const CMD = {
  TX_EN: 1,
  RX_EN: 1 << 1,
  SPEED_SHIFT: 2,
  SPEED_MASK: 3,
  PROMISC: 1 << 4,
  CRC_FWD: 1 << 6,
  SW_RESET: 1 << 13,
  LCL_LOOP_EN: 1 << 15,
} as const;
export const UMAC_MAC0 = BLOCK.UMAC + 0x00c;
export const UMAC_MAC1 = BLOCK.UMAC + 0x010;
export const UMAC_MAX_FRAME_LEN = BLOCK.UMAC + 0x014;
export const UMAC_MODE = BLOCK.UMAC + 0x044;
export const MODE_LINK_STATUS = 1 << 5;
/** Counters of what was received, sent, and received too short: see genet-mib.ts. */
export const UMAC_MIB = { RX: BLOCK.UMAC + 0x400, TX: BLOCK.UMAC + 0x480, RUNT: BLOCK.UMAC + 0x500 } as const;
export const MIB_COUNTERS = { RX: 29, TX: 29, RUNT: 4 } as const;
export const UMAC_MIB_CTRL = BLOCK.UMAC + 0x580;
export const MIB_RESET = { RX: 1, RUNT: 2, TX: 4 } as const;
export const UMAC_MDIO_CMD = BLOCK.UMAC + 0x614;
export const MDIO = {
  START_BUSY: 1 << 29,
  READ_FAIL: 1 << 28,
  OP_SHIFT: 26,
  WRITE: 1,
  READ: 2,
  PMD_SHIFT: 21,
  REG_SHIFT: 16,
} as const;
/** Filters of addresses: which are on (the first one is bit 16), and two words for each. */
export const UMAC_MDF_CTRL = BLOCK.UMAC + 0x650;
export const UMAC_MDF_ADDR = BLOCK.UMAC + 0x654;
export const MDF_FILTERS = 17;

/** Filters by what is in a frame, which lead to rings: words of each, and registers. */
export const HFB = { FILTERS: 48, WORDS: 128, CTRL: 0xfc00, ENABLE: 0xfc04, LENGTH: 0xfc1c, EN: 1 } as const;

/** Descriptors of each direction, and their bytes: length and status, address. */
export const DESCRIPTORS = 256;
export const DESCRIPTOR_BYTES = 12;
/** Rings 0 to 15, and the default one. */
export const RINGS = 17;
export const DEFAULT_RING = 16;
const RING_BYTES = 0x40;
/** Offset of a register of a ring; `block` is BLOCK.RDMA or BLOCK.TDMA. */
export const ringRegister = (block: number, ring: number, register: number): number =>
  block + DESCRIPTORS * DESCRIPTOR_BYTES + RING_BYTES * ring + register;
/** Registers of a ring: the controller's index (it sends from it, or receives to it), the driver's, and so on. */
export const RING = {
  /** Where the controller is; in words from the block's beginning. */
  OWN_PTR: 0x00,
  /** TDMA_CONS_INDEX, RDMA_PROD_INDEX: counts descriptors, modulo 2^16. */
  OWN_INDEX: 0x08,
  /** TDMA_PROD_INDEX, RDMA_CONS_INDEX. */
  DRIVER_INDEX: 0x0c,
  /** Descriptors (upper half); bytes of a buffer to receive to. */
  BUF_SIZE: 0x10,
  START_ADDR: 0x14,
  END_ADDR: 0x1c,
  MBUF_DONE_THRESH: 0x24,
} as const;
/** Offset of a register for all rings of a direction. */
export const dmaRegister = (block: number, register: number): number => ringRegister(block, RINGS, register);
export const DMA = {
  RING_CFG: 0x00,
  CTRL: 0x04,
  STATUS: 0x08,
  /** RDMA: ticks of 8.192 us after which a ring interrupts, whatever its threshold; one for each ring. */
  RING_TIMEOUT: 0x2c,
  /** TDMA: how the next ring is chosen, and five bits of priority for each, six rings to a register. */
  ARB_CTRL: 0x2c,
  PRIORITY: 0x30,
  /** RDMA: the ring of each of the filters by contents, four bits each. */
  INDEX2RING: 0x70,
} as const;
export const DMA_EN = 1;
/** DMA_CTRL: the bit that switches a ring on. */
export const ringEnable = (ring: number): number => 1 << (ring + 1);
export const DMA_DISABLED = 1;
export const ARBITER_SP = 2;
export const TIMEOUT_TICK = 8192;
/** Of a descriptor's first word. */
export const DESC = {
  LENGTH_SHIFT: 16,
  LENGTH_MASK: 0xfff,
  EOP: 0x4000,
  SOP: 0x2000,
  WRAP: 0x1000,
  TX_APPEND_CRC: 0x40,
  TX_DO_CSUM: 0x10,
  RX_CHK: 0x8000,
  RX_BRDCAST: 0x40,
  RX_MULT: 0x20,
} as const;

/** What is only kept: [name, offset, how many]. */
const RING_KEPT = (own: string, driver: string, flow: string): readonly (readonly [string, number])[] => [
  [`${own}_PTR`, 0x00],
  [`${own}_PTR_HI`, 0x04],
  ['RING_BUF_SIZE', 0x10],
  ['START_ADDR', 0x14],
  ['START_ADDR_HI', 0x18],
  ['END_ADDR', 0x1c],
  ['END_ADDR_HI', 0x20],
  ['MBUF_DONE_THRESH', 0x24],
  [flow, 0x28],
  [`${driver}_PTR`, 0x2c],
  [`${driver}_PTR_HI`, 0x30],
];
const rings = (block: number, name: string, kept: readonly (readonly [string, number])[]) =>
  Array.from({ length: RINGS }, (_, ring) =>
    kept.map(([register, at]) => [`${name}_RING${ring}_${register}`, ringRegister(block, ring, at), 1] as const),
  ).flat();
const KEPT: readonly (readonly [name: string, offset: number, count: number])[] = [
  ['SYS_PORT_CTRL', 0x004, 1],
  ['SYS_TBUF_FLUSH_CTRL', 0x00c, 1],
  ['GR_BRIDGE_CTRL', BLOCK.GR_BRIDGE, 2],
  ['EXT_EXT_PWR_MGMT', BLOCK.EXT, 1],
  ['EXT_RGMII_OOB_CTRL', BLOCK.EXT + 0x0c, 1],
  ['EXT_GPHY_CTRL', BLOCK.EXT + 0x1c, 1],
  ['RBUF_CTRL', RBUF_CTRL, 1],
  ['RBUF_CHK_CTRL', RBUF_CHK_CTRL, 1],
  ['RBUF_OVFL_CNT', BLOCK.RBUF + 0x94, 1],
  ['RBUF_ERR_CNT', BLOCK.RBUF + 0x98, 1],
  ['RBUF_ENERGY_CTRL', BLOCK.RBUF + 0x9c, 1],
  ['RBUF_TBUF_SIZE_CTRL', BLOCK.RBUF + 0xb4, 1],
  ['TBUF_CTRL', TBUF_CTRL, 1],
  ['TBUF_BP_MC', BLOCK.TBUF + 0x0c, 1],
  ['TBUF_ENERGY_CTRL', BLOCK.TBUF + 0x14, 1],
  ['UMAC_HD_BKP_CTRL', BLOCK.UMAC + 0x004, 1],
  ['UMAC_MAC', UMAC_MAC0, 2],
  ['UMAC_MAX_FRAME_LEN', UMAC_MAX_FRAME_LEN, 1],
  ['UMAC_PAUSE_QUANTA', BLOCK.UMAC + 0x018, 1],
  ['UMAC_FRM_TAG', BLOCK.UMAC + 0x05c, 2],
  ['UMAC_EEE_CTRL', BLOCK.UMAC + 0x064, 1],
  ['UMAC_EEE_LPI_TIMER', BLOCK.UMAC + 0x068, 1],
  ['UMAC_EEE_WAKE_TIMER', BLOCK.UMAC + 0x06c, 1],
  ['UMAC_EEE_REF_COUNT', BLOCK.UMAC + 0x070, 1],
  ['UMAC_TX_FLUSH', BLOCK.UMAC + 0x334, 1],
  ['UMAC_MDIO_CFG', BLOCK.UMAC + 0x618, 1],
  ['UMAC_MPD_CTRL', BLOCK.UMAC + 0x620, 1],
  ['UMAC_MPD_PW', BLOCK.UMAC + 0x624, 2],
  ['UMAC_MDF_ERR_CNT', BLOCK.UMAC + 0x638, 1],
  ['UMAC_MDF_CTRL', UMAC_MDF_CTRL, 1],
  ['UMAC_MDF_ADDR', UMAC_MDF_ADDR, 2 * MDF_FILTERS],
  ...rings(BLOCK.RDMA, 'RDMA', RING_KEPT('WRITE', 'READ', 'XON_XOFF_THRESH')),
  ...rings(BLOCK.TDMA, 'TDMA', RING_KEPT('READ', 'WRITE', 'FLOW_PERIOD')),
  ['RDMA_RING_CFG', dmaRegister(BLOCK.RDMA, DMA.RING_CFG), 1],
  ['RDMA_SCB_BURST_SIZE', dmaRegister(BLOCK.RDMA, 0x0c), 1],
  ['RDMA_RING_TIMEOUT', dmaRegister(BLOCK.RDMA, DMA.RING_TIMEOUT), RINGS],
  ['RDMA_INDEX2RING', dmaRegister(BLOCK.RDMA, DMA.INDEX2RING), 8],
  ['TDMA_RING_CFG', dmaRegister(BLOCK.TDMA, DMA.RING_CFG), 1],
  ['TDMA_SCB_BURST_SIZE', dmaRegister(BLOCK.TDMA, 0x0c), 1],
  ['TDMA_ARB_CTRL', dmaRegister(BLOCK.TDMA, DMA.ARB_CTRL), 1],
  ['TDMA_PRIORITY', dmaRegister(BLOCK.TDMA, DMA.PRIORITY), 3],
  ['HFB_CTRL', HFB.CTRL, 1],
  ['HFB_FLT_ENABLE', HFB.ENABLE, 2],
  ['HFB_FLT_LEN', HFB.LENGTH, HFB.FILTERS / 4],
];

/** The registers that hold what is written to them, and nothing else: other parts look at them when they need to. */
export const keptRegisters = (): Register<{ readonly state: { readonly words: Uint32Array } }>[] =>
  KEPT.map(([name, offset, count]) => ({
    name,
    offset,
    ...(count === 1 ? {} : { count }),
    read: ({ state }, index) => state.words[(offset >> 2) + index],
    write({ state }, value, index) {
      state.words[(offset >> 2) + index] = value;
    },
  }));

/** Memory of the controller's own that software reaches word by word: [name, offset, bytes]. */
export const MEMORIES: readonly (readonly [name: string, offset: number, bytes: number])[] = [
  ['RDMA_DESC', BLOCK.RDMA, DESCRIPTORS * DESCRIPTOR_BYTES],
  ['TDMA_DESC', BLOCK.TDMA, DESCRIPTORS * DESCRIPTOR_BYTES],
  ['HFB_FLT', BLOCK.HFB, HFB.FILTERS * HFB.WORDS * 4],
];
