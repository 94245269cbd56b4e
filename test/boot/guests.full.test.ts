/** Debian's kernel as a guest of our hypervisor. */
import { describe, expect, test } from 'vitest';
import { guest, guests } from '../support/guests.js';
import { pivisor } from '../support/command.js';
import { loadBoard } from '../../src/host/boards.js';
import { prebuiltEngine } from '../../src/host/engine.js';
import { readBytes } from '../../src/host/files.js';
import type { GuestAction } from '../../src/hypervisor/lifecycle.js';
import { guestImage } from '../../src/machine/guest-boot.js';
import { Machine } from '../../src/machine/machine.js';
import { restoreSnapshot, takeSnapshot } from '../../src/machine/snapshot.js';
import { commandLine } from './boot.js';

/** So many guests, each with its own command line. */
function machineWith(vcpus: readonly number[], words: string, name = 'rpi4b-4g'): { machine: Machine; said: string[] } {
  const board = loadBoard(name);
  if (!board) throw new Error('no board');
  const options = vcpus.map((n, i) => ({ name: `guest${i}`, memory: 128 << 20, vcpus: n, weight: 1024 }));
  const said = options.map(() => '');
  let first = 0;
  const machine = new Machine({
    board,
    guests: options,
    engine: prebuiltEngine(),
    console: (byte, port) => (said[port - first] += String.fromCharCode(byte)),
  });
  first = machine.ports.length - options.length;
  const software = {
    kernel: readBytes(guest('Image')),
    initrd: readBytes(guest('initrd.cpio.gz')),
    append: commandLine(`console=ttyAMA0 quiet pivisor.modules=none ${words}`),
    rngSeed: new Uint8Array(64),
  };
  const images = options.map((o) => guestImage(o, software));
  machine.boot({ segments: [], pins: [], start: { cores: 'hypervisor', images } });
  return { machine, said };
}

describe.skipIf(!guests('Image', 'initrd.cpio.gz'))('guests of the hypervisor', () => {
  test('three kernels with four virtual CPUs each warn of nothing, and switch off', () => {
    const check = `nproc; ! dmesg -r | grep '^<[0-4]>'`;
    const { machine, said } = machineWith([4, 4, 4], `pivisor.run="${check}" pivisor.poweroff`);
    machine.run(5e9);
    for (const text of said) {
      expect(text.replaceAll('\r', '')).toContain(`INIT-REACHED\nRUN-START ${check}\n4\nRUN-END 0\n`);
      expect(text).toContain('reboot: Power down');
    }
    expect(machine.end).toEqual({ kind: 'power-off' });
    expect(machine.mmio.entries()).toEqual([]);
  });

  test('a kernel with eight virtual CPUs runs on all that another leaves it of eight cores', () => {
    const check = `nproc; ! dmesg -r | grep '^<[0-4]>'; for i in 1 2 3 4 5 6 7 8; do seq 5000 | sha256sum & done; wait`;
    const { machine, said } = machineWith([8, 1], `pivisor.run="${check}" pivisor.poweroff`, 'rpi4b-octo');
    const { processor, hypervisor } = machine;
    const vcpus = hypervisor!.guests[0].vcpus;
    const together = new Set<number>();
    for (let at = 1e6; machine.run(at) === 'time' && !machine.end && at < 10e9; at += 1e6)
      together.add(vcpus.filter(({ state }) => state.mode === 'running').length);
    expect(processor.cores).toHaveLength(8);
    expect(machine.end).toEqual({ kind: 'power-off' });
    // The other guest is busy at the same time: a core is its.
    expect(Math.max(...together)).toBeGreaterThanOrEqual(7);
    const [sum] = /^[0-9a-f]{64} {2}-$/m.exec(said[1].replaceAll('\r', '')) ?? [];
    const expected = (n: number): string =>
      `INIT-REACHED\nRUN-START ${check}\n${n}\n${`${sum}\n`.repeat(8)}RUN-END 0\n`;
    expect(said[0].replaceAll('\r', '')).toContain(expected(8));
    expect(said[1].replaceAll('\r', '')).toContain(expected(1));
  });

  test('live guests are saved and loaded, and end in the same state', () => {
    const { machine } = machineWith([2, 1, 1], '');
    machine.run(200e6);
    const saved = takeSnapshot(machine);
    machine.run(400e6);
    const hash = machine.hash();
    restoreSnapshot(machine, saved);
    machine.run(400e6);
    expect(machine.hash()).toBe(hash);
    expect(machine.hypervisor?.vcpus.every(({ state }) => state.ran > 0)).toBe(true);
  });

  test('a balloon gives 256 MB to another guest, and both stop by their power keys', () => {
    const board = loadBoard('rpi4b-1g')!;
    const options = [
      { name: 'giver', memory: 512 << 20, vcpus: 1, weight: 1024, virtio: [{ kind: 'balloon' } as const] },
      { name: 'taker', memory: 600 << 20, vcpus: 1, weight: 1024, virtio: [], autostart: false },
    ];
    const events: string[] = [];
    const machine = new Machine({ board, guests: options, engine: prebuiltEngine() });
    const images = options.map((o) =>
      guestImage(o, {
        kernel: readBytes(guest('Image')),
        initrd: readBytes(guest('initrd.cpio.gz')),
        append: commandLine('console=ttyAMA0 quiet'),
        rngSeed: new Uint8Array(64),
        virtio: o.virtio.length,
      }),
    );
    machine.boot({ segments: [], pins: [], start: { cores: 'hypervisor', images } });
    machine.onGuest = ({ guest: index, kind, line }) => void events.push(`${options[index].name} ${kind}: ${line}`);
    const act = (index: number, action: GuestAction): void =>
      void machine.input({ kind: 'guest', guest: index, action });
    machine.run(2e9);
    act(1, 'start');
    machine.input({ kind: 'balloon', guest: 0, pages: (256 << 20) / 4096 });
    machine.run(3e9);
    expect(events).toEqual(['taker refused: start: its memory is 600 MiB, 434 MiB are free']);
    expect(machine.balloons.get(0)?.actual).toBe((256 << 20) / 4096);
    act(1, 'start');
    machine.run(4.5e9);
    act(0, 'stop');
    act(1, 'stop');
    machine.run(6e9);
    expect(events.slice(1).sort()).toEqual([
      'giver end: has switched itself off',
      'taker end: has switched itself off',
      'taker start: started',
    ]);
    expect(machine.end).toEqual({ kind: 'power-off' });
  });

  test('examples/two-linux.yaml checks itself', async () => {
    const { status, stdout, stderr } = await pivisor('run', 'examples/two-linux.yaml');
    expect([status, stderr]).toEqual([0, '']);
    for (const line of ['alpha | INIT-REACHED', 'beta  | INIT-REACHED', 'bare  | Switching off'])
      expect(stdout).toContain(`${line}\n`);
  });
});
