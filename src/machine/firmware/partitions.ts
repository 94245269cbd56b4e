/**
 * Partition tables: the master boot record (MBR) and the GUID partition table (UEFI Specification 2.10, chapter 5). A card may also
 * have no table at all, its first sector being the file system's.
 */
import { SECTOR, type BlockBackend } from '../../devices/block.js';

/** The partition table can't be used: the message says why, in one line, without the image's name. */
export class PartitionError extends Error {
  override readonly name = 'PartitionError';
  /** @param truncated the card is shorter than its partitions */
  constructor(
    message: string,
    readonly truncated = false,
  ) {
    super(message);
  }
}

export interface Partition {
  /** From 1 on, as Linux counts them; 0 is a card without a table. */
  readonly number: number;
  /** First sector and size, in sectors of 512 bytes; inside the card. */
  readonly first: number;
  readonly sectors: number;
  /** It may hold a FAT file system, by its type. */
  readonly fat: boolean;
}

export interface PartitionTable {
  readonly kind: 'mbr' | 'gpt' | 'none';
  readonly partitions: readonly Partition[];
}

const MBR = { ENTRIES: 0x1be, ENTRY: 16, SIGNATURE: 0x1fe } as const;
/** MBR types of FAT12, FAT16 and FAT32, with and without LBA, and of the EFI system partition. */
const FAT_TYPES: readonly number[] = [0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e, 0xef];
const PROTECTIVE = 0xee;

const GPT = { HEADER_BYTES: 92, MAX_ENTRIES: 1024, MAX_ENTRY_BYTES: 4096 } as const;
const GPT_SIGNATURE = 'EFI PART';
/** Types of partitions that hold FAT, as they lie on disk: basic data, EFI system. */
const FAT_GUIDS: readonly string[] = ['a2a0d0ebe5b9334487c068b6b72699c7', '28732ac11ff8d211ba4b00a0c93ec93b'];

/** CRC-32 of ISO 3309, as GPT has it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const viewOf = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.length);

function readSectors(card: BlockBackend, sector: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count * SECTOR);
  if (sector + count > card.sectors || !card.read(sector, bytes))
    throw new PartitionError(`can't read sector ${sector}`);
  return bytes;
}

/** A boot sector of FAT: a jump, and a sector size that is one. An MBR's code may begin with a jump too, so both are asked. */
export function looksLikeFat(sector: Uint8Array): boolean {
  const jump = (sector[0] === 0xeb && sector[2] === 0x90) || sector[0] === 0xe9;
  const bytesPerSector = viewOf(sector).getUint16(11, true);
  const perCluster = sector[13];
  return (
    jump &&
    [512, 1024, 2048, 4096].includes(bytesPerSector) &&
    perCluster !== 0 &&
    (perCluster & (perCluster - 1)) === 0 &&
    [1, 2].includes(sector[16])
  );
}

const MIB = (sectors: number): string => `${Math.round((sectors * SECTOR) / 1048576)} MiB`;

/** Throws if a partition reaches beyond the card: then the image is not all there, whatever else lies on it. */
function checkEnd(card: BlockBackend, number: number, first: number, sectors: number): void {
  if (first + sectors <= card.sectors) return;
  throw new PartitionError(
    `partition ${number} ends at sector ${first + sectors} (${MIB(first + sectors)}), expected at most ${card.sectors} (${MIB(card.sectors)}): the image is truncated`,
    true,
  );
}

