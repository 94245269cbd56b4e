/** Guests of the tests: sources for our assembler, on a board with our hypervisor. */
import { assemble } from '../../src/aarch64/assembler/index.js';
import type { GuestImage, GuestOptions } from '../../src/hypervisor/guest.js';
import type { NetworkOptions } from '../../src/devices/net/plan.js';
import { Machine } from '../../src/machine/machine.js';
import type { VirtioEntry } from '../../src/machine/virtio.js';
import { board } from '../support/run.js';

export const RAM = 0x40000000;

/** What every guest of the tests can use: UART output, switching off. */
export const RUNTIME = `
        .equ    UART, 0x09000000
        .equ    GICD, 0x08000000
        .equ    GICC, 0x08010000
        .equ    SYSTEM_OFF, 0x84000008
        .equ    CPU_ON, 0xc4000003
        .equ    CPU_OFF, 0x84000002
        // Prints the zero-terminated text at x0.
print:  ldr     x1, =UART
1:      ldrb    w2, [x0], #1
        cbz     w2, 2f
        str     w2, [x1]
        b       1b
2:      ret
        // Prints x0 as 16 hexadecimal digits.
print_hex:
        ldr     x1, =UART
        mov     x3, #60
1:      lsr     x2, x0, x3
        and     x2, x2, #15
        cmp     x2, #10
        add     x4, x2, #'0'
        add     x2, x2, #'a' - 10
        csel    x2, x4, x2, lo
        str     w2, [x1]
        subs    x3, x3, #4
        b.pl    1b
        mov     w2, #'\\n'
        str     w2, [x1]
        ret
        // From here on the virtual timer ends a WFI, though its interrupt is masked. Changes x0 and x1.
timer_wakes:
        ldr     x1, =GICD
        mov     w0, #1
        str     w0, [x1]
        mov     w0, #1 << 27
        str     w0, [x1, #0x100]        // GICD_ISENABLER0
        ldr     x1, =GICC
        mov     w0, #0xf0
        str     w0, [x1, #4]            // GICC_PMR
        mov     w0, #1
        str     w0, [x1]
        ret
off:    ldr     w0, =SYSTEM_OFF
        hvc     #0
        b       off
        .ltorg
`;

/** A guest's program. Begins at `start`. */
export function image(source: string): GuestImage {
  const assembly = assemble(`        .text\n        .global _start\n_start: b start\n${RUNTIME}\n${source}`, {
    base: RAM,
    file: 'guest.s',
  });
  return {
    segments: assembly.sections.filter((s) => s.size > 0).map((s) => ({ address: Number(s.address), bytes: s.data })),
    entry: Number(assembly.entry),
    x0: 0,
  };
}

export interface Rig {
  readonly machine: Machine;
  /** What each guest has printed, by its index. */
  readonly said: (guest: number) => string;
  /** 32-bit words of a guest's RAM, at an address of its own. */
  readonly words: (guest: number, address: number, count: number) => Uint32Array;
}

export interface TestGuest extends Partial<GuestOptions> {
  readonly source: string;
  readonly virtio?: readonly VirtioEntry[] | undefined;
}

export function createRig(
  guests: readonly TestGuest[],
  options: { cores?: number; board?: string; networks?: readonly NetworkOptions[] } = {},
): Rig {
  const b = board(options.board ?? 'rpi4b-1g');
  const text: string[] = guests.map(() => '');
  let first = 0;
  const machine = new Machine({
    board: b,
    cores: options.cores ?? 4,
    guests: guests.map((g, i) => ({
      name: g.name ?? `guest${i}`,
      memory: g.memory ?? 4 << 20,
      vcpus: g.vcpus ?? 1,
      weight: g.weight ?? 1024,
      affinity: g.affinity,
      autostart: g.autostart,
      cap: g.cap,
      restart: g.restart,
      semihosting: g.semihosting,
      stopGrace: g.stopGrace,
      virtio: g.virtio,
    })),
    networks: options.networks,
    console: (byte, port) => {
      const guest = port - first;
      if (guest < guests.length) text[guest] += String.fromCharCode(byte);
    },
  });
  first = machine.ports.findIndex(({ name }) => name === (guests[0].name ?? 'guest0'));
  machine.boot({ segments: [], pins: [], start: { cores: 'hypervisor', images: guests.map((g) => image(g.source)) } });
  return {
    machine,
    said: (guest) => text[guest],
    words(guest, address, count) {
      const bytes = new Uint8Array(4 * count);
      if (!machine.hypervisor!.guests[guest].ram.bus.read(address, bytes)) throw new RangeError('no RAM');
      return new Uint32Array(bytes.buffer);
    },
  };
}

/** Runs until all guests are off. @throws if they are not within `limit` ns of guest time */
export function runToEnd({ machine, said }: Rig, limit: number): void {
  const outcome = machine.run(limit);
  if (!machine.end) throw new Error(`not ended: ${outcome}; guest 0 said: ${said(0)}`);
}
