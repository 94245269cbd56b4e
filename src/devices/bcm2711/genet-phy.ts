/**
 * The Raspberry Pi 4's Ethernet PHY, a BCM54213PE, behind MDIO (IEEE 802.3 clause 22; Broadcom's own registers as in Linux's brcmphy.h).
 * At the other end of the cable is a gigabit switch port that negotiates. Negotiation takes no time.
 */

/** Registers (IEEE 802.3, table 22-6), and Broadcom's. */
const REG = {
  BMCR: 0,
  BMSR: 1,
  PHYSID1: 2,
  PHYSID2: 3,
  ADVERTISE: 4,
  LPA: 5,
  EXPANSION: 6,
  CTRL1000: 9,
  STAT1000: 10,
  MMD_CTRL: 13,
  MMD_DATA: 14,
  ESTATUS: 15,
  EXP_DATA: 0x15,
  EXP_SEL: 0x17,
  AUX_CTL: 0x18,
  AUX_STATUS: 0x19,
  INT_STATUS: 0x1a,
  SHADOW: 0x1c,
  RDB_ADDR: 0x1e,
  RDB_DATA: 0x1f,
} as const;
const PHY_ID = { HIGH: 0x600d, LOW: 0x84a2 } as const;
/** Control (22.2.4.1). */
const BMCR = { SPEED1000: 1 << 6, ANRESTART: 1 << 9, PDOWN: 1 << 11, ANENABLE: 1 << 12, RESET: 1 << 15 } as const;
const BMCR_RESET = 0x1140;
/** Status (22.2.4.2): all speeds and duplexes, extended status, no preamble needed, negotiates, extended registers. */
const BMSR = { ABLE: 0x7949, LINK: 1 << 2, COMPLETE: 1 << 5 } as const;
/** What is advertised at first: 10 and 100 Mbit/s; 1 Gbit/s. */
const ADVERTISE_RESET = 0x01e1;
const CTRL1000_RESET = 0x0300;
/** The link partner: 10 and 100 Mbit/s in both duplexes, acknowledged; 1 Gbit/s in full duplex, both receivers are well. */
const PARTNER = { LPA: 0xc1e1, STAT1000: 0x3800, EXPANSION: 0x0d } as const;
/** 1000BASE-T in both duplexes. */
const ESTATUS = 0x3000;
/** Auxiliary status summary: negotiation is complete, link, and the result by bits 10 to 8. */
const AUX_STATUS = { COMPLETE: 0x8000, LINK: 4, HCD_SHIFT: 8 } as const;
/** AUX_CTL: shadow registers, by bits 2 to 0 when written, 14 to 12 to be read; number 7 is written with bit 15 only. */
const AUX_CTL = { MISC: 7, READ_SHIFT: 12, WRITE: 0x8000 } as const;
/** SHADOW: 32 registers of ten bits; bit 15 writes. */
const SHADOW = { WRITE: 0x8000, SELECT_SHIFT: 10, DATA: 0x3ff } as const;
const EXP_SELECT = 0x0fff;
const RDB_SELECT = 0x0fff;

export interface PhyState {
  /** Registers that are kept as written, by number. */
  registers: number[];
  auxiliary: number[];
  auxiliaryRead: number;
  shadow: number[];
  shadowSelect: number;
  /** Expansion registers and RDB registers that were written, by number. */
  expansion: Record<number, number>;
  rdb: Record<number, number>;
  /** The link was down since BMSR was read: its link bit says so once. */
  linkLost: boolean;
}

export const newPhy = (): PhyState => {
  const registers = new Array<number>(32).fill(0);
  registers[REG.BMCR] = BMCR_RESET;
  registers[REG.ADVERTISE] = ADVERTISE_RESET;
  registers[REG.CTRL1000] = CTRL1000_RESET;
  return {
    registers,
    auxiliary: new Array<number>(8).fill(0),
    auxiliaryRead: 0,
    shadow: new Array<number>(32).fill(0),
    shadowSelect: 0,
    expansion: {},
    rdb: {},
    linkLost: true,
  };
};

/** Whether the PHY has a link, where a cable leads to somebody. */
export const phyLink = ({ registers }: PhyState, cable: boolean): boolean =>
  cable && (registers[REG.BMCR] & BMCR.PDOWN) === 0;

