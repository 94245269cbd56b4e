import { InvalidArgumentError } from 'commander';
import { UserError } from './user-error.js';

/** An option's value that a parser of ours reads: its complaint becomes commander's, which names the option. */
export const parsedBy =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof UserError) throw new InvalidArgumentError(`${error.message}.`);
      throw error;
    }
  };
