/** Debian's Xen 4.17, unmodified: dom0, domains that Xen makes from the device tree, by each hand-off. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { launch, type LaunchOptions } from '../../src/host/launch.js';
import { saveStateFile } from '../../src/host/state-file.js';
import { Machine } from '../../src/machine/machine.js';

import { guest, guests } from '../support/guests.js';
import { jobResults } from '../guests/jobs.js';
import { need } from '../support/tools.js';
import { boot, commandLine, LINUX, STOCK_TREE } from './boot.js';
import { ourLog, qemuLog, unexplained } from './xen-logs.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-xen-'));
afterAll(() => rmSync(folder, { recursive: true }));
const state = join(folder, 'xen.state');

const { kernel, initrd } = LINUX;
const XEN = { xen: guest('xen'), dom0: kernel, initrd };
const QUIET = 'quiet pivisor.modules=none';
/** What a kernel or Xen says when something is wrong; Xen speaks of warnings and of what is unhandled at all times. */
const TROUBLE = /Oops|WARNING: CPU|BUG:|Call trace|stall|lockup|Unable to handle|Panic on CPU/i;

describe.skipIf(!guests('xen', 'Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb', 'bl31.bin'))('Xen', () => {
  test('starts dom0 on four cores, two Linux domains and a bare-metal one', async () => {
    // Prints what a kernel warns of (levels 0 to 4), and fails if there is any.
    const check = `nproc; ! dmesg -r | grep '^<[0-4]>'`;
    const { console, machine, warnings } = await boot({
      ...XEN,
      append: commandLine(`${QUIET} pivisor.run="${check}; sleep 1" pivisor.poweroff`),
      domu: [
        { kernel, initrd, vcpus: 2, append: commandLine(`${QUIET} pivisor.run="${check}"`) },
        { kernel, initrd, append: commandLine(`${QUIET} pivisor.run="${check}"`) },
        { kernel: 'firmware-samples/xen-domu.s', memory: 16 },
      ],
      steps: [{ expect: /^\(XEN\) Hardware Dom0 halted: halting machine/m }],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    expect(warnings).toEqual([]);
    expect(machine.mmio.entries()).toEqual([]);
    expect(console).toContain('(XEN) Brought up 4 CPUs');
    expect(console).toContain('(XEN) P2M: 4 levels with order-0 root, VTCR 0x0000000080043594');
    /** What a domain said, dom0 without Xen's mark. */
    const said = (domain: number): string =>
      console
        .split('\n')
        .filter((line) => (domain === 0 ? !line.startsWith('(XEN)') : line.startsWith(`(XEN) DOM${domain}: `)))
        .map((line) => line.replace(/^\(XEN\) DOM\d: /, ''))
        .join('\n');
    // Two lines of this level come on QEMU, too.
    expect(said(0).replace(/\[ *[\d.]+\] /g, '')).toContain(
      `RUN-START ${check}; sleep 1\n4\n<4>Grant table initialized\n<4>software IO TLB: only able to allocate 4 MB\nRUN-END 0`,
    );
    expect(said(1)).toContain(`RUN-START ${check}\n2\nRUN-END 0`);
    expect(said(2)).toContain(`RUN-START ${check}\n1\nRUN-END 0`);
    expect(said(3)).toBe('Hello from a domain at EL1\nThis is Xen 4.17\n.....\nSwitching off');
  });

  test('takes its cores over from the spin table, with the stock device tree, and resets the board', async () => {
    const { console } = await boot({
      ...XEN,
      firmware: 'armstub',
      dtb: STOCK_TREE,
      append: commandLine(`${QUIET} pivisor.run=nproc pivisor.reboot`),
      steps: [
        { expect: /^RUN-START nproc\s+4\s+RUN-END 0/m },
        { expect: /^\(XEN\) Hardware Dom0 shutdown: rebooting machine/m },
      ],
      ends: 'reset',
      reject: [TROUBLE],
    });
    expect(console).toContain('(XEN) Brought up 4 CPUs');
    expect(console).not.toContain('did not work');
  });

  test("starts from TF-A's bl31 and switches off by its PSCI", async () => {
    const { console } = await boot({
      ...XEN,
      firmware: guest('bl31.bin'),
      append: commandLine(`${QUIET} pivisor.run=nproc pivisor.poweroff`),
      steps: [
        { expect: /^INFO: +Entry point address = 0x200000/m },
        { expect: /^RUN-START nproc\s+4\s+RUN-END 0/m },
        { expect: /PSCI_SYSTEM_OFF/ },
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    expect(console).toContain('(XEN) Brought up 4 CPUs');
    // bl31 has the workaround that the built-in PSCI has not.
    expect(console).not.toContain('ARM_SMCCC_ARCH_WORKAROUND_1');
  });

  test('the jobs give their results in a domain', async () => {
    const { console } = await boot({
      xen: XEN.xen,
      domu: [{ kernel, initrd, append: commandLine(`${QUIET} pivisor.script=jobs pivisor.poweroff`) }],
      cpus: 1,
      steps: [{ expect: /^\(XEN\) DOM1: SCRIPT-END jobs 0/m }],
      ends: undefined,
      reject: [TROUBLE],
      timeout: 60,
    });
    for (const [name, result] of Object.entries(jobResults()))
      expect(console).toContain(`DOM1: JOB ${name} ${result} `);
  });

  test('ends in the same state each time, saved and loaded in the middle too', () => {
    const small = { kernel, initrd, memory: 96, append: commandLine(QUIET) };
    const start = (options: LaunchOptions): Machine => {
      const { machine, handoff } = launch(options);
      const made = new Machine(machine);
      if (typeof handoff === 'function') handoff(made);
      else made.boot(handoff);
      return made;
    };
    const options = { ...XEN, append: commandLine(QUIET), xenAppend: 'dom0_mem=128M', domu: [small, small] };
    const [MIDDLE, END] = [250e6, 500e6];
    const first = start(options);
    first.run(MIDDLE);
    saveStateFile(first, state);
    first.run(END);
    const hash = first.hash();
    // All have worked.
    expect(first.processor.cores.every((core) => core.icount > 20e6)).toBe(true);

    const second = start(options);
    second.run(END);
    expect(second.hash()).toBe(hash);
    const third = start({ loadState: state });
    third.run(END);
    expect(third.hash()).toBe(hash);
  });

  test.skipIf(!need('qemu-system-aarch64', 'qemu-system-arm'))(
    'warns of nothing that it does not warn of on QEMU, and neither do dom0 and a domain',
    async () => {
      expect(unexplained(await ourLog(), await qemuLog())).toEqual([]);
    },
  );
});