/** The table whose header lies at `at`, or undefined if there is no sound one. */
function gptAt(card: BlockBackend, at: number): PartitionTable | undefined {
  if (at < 1 || at >= card.sectors) return undefined;
  const header = readSectors(card, at, 1);
  const view = viewOf(header);
  if (String.fromCharCode(...header.subarray(0, 8)) !== GPT_SIGNATURE) return undefined;
  const [headerBytes, crc] = [view.getUint32(12, true), view.getUint32(16, true)];
  if (headerBytes < GPT.HEADER_BYTES || headerBytes > SECTOR) return undefined;
  view.setUint32(16, 0, true);
  if (crc32(header.subarray(0, headerBytes)) !== crc) return undefined;
  const entriesAt = Number(view.getBigUint64(72, true));
  const [count, size, entriesCrc] = [80, 84, 88].map((o) => view.getUint32(o, true));
  if (count > GPT.MAX_ENTRIES || size < 128 || size > GPT.MAX_ENTRY_BYTES || size % 8 !== 0) return undefined;
  const length = Math.ceil((count * size) / SECTOR);
  if (entriesAt + length > card.sectors) return undefined;
  const entries = readSectors(card, entriesAt, length);
  if (crc32(entries.subarray(0, count * size)) !== entriesCrc) return undefined;
  const partitions: Partition[] = [];
  for (let i = 0; i < count; i++) {
    const entry = entries.subarray(i * size, (i + 1) * size);
    const guid = Array.from(entry.subarray(0, 16), (b) => b.toString(16).padStart(2, '0')).join('');
    if (/^0*$/.test(guid)) continue;
    const [first, last] = [32, 40].map((o) => Number(viewOf(entry).getBigUint64(o, true)));
    if (last < first) throw new PartitionError(`partition ${i + 1} ends before it begins`);
    checkEnd(card, i + 1, first, last - first + 1);
    partitions.push({ number: i + 1, first, sectors: last - first + 1, fat: FAT_GUIDS.includes(guid) });
  }
  return { kind: 'gpt', partitions };
}

/**
 * The card's partitions. Logical partitions of the MBR are not looked for: the firmware boots from primary ones.
 * @throws PartitionError where there is a table that can't be used, or the card is shorter than its partitions
 */
export function readPartitions(card: BlockBackend): PartitionTable {
  if (card.sectors === 0) throw new PartitionError('the image is empty');
  const sector = readSectors(card, 0, 1);
  const none: PartitionTable = {
    kind: 'none',
    partitions: [{ number: 0, first: 0, sectors: card.sectors, fat: looksLikeFat(sector) }],
  };
  if (none.partitions[0].fat) return none;
  const view = viewOf(sector);
  if (view.getUint16(MBR.SIGNATURE, true) !== 0xaa55) return none;
  const entries = Array.from({ length: 4 }, (_, i) => {
    const at = MBR.ENTRIES + i * MBR.ENTRY;
    return {
      number: i + 1,
      active: sector[at],
      type: sector[at + 4],
      first: view.getUint32(at + 8, true),
      sectors: view.getUint32(at + 12, true),
    };
  });
  // A boot sector of something else ends in 0x55 0xaa as well; then the entries make no sense.
  if (entries.some((e) => e.active !== 0 && e.active !== 0x80)) return none;
  const used = entries.filter((e) => e.type !== 0 && e.sectors !== 0);
  const protective = used.find((e) => e.type === PROTECTIVE);
  // With a protective entry and others beside it the firmware goes by the MBR.
  if (protective && used.length === 1) {
    const table = gptAt(card, 1) ?? gptAt(card, card.sectors - 1);
    if (table) return table;
    checkEnd(card, protective.number, protective.first, Math.min(protective.sectors, 0xffffffff - protective.first));
    throw new PartitionError('the GPT and its copy are damaged, expected one with sound checksums');
  }
  const partitions = used
    .filter((e) => e.type !== PROTECTIVE)
    .map(({ number, type, first, sectors }) => {
      checkEnd(card, number, first, sectors);
      return { number, first, sectors, fat: FAT_TYPES.includes(type) };
    });
  return { kind: 'mbr', partitions };
}

/** The partition that the firmware boots from: the first whose type says FAT. */
export function bootPartition(table: PartitionTable): Partition | undefined {
  return table.partitions.find((p) => p.fat);
}

/** A part of a card as a disk of its own. */
export function partitionDisk(card: BlockBackend, { first, sectors }: Partition): BlockBackend {
  const inside = (sector: number, bytes: Uint8Array): boolean =>
    sector >= 0 && sector * SECTOR + bytes.length <= sectors * SECTOR;
  return {
    sectors,
    readOnly: card.readOnly,
    read: (sector, bytes) => inside(sector, bytes) && card.read(first + sector, bytes),
    write: (sector, bytes) => inside(sector, bytes) && card.write(first + sector, bytes),
    flush: () => card.flush(),
  };
}