/** What both ends can do, best first: [advertised at 1 Gbit/s, or at 10 and 100; of what; its number in the auxiliary status]. */
const ABILITIES: readonly (readonly [register: number, bit: number, hcd: number])[] = [
  [REG.CTRL1000, 0x200, 7],
  [REG.ADVERTISE, 0x100, 5],
  [REG.ADVERTISE, 0x080, 3],
  [REG.ADVERTISE, 0x040, 2],
  [REG.ADVERTISE, 0x020, 1],
];

/** The result of negotiation, or the speed that was set, as the auxiliary status has it. */
function result({ registers }: PhyState): number {
  const control = registers[REG.BMCR];
  if ((control & BMCR.ANENABLE) !== 0) return ABILITIES.find(([at, bit]) => (registers[at] & bit) !== 0)?.[2] ?? 0;
  return (control & BMCR.SPEED1000) !== 0 ? 7 : (control & 0x2000) !== 0 ? 5 : 2;
}

/** Reads a register, 16 bits. */
export function readPhy(phy: PhyState, register: number, cable: boolean): number {
  const { registers } = phy;
  const link = phyLink(phy, cable);
  const complete = link && (registers[REG.BMCR] & BMCR.ANENABLE) !== 0;
  switch (register) {
    case REG.BMSR: {
      const up = link && !phy.linkLost;
      phy.linkLost = !link;
      return BMSR.ABLE | (up ? BMSR.LINK : 0) | (complete ? BMSR.COMPLETE : 0);
    }
    case REG.PHYSID1:
      return PHY_ID.HIGH;
    case REG.PHYSID2:
      return PHY_ID.LOW;
    case REG.LPA:
      return complete ? PARTNER.LPA : 0;
    case REG.EXPANSION:
      return complete ? PARTNER.EXPANSION : 4;
    case REG.STAT1000:
      return complete ? PARTNER.STAT1000 : 0;
    case REG.ESTATUS:
      return ESTATUS;
    case REG.AUX_STATUS:
      return (
        (link ? AUX_STATUS.LINK | (result(phy) << AUX_STATUS.HCD_SHIFT) : 0) | (complete ? AUX_STATUS.COMPLETE : 0)
      );
    case REG.AUX_CTL:
      return phy.auxiliary[phy.auxiliaryRead];
    case REG.SHADOW:
      return (phy.shadowSelect << SHADOW.SELECT_SHIFT) | phy.shadow[phy.shadowSelect];
    case REG.EXP_DATA:
      return phy.expansion[registers[REG.EXP_SEL] & EXP_SELECT] ?? 0;
    case REG.RDB_DATA:
      return phy.rdb[registers[REG.RDB_ADDR] & RDB_SELECT] ?? 0;
    // There is no Energy-Efficient Ethernet, and nothing else that clause 45 would tell. No interrupt is connected.
    case REG.MMD_DATA:
    case REG.INT_STATUS:
      return 0;
    default:
      return registers[register];
  }
}

/** Writes a register. The PHY's link may change by it. */
export function writePhy(phy: PhyState, register: number, value: number): void {
  const { registers } = phy;
  switch (register) {
    case REG.BMCR:
      if ((value & BMCR.RESET) !== 0) Object.assign(phy, newPhy());
      else registers[REG.BMCR] = value & ~BMCR.ANRESTART;
      return;
    case REG.AUX_CTL: {
      const which = value & 7;
      if (which !== AUX_CTL.MISC || (value & AUX_CTL.WRITE) !== 0) phy.auxiliary[which] = value & 0x7fff;
      else phy.auxiliaryRead = (value >> AUX_CTL.READ_SHIFT) & 7;
      return;
    }
    case REG.SHADOW:
      phy.shadowSelect = (value >> SHADOW.SELECT_SHIFT) & 31;
      if ((value & SHADOW.WRITE) !== 0) phy.shadow[phy.shadowSelect] = value & SHADOW.DATA;
      return;
    case REG.EXP_DATA:
      phy.expansion[registers[REG.EXP_SEL] & EXP_SELECT] = value;
      return;
    case REG.RDB_DATA:
      phy.rdb[registers[REG.RDB_ADDR] & RDB_SELECT] = value;
      return;
    default:
      if (!READ_ONLY.includes(register)) registers[register] = value;
  }
}
const READ_ONLY: readonly number[] = [
  ...[REG.BMSR, REG.PHYSID1, REG.PHYSID2, REG.LPA, REG.EXPANSION, REG.STAT1000, REG.ESTATUS],
  ...[REG.AUX_STATUS, REG.INT_STATUS, REG.MMD_DATA],
];
