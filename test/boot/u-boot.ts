/** Dialogues with U-Boot, for boots that begin with it. */
import type { Step } from '../../src/testing/schema.js';

/** Stops U-Boot before it boots by itself. */
export const PROMPT: readonly Step[] = [
  { expect: /^U-Boot 20\d\d/m },
  { expect: /Hit any key to stop autoboot/ },
  { send: ' ' },
];

/** A command at U-Boot's prompt, and what it must answer. */
export const command = (text: string, answer: RegExp): Step[] => [
  { expect: /U-Boot> $/ },
  { sendLine: text },
  { expect: answer },
];

/** Loads a file from the card to the address that a variable of U-Boot's holds. */
export const read = (to: string, file: string): Step[] =>
  command(`load mmc 0:1 \${${to}} ${file}`, /\d+ bytes read in \d+ ms/);
