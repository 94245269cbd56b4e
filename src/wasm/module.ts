/** A WebAssembly module put together: types, imports, functions, one table's elements, exports. */
import { Bytes } from './bytes.js';
import { FunctionBuilder } from './function.js';
import { VALTYPE, type ValType } from './opcodes.js';

interface Signature {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}

const SECTION = { custom: 0, type: 1, import: 2, function: 3, table: 4, export: 7, element: 9, code: 10 } as const;
const EXTERN = { function: 0, table: 1, memory: 2 } as const;

export class ModuleBuilder {
  private readonly types: Signature[] = [];
  private readonly typeIndex = new Map<string, number>();
  private readonly imports: { module: string; name: string; type: number }[] = [];
  private readonly functions: { type: number; builder: FunctionBuilder | undefined }[] = [];
  private readonly exports: { name: string; kind: number; index: number }[] = [];
  private memory: { module: string; name: string; pages: number; most: number } | undefined;
  private table: { module: string; name: string; size: number } | undefined;
  private readonly elements: { offset: number; functions: number[] }[] = [];

  /** The index of a function type, made on first use. */
  type(params: readonly ValType[], results: readonly ValType[] = []): number {
    const key = `${params.join()}:${results.join()}`;
    let index = this.typeIndex.get(key);
    if (index === undefined) {
      index = this.types.push({ params, results }) - 1;
      this.typeIndex.set(key, index);
    }
    return index;
  }

  /** Imports a function; all imports come before the first `function`. Returns its index. */
  importFunction(module: string, name: string, params: readonly ValType[], results: readonly ValType[] = []): number {
    if (this.functions.length > 0) throw new Error('wasm: imports come first');
    return this.imports.push({ module, name, type: this.type(params, results) }) - 1;
  }

  /** Imports memory 0, of `pages` (64 KiB each) at least, and `most` at the most. */
  importMemory(module: string, name: string, pages: number, most: number): void {
    this.memory = { module, name, pages, most };
  }

  /** Imports table 0, of at least `size` function references. */
  importTable(module: string, name: string, size: number): void {
    this.table = { module, name, size };
  }

  /** Declares a function to be defined later, so that others may call it. Returns its index. */
  declare(params: readonly ValType[], results: readonly ValType[] = []): number {
    return this.imports.length + this.functions.push({ type: this.type(params, results), builder: undefined }) - 1;
  }

  /** The builder of a declared function. */
  define(index: number): FunctionBuilder {
    const f = this.functions[index - this.imports.length];
    return (f.builder = new FunctionBuilder(this.types[f.type].params));
  }

  export(name: string, index: number): void {
    this.exports.push({ name, kind: EXTERN.function, index });
  }

  /** Puts functions into table 0 from slot `offset` on. */
  element(offset: number, functions: number[]): void {
    this.elements.push({ offset, functions });
  }

  /** The module's bytes. */
  build(): Uint8Array<ArrayBuffer> {
    const out = new Bytes(4096);
    out.fixed32(0x6d736100);
    out.fixed32(1);
    const section = (id: number, write: (b: Bytes) => void): void => {
      const b = new Bytes(1024);
      write(b);
      out.u8(id);
      out.framed(b);
    };
    section(SECTION.type, (b) => {
      b.u32(this.types.length);
      for (const t of this.types) {
        b.u8(0x60);
        for (const list of [t.params, t.results]) {
          b.u32(list.length);
          for (const v of list) b.u8(VALTYPE[v]);
        }
      }
    });
    section(SECTION.import, (b) => {
      b.u32(this.imports.length + (this.memory ? 1 : 0) + (this.table ? 1 : 0));
      for (const i of this.imports) {
        b.name(i.module);
        b.name(i.name);
        b.u8(EXTERN.function);
        b.u32(i.type);
      }
      if (this.memory) {
        b.name(this.memory.module);
        b.name(this.memory.name);
        b.u8(EXTERN.memory);
        b.u8(1);
        b.u32(this.memory.pages);
        b.u32(this.memory.most);
      }
      if (this.table) {
        b.name(this.table.module);
        b.name(this.table.name);
        b.u8(EXTERN.table);
        b.u8(0x70);
        b.u8(0);
        b.u32(this.table.size);
      }
    });
    section(SECTION.function, (b) => {
      b.u32(this.functions.length);
      for (const f of this.functions) b.u32(f.type);
    });
    section(SECTION.export, (b) => {
      b.u32(this.exports.length);
      for (const e of this.exports) {
        b.name(e.name);
        b.u8(e.kind);
        b.u32(e.index);
      }
    });
    if (this.elements.length > 0) {
      section(SECTION.element, (b) => {
        b.u32(this.elements.length);
        for (const e of this.elements) {
          b.u8(0);
          b.u8(0x41);
          b.s32(e.offset);
          b.u8(0x0b);
          b.u32(e.functions.length);
          for (const f of e.functions) b.u32(f);
        }
      });
    }
    const hints: { index: number; list: readonly [number, number][] }[] = [];
    const code = new Bytes(65536);
    code.u32(this.functions.length);
    this.functions.forEach((f, i) => {
      if (!f.builder) throw new Error(`wasm: function ${i + this.imports.length} is declared but not defined`);
      const list = f.builder.finish(code);
      if (list.length > 0) hints.push({ index: this.imports.length + i, list });
    });
    if (hints.length > 0) {
      // Branch hinting proposal: a custom section before the code; offsets count from the start of the body.
      section(SECTION.custom, (b) => {
        b.name('metadata.code.branch_hint');
        b.u32(hints.length);
        for (const h of hints) {
          b.u32(h.index);
          b.u32(h.list.length);
          for (const [at, taken] of h.list) {
            b.u32(at);
            b.u8(1);
            b.u8(taken);
          }
        }
      });
    }
    out.u8(SECTION.code);
    out.framed(code);
    return out.view().slice();
  }
}
