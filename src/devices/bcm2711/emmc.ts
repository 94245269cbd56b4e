/**
 * The BCM2711's SD host controllers. EMMC2 (0xfe340000) has the card slot; EMMC (0xfe300000), an older Arasan core, the Wi-Fi
 * chip. Capabilities as measured on a Pi 400.
 */
import type { Clock, GuestBus, IrqLine } from '../../aarch64/bus.js';
import type { SdCard } from '../sd-card.js';
import { createSdhci, type Sdhci } from '../sdhci.js';
import { busToPhysical } from './bus-address.js';

/** By name: the two words of the capabilities, the version register. */
const CONTROLLERS = {
  // 100 MHz base clock, blocks up to 2048 bytes, SDMA and ADMA2, 3.3 and 1.8 V, SDR50 and DDR50.
  EMMC2: { capabilities: [0x45ee6432, 0x0000a525], version: 0x1002 },
  EMMC: { capabilities: [0x052134b4, 0], version: 0x9902 },
} as const;

export interface EmmcOptions {
  readonly clock: Clock;
  /** SPI 126, which both share. */
  readonly irq: IrqLine;
  readonly memory: GuestBus;
  readonly card?: SdCard | undefined;
}

/** One of the two controllers: window 0x100. It sees memory by bus addresses. */
export const createEmmc = (name: 'EMMC2' | 'EMMC', options: EmmcOptions): Sdhci =>
  createSdhci({ name, ...options, ...CONTROLLERS[name], toPhysical: busToPhysical });
