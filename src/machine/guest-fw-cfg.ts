/** What a guest finds in fw_cfg: what QEMU tells a `virt` machine's firmware (hw/arm/virt.c), but for ACPI and SMBIOS tables. */
import { ascii, ITEM, little, type FwCfgItems } from '../devices/fw-cfg.js';
import type { GuestOptions } from '../hypervisor/guest.js';

/** What the firmware is to boot. */
export interface FwCfgSoftware {
  readonly kernel?: Uint8Array | undefined;
  readonly initrd?: Uint8Array | undefined;
  readonly append?: string | undefined;
}

export function guestFwCfg({ memory, vcpus }: GuestOptions, { kernel, initrd, append }: FwCfgSoftware): FwCfgItems {
  const sized = (size: number, data: number, bytes: Uint8Array | undefined): [number, Uint8Array][] =>
    bytes
      ? [
          [size, little(bytes.length, 4)],
          [data, bytes],
        ]
      : [];
  return {
    items: [
      [ITEM.UUID, new Uint8Array(16)],
      [ITEM.RAM_SIZE, little(memory, 8)],
      [ITEM.NOGRAPHIC, little(1, 2)],
      [ITEM.NB_CPUS, little(vcpus, 2)],
      [ITEM.MAX_CPUS, little(vcpus, 2)],
      [ITEM.BOOT_MENU, little(0, 2)],
      ...sized(ITEM.KERNEL_SIZE, ITEM.KERNEL_DATA, kernel),
      ...sized(ITEM.INITRD_SIZE, ITEM.INITRD_DATA, initrd),
      ...sized(
        ITEM.CMDLINE_SIZE,
        ITEM.CMDLINE_DATA,
        append === undefined || append === '' ? undefined : ascii(`${append}\0`),
      ),
    ],
    // No time to wait after a boot that has failed.
    files: [{ name: 'etc/boot-fail-wait', bytes: little(0xffffffff, 4) }],
  };
}
