/** Images after crashes at some moments; crash.full.test.ts tries all of them. */
import { afterAll, test } from 'vitest';
import { need } from '../support/tools.js';
import { crashed, killed, SHAPES } from './crash.js';
import { folder } from './rig.js';

const work = folder();
afterAll(() => work.remove());
const qemu = need('qemu-img', 'qemu-utils') ? work : undefined;

test.each(SHAPES)('killed: %o', (shape) => killed(shape, 97, qemu));

const ORDERED = SHAPES.filter(({ writeThrough }) => !writeThrough);
test.each(ORDERED)('the host crashes: %o', (shape) => crashed(shape, 97, qemu));
