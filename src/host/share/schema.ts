/** Shared folders, as files that people write have them. */
import { z } from 'zod';
import { record, text } from '../fields.js';
import { isTag, TAG_EXPECTED, type ShareFolder } from './shares.js';

const fields = record('a shared folder', {
  path: text('a folder').describe('The folder'),
  tag: z
    .string({ error: `expected ${TAG_EXPECTED}` })
    .refine(isTag, { error: `expected ${TAG_EXPECTED}` })
    .optional()
    .describe("What the guest mounts it by; the folder's name if not given"),
  readonly: z.boolean({ error: 'expected true or false' }).default(false).describe('The guest may only read'),
});

/** DIR, DIR:ro, or fields. */
export const share = z
  .union([text('a folder'), fields], { error: 'expected a folder, or fields' })
  .transform((written): ShareFolder => {
    if (typeof written !== 'string') return { path: written.path, readOnly: written.readonly, tag: written.tag };
    const readOnly = written.endsWith(':ro');
    return { path: readOnly ? written.slice(0, -':ro'.length) : written, readOnly };
  });
