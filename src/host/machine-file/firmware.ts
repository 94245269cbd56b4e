/** The firmware of a machine file's guest, and its flash. */
import type { ByteStore } from '../../devices/disk/byte-store.js';
import type { FlashOptions } from '../../hypervisor/flash.js';
import { emptyBank, firmwareBank, variablesBank, type FirmwareBank } from '../../machine/guest-flash.js';
import { openFlashFile } from '../flash-file.js';
import { readProgram } from '../program.js';

export interface GuestFirmware {
  readonly firmware: FirmwareBank | undefined;
  /** Of the guest's options; undefined where it has no flash. */
  readonly flash: readonly FlashOptions[] | undefined;
  readonly flashStores: readonly (ByteStore | undefined)[];
}

/**
 * Reads and opens what a guest has of these.
 * @param firmware @param flash paths
 * @param blamed says which field an error is about
 * @param onClose gets what is to be done at the end of the run
 */
export function readFirmware(
  {
    firmware: firmwareFile,
    flash: flashFile,
  }: { readonly firmware: string | undefined; readonly flash: string | undefined },
  blamed: <T>(field: 'firmware' | 'flash', make: () => T) => T,
  onClose: (close: () => void) => void,
): GuestFirmware {
  if (firmwareFile === undefined && flashFile === undefined)
    return { firmware: undefined, flash: undefined, flashStores: [] };
  const firmware =
    firmwareFile === undefined ? undefined : blamed('firmware', () => firmwareBank(readProgram(firmwareFile, 0)));
  const store = flashFile === undefined ? undefined : blamed('flash', () => openFlashFile(flashFile));
  if (store) onClose(() => store.close());
  const variables = blamed('flash', () => variablesBank(store));
  return { firmware, flash: [firmware?.options ?? emptyBank, variables], flashStores: [undefined, store] };
}
