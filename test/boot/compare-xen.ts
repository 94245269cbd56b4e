/** `npm run compare:xen`: what Xen, dom0 and a domain say here and not on QEMU, and the other way round. `!` marks warnings. */
import { EXPLAINED, onlyIn, ourLog, qemuLog, unexplained, warns } from './xen-logs.js';

const [ours, qemu] = [await ourLog(), await qemuLog()];
for (const [title, lines] of [
  ['only here', onlyIn(ours, qemu)],
  ['only on QEMU', onlyIn(qemu, ours)],
] as const) {
  console.log(`${title}: ${lines.length} lines, ${lines.filter(warns).length} of them warn`);
  for (const line of lines) {
    const why = EXPLAINED.find(([known]) => known === line)?.[1];
    console.log(`${warns(line) ? '!' : ' '} ${line}${why === undefined ? '' : `   (${why})`}`);
  }
}
process.exitCode = unexplained(ours, qemu).length === 0 ? 0 : 1;
