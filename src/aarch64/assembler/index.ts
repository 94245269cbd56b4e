export { asm, assemble, type AssembleOptions } from './assemble.js';
export { Assembly, type AssembledSection } from './assembly.js';
export { AssemblyError, type Diagnostic } from './problem.js';
