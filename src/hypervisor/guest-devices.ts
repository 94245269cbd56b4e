/** The devices that every guest has, and those that it is given, on the lines of its interrupt controller. */
import type { Clock, GuestBus, IrqLine } from '../aarch64/bus.js';
import { createPl011 } from '../devices/bcm2711/pl011.js';
import { createFwCfg, type FwCfgItems } from '../devices/fw-cfg.js';
import { createPl031 } from '../devices/pl031.js';
import { createPl061 } from '../devices/pl061.js';
import { emptyVirtioSlots } from '../devices/virtio/empty-slots.js';
import type { Gic400 } from '../gic/gic400.js';
import type { FlashBank } from './flash.js';
import type { GuestDevice } from './guest.js';
import { PLATFORM } from './platform.js';

/** What a guest's devices are connected to. */
export interface GuestPlace {
  /** Index of the guest. */
  readonly guest: number;
  /** Its RAM, by its own addresses. */
  readonly memory: GuestBus;
  /** It gives up some of its RAM, or takes it again: an address, and bytes. */
  readonly inflate: (ipa: number, bytes: number) => void;
  readonly deflate: (ipa: number, bytes: number) => void;
  /** An input of its interrupt controller, from 0 on. */
  readonly spi: (n: number) => IrqLine;
}

export interface GuestDevicesOptions extends GuestPlace {
  readonly name: string;
  readonly gic: Gic400;
  readonly clock: Clock;
  readonly epoch: number;
  readonly transmit: (byte: number) => void;
  readonly onRoom: () => void;
  readonly flash: readonly FlashBank[];
  /** What is in fw_cfg. */
  readonly fwCfg: () => FwCfgItems;
  /** Further devices, of this guest alone. */
  readonly plug: (place: GuestPlace) => readonly GuestDevice[];
}

export interface GuestDevices {
  /** In the order in which an access looks for them. */
  readonly devices: readonly GuestDevice[];
  /** Takes a byte for the guest's serial port; false where there is no room. */
  readonly push: (byte: number) => boolean;
  /** Presses its power key, or lets go of it. */
  readonly powerKey: (pressed: boolean) => void;
}

export function createGuestDevices(options: GuestDevicesOptions): GuestDevices {
  const { name, gic, clock, epoch, spi, transmit, onRoom } = options;
  const uart = createPl011({ name: `${name} UART`, transmit, irq: spi(PLATFORM.uart.spi), onRoom });
  uart.presetConsole();
  const rtc = createPl031({ clock, irq: spi(PLATFORM.rtc.spi), epoch });
  const gpio = createPl061({ irq: spi(PLATFORM.gpio.spi) });
  const fwCfg = createFwCfg({ memory: options.memory, contents: options.fwCfg });
  const { base, stride, count } = PLATFORM.virtio;
  return {
    devices: [
      { ...PLATFORM.gicd, device: gic.gicd, parts: [gic] },
      { ...PLATFORM.uart, device: uart, parts: [uart] },
      { ...PLATFORM.rtc, device: rtc, parts: [rtc] },
      { ...PLATFORM.gpio, device: gpio, parts: [gpio] },
      ...options.plug(options),
      { ...PLATFORM.fwCfg, device: fwCfg, parts: [fwCfg] },
      ...options.flash.map(({ device }, bank) => ({
        base: PLATFORM.flash.base + bank * PLATFORM.flash.bytes,
        bytes: PLATFORM.flash.bytes,
        device,
        parts: [device],
      })),
      // Behind those that have something in them.
      { base, bytes: stride * count, device: emptyVirtioSlots, parts: [] },
    ],
    push: (byte) => uart.push(byte),
    powerKey: (pressed) => gpio.drive(PLATFORM.gpio.powerKey, pressed),
  };
}
