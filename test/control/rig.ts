/** A machine with guests that say, echo and count, and what controls it. */
import { Control, type ControlOptions } from '../../src/host/control/control.js';
import { Session, type SessionOptions } from '../../src/host/session.js';
import type { GuestOptions } from '../../src/hypervisor/guest.js';
import { image } from '../hypervisor/rig.js';
import { board } from '../support/run.js';

/** Says hello, then echoes what is typed, and waits for it meanwhile. */
export const ECHO = `
start:  ldr     x1, =GICD
        mov     w0, #2
        str     w0, [x1, #0x104]        // GICD_ISENABLER1: the UART's SPI
        mov     w0, #1
        strb    w0, [x1, #0x821]        // GICD_ITARGETSR
        str     w0, [x1]
        ldr     x1, =GICC
        str     w0, [x1]
        mov     w0, #0xf0
        str     w0, [x1, #4]
        ldr     x1, =UART
        mov     w0, #0x50
        str     w0, [x1, #0x38]         // UARTIMSC: something received
        adr     x0, hello
        bl      print
        b       next
wait:   wfi
next:   ldr     w0, [x1, #0x18]
        tbnz    w0, #4, wait
        ldr     w0, [x1]
        str     w0, [x1]
        cmp     w0, #13
        b.ne    next
        adr     x0, again
        bl      print
        b       next
        .ltorg
hello:  .ascii  "hello"
again:  .asciz  "\\n$ "
`;
/** Runs all the time. */
export const SPIN = 'start: b start\n';
/** Switches itself off when its power key is pressed: line 3 of the PL061. */
export const POWER_KEY = `
start:  ldr     x1, =0x09030000
1:      ldr     w0, [x1, #8 << 2]
        cbnz    w0, off
        yield
        b       1b
        .ltorg
`;
/** Waits for ever. */
export const WAIT = 'start: wfi\n b start\n';

export const guest = (name: string, more: Partial<GuestOptions> = {}): GuestOptions => ({
  name,
  memory: 4 << 20,
  vcpus: 1,
  weight: 1024,
  stopGrace: 20e6,
  ...more,
});

export interface Running {
  readonly session: Session;
  readonly control: Control;
  /** Ends it. */
  readonly stop: () => Promise<void>;
}

/** Starts a machine. @param sources of its guests, by their names */
export function start(
  sources: Readonly<Record<string, string>>,
  options: Partial<ControlOptions> = {},
  sessionOptions: Partial<SessionOptions> = {},
): Running {
  const names = Object.keys(sources);
  const session = new Session({
    machine: { board: board('rpi4b-1g'), cores: 2, guests: names.map((name) => guest(name)) },
    handoff: { segments: [], pins: [], start: { cores: 'hypervisor', images: Object.values(sources).map(image) } },
    reboot: true,
    reachable: true,
    ...sessionOptions,
  });
  const control = new Control(session, { name: 'rig', ...options });
  const running = session.run();
  return {
    session,
    control,
    async stop() {
      session.quit();
      await running;
    },
  };
}
