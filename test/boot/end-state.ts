/** Boots Linux to its first line, and prints in what state the machine is then: for another Node to be compared with. */
import { boot, commandLine, LINUX } from './boot.js';

const { machine } = await boot({
  ...LINUX,
  append: commandLine('console=ttyAMA0 pivisor.modules=none'),
  steps: [{ expect: /^INIT-REACHED/m }],
  ends: undefined,
});
const instructions = machine.processor.cores.map((core) => core.icount);
console.log(
  JSON.stringify({ node: process.version, instructions, time: machine.scheduler.stamp, hash: machine.hash() }),
);
