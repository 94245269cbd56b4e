/**
 * What `pivisor guests` reports while it works: for people as lines, for machines as JSON. Sizes are in bytes. A download is
 * reported a few times a second, and once more when it is whole and its SHA-256 is right: only then is `received` all of it.
 */
export type Progress =
  | { readonly event: 'index'; readonly source: string }
  | { readonly event: 'warning'; readonly text: string }
  | { readonly event: 'waiting'; readonly process: number }
  | { readonly event: 'packages'; readonly packages: number; readonly bytes: number }
  | {
      readonly event: 'download';
      readonly package: string;
      readonly version: string;
      readonly received: number;
      readonly bytes: number;
    }
  | { readonly event: 'retry'; readonly package: string; readonly why: string }
  | { readonly event: 'unpack'; readonly package: string; readonly version: string }
  | { readonly event: 'file'; readonly file: string; readonly bytes: number }
  | { readonly event: 'skip'; readonly file: string; readonly why: string }
  | { readonly event: 'done'; readonly folder: string; readonly written: number };

export type Report = (progress: Progress) => void;
