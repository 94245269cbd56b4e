/** The transport: registers, the status, features, queues; by the requirements of virtio 1.2, sections 2 and 4.2. */
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/aarch64/bus.js';
import { FEATURE, type VirtioDevice, type VirtioKind } from '../../../src/devices/virtio/device.js';
import { virtioEntropy } from '../../../src/devices/virtio/entropy.js';
import { VIRTIO_MMIO_REGISTERS } from '../../../src/devices/virtio/mmio.js';
import { NET_F, virtioNet } from '../../../src/devices/virtio/net.js';
import { BY_CORE, half, RAM_BASE, rig, type Queue, type Rig } from './driver.js';

const NEEDS_RESET = 64;
const [FEATURES_OK, DRIVER_OK, FAILED] = [8, 4, 128];
const entropy = (): Rig<VirtioDevice> => rig((clock) => virtioEntropy({ clock, seed: 1 }));

/** Asks for `bytes` random bytes. @returns how many came */
function draw(queue: Queue, bytes = 8, options = {}): number {
  queue.add([bytes], options);
  queue.notify();
  return queue.done().reduce((n, { length }) => n + length, 0);
}

describe('registers', () => {
  test.each([
    ['MagicValue', 0x74726976],
    ['Version', 2],
    ['DeviceID', 4],
    ['VendorID', 0x69766970],
    ['QueueNumMax', 64],
    ['QueueReady', 0],
    ['InterruptStatus', 0],
    ['Status', 0],
    // No shared memory regions: length and base -1.
    ['SHMLenLow', 0xffffffff],
    ['SHMLenHigh', 0xffffffff],
    ['SHMBaseLow', 0xffffffff],
    ['SHMBaseHigh', 0xffffffff],
    ['QueueReset', 0],
    ['ConfigGeneration', 0],
    // Write-only.
    ['QueueNotify', 0],
    ['QueueDescLow', 0],
  ])('%s reads 0x%s at first', (name, value) => expect(entropy().regs.read(name)).toBe(value));

  test('have the names and offsets of table 4.1', () => {
    const names = new Map(VIRTIO_MMIO_REGISTERS.map(({ name, offset }) => [offset, name]));
    expect(names.get(0x44)).toBe('QueueReady');
    expect(names.get(0xa4)).toBe('QueueDeviceHigh');
    const { mmio } = entropy();
    expect([mmio.registerAt(0x70), mmio.registerAt(0x100), mmio.registerAt(0x18)]).toEqual([
      'Status',
      'Config',
      undefined,
    ]);
  });

  test('tell features by 32 bits', () => {
    const { regs } = entropy();
    const word = (n: number): number => {
      regs.write('DeviceFeaturesSel', n);
      return regs.read('DeviceFeatures');
    };
    expect([0, 1, 2, 0xffffffff].map(word)).toEqual([(1 << 28) | (1 << 29), (1 << 0) | (1 << 8), 0, 0]);
  });

  test('a queue that there is not has no size, and can be given none', () => {
    const { regs, status } = entropy();
    regs.write('QueueSel', 1);
    expect(regs.read('QueueNumMax')).toBe(0);
    regs.write('QueueNum', 8);
    regs.write('QueueReady', 1);
    expect(regs.read('QueueReady')).toBe(0);
    regs.write('QueueNotify', 1);
    regs.write('QueueNotify', 0xffffffff);
    expect(status()).toBe(0);
  });
});

describe('the status', () => {
  const negotiate = (r: Rig<VirtioDevice>, features: readonly number[]): number => {
    r.regs.write('Status', 3);
    [0, 1].forEach((i) => {
      r.regs.write('DriverFeaturesSel', i);
      r.regs.write(
        'DriverFeatures',
        features.filter((f) => f >> 5 === i).reduce((w, f) => (w | (1 << (f & 31))) >>> 0, 0),
      );
    });
    r.regs.write('Status', 3 | FEATURES_OK);
    return r.status() & FEATURES_OK;
  };

  test.each<[string, readonly number[], boolean]>([
    ['VERSION_1', [32], true],
    ['all rings can do', [32, 28, 29, 40], true],
    ['no VERSION_1', [28, 29], false],
    ['one that was not offered', [32, 27], false],
    ['another, of the second word', [32, 35], false],
  ])('FEATURES_OK: %s', (_, features, ok) => expect(negotiate(entropy(), features)).toBe(ok ? FEATURES_OK : 0));

  test.each<[string, readonly number[], boolean]>([
    ['GUEST_TSO4 with GUEST_CSUM', [NET_F.GUEST_CSUM, NET_F.GUEST_TSO4], true],
    ['GUEST_TSO4 alone', [NET_F.GUEST_TSO4], false],
    ['HOST_ECN with HOST_TSO6', [NET_F.CSUM, NET_F.HOST_TSO6, NET_F.HOST_ECN], true],
    ['HOST_ECN with CSUM only', [NET_F.CSUM, NET_F.HOST_ECN], false],
    ['CTRL_RX without CTRL_VQ', [NET_F.CTRL_RX], false],
  ])('FEATURES_OK of a feature that needs another: %s', (_, features, ok) => {
    const backend = { connect: () => undefined, send: () => true };
    const r: Rig<VirtioDevice> = rig((clock) => virtioNet({ backend, clock, mac: new Uint8Array(6) }));
    expect(negotiate(r, [32, ...features])).toBe(ok ? FEATURES_OK : 0);
  });

  test('bits stay until the reset, and features too', () => {
    const r = entropy();
    r.start();
    r.regs.write('Status', 1);
    expect(r.status()).toBe(15);
    r.regs.write('DriverFeaturesSel', 1);
    r.regs.write('DriverFeatures', 0);
    expect(r.mmio.state.driverFeatures).toEqual([0, 1]);
    r.regs.write('Status', 0);
    expect(r.status()).toBe(0);
    expect(r.mmio.state.driverFeatures).toEqual([0, 0]);
  });

  test("a driver does not set what is the device's", () => {
    const r = entropy();
    r.regs.write('Status', 0xff);
    expect(r.status()).toBe(0xff & ~NEEDS_RESET & ~FEATURES_OK & 0x87);
  });

  test.each([
    ['before DRIVER_OK', 3 | FEATURES_OK],
    ['without FEATURES_OK', 3 | DRIVER_OK],
    ['after FAILED', 15 | FAILED],
  ])('no buffer is used %s', (_, status) => {
    const r = entropy();
    r.start();
    r.mmio.state.status = status;
    const queue = { ...r.mmio.state.queues[0] };
    r.regs.write('QueueNotify', 0);
    expect(r.mmio.state.queues[0]).toEqual(queue);
    expect(r.irq.level).toBe(false);
  });

  test('a reset takes back queues, interrupts and the line', () => {
    const r = entropy();
    const [queue] = r.start();
    expect(draw(queue)).toBe(8);
    expect(r.irq.level).toBe(true);
    r.regs.write('Status', 0);
    expect([r.irq.level, r.regs.read('InterruptStatus'), r.regs.read('QueueReady')]).toEqual([false, 0, 0]);
    expect(r.mmio.state.queues[0]).toMatchObject({ lastAvail: 0, usedIdx: 0, size: 64 });
    // And it works once more.
    expect(draw(r.start()[0])).toBe(8);
  });
});

describe('a queue', () => {
  test('is not changed while it is in use', () => {
    const r = entropy();
    const [queue] = r.start();
    for (const name of ['QueueNum', 'QueueDescLow', 'QueueDriverHigh', 'QueueDeviceLow']) r.regs.write(name, 0x10);
    expect(draw(queue)).toBe(8);
  });

  test.each<[string, (r: Rig<VirtioDevice>) => void]>([
    ['no power of two', (r) => r.regs.write('QueueNum', 12)],
    ['too long', (r) => r.regs.write('QueueNum', 128)],
    ['empty', (r) => r.regs.write('QueueNum', 0)],
    ['descriptors that are not aligned', (r) => r.regs.write('QueueDescLow', RAM_BASE + 8)],
    ['an available ring that is not aligned', (r) => r.regs.write('QueueDriverLow', RAM_BASE + 1)],
    ['a used ring that is not aligned', (r) => r.regs.write('QueueDeviceLow', RAM_BASE + 2)],
  ])('is not taken: %s', (_, spoil) => {
    const r = entropy();
    r.start();
    r.regs.write('QueueReady', 0);
    spoil(r);
    r.regs.write('QueueReady', 1);
    expect(r.regs.read('QueueReady')).toBe(0);
    expect(r.status() & NEEDS_RESET).toBe(NEEDS_RESET);
    // DRIVER_OK was set: the driver is told, as a change of the configuration.
    expect([r.interrupts(), r.irq.rises]).toEqual([2, 1]);
  });

  test('that is stopped is not touched, and begins anew', () => {
    const r = entropy();
    const [queue] = r.start();
    draw(queue);
    r.regs.write('QueueReady', 0);
    expect(draw(queue)).toBe(0);
    expect(r.status() & NEEDS_RESET).toBe(0);
  });

  test('is reset alone', () => {
    const r = entropy();
    const [queue] = r.start({ features: [FEATURE.RING_RESET] });
    draw(queue);
    r.regs.write('QueueReset', 1);
    expect([r.regs.read('QueueReset'), r.regs.read('QueueReady')]).toEqual([0, 0]);
    expect(r.mmio.state.queues[0]).toMatchObject({ usedIdx: 0, descriptors: [0, 0] });
  });
  test('is not reset alone where that was not agreed on', () => {
    const r = entropy();
    r.start();
    r.regs.write('QueueReset', 1);
    expect(r.regs.read('QueueReady')).toBe(1);
  });
});

describe('interrupts', () => {
  test('stay until they are acknowledged, each bit by itself', () => {
    const r = entropy();
    const [queue] = r.start();
    draw(queue);
    r.mmio.state.interruptStatus |= 2;
    r.regs.write('InterruptACK', 1);
    expect([r.regs.read('InterruptStatus'), r.irq.level]).toEqual([2, true]);
    r.regs.write('InterruptACK', 0xfffffffe);
    expect([r.regs.read('InterruptStatus'), r.irq.level]).toEqual([0, false]);
  });

  test('do not come where the available ring says so', () => {
    const r = entropy();
    const [queue] = r.start();
    queue.quiet = true;
    expect(draw(queue)).toBe(8);
    expect(r.interrupts()).toBe(0);
    queue.quiet = false;
    draw(queue);
    expect(r.interrupts()).toBe(1);
  });

  test('with event index come when the used index passes used_event', () => {
    const r = entropy();
    const [queue] = r.start({ features: [FEATURE.EVENT_IDX] });
    queue.usedEvent = 2;
    const seen = Array.from({ length: 5 }, () => {
      draw(queue);
      return r.interrupts();
    });
    expect(seen).toEqual([0, 0, 1, 0, 0]);
    // Several at once, the event among them; and around the end of 16 bits.
    queue.usedEvent = 6;
    for (let i = 0; i < 4; i++) queue.add([4]);
    queue.notify();
    expect(r.interrupts()).toBe(1);
  });

  test('with event index go on over the end of the indexes', () => {
    const r = entropy();
    const [queue] = r.start({ features: [FEATURE.EVENT_IDX], size: 64 });
    queue.usedEvent = 65535;
    let came: number[] = [];
    for (let i = 0; i < 65540; i++) {
      queue.add([0]);
      queue.notify();
      // The device takes its time for each.
      r.clock.advance(2000);
      queue.done();
      if (r.interrupts() !== 0) came = [...came, i];
    }
    expect(came).toEqual([65535]);
    expect(r.status() & NEEDS_RESET).toBe(0);
  });

  test('the device asks for the next notification only', () => {
    const r = entropy();
    const [queue] = r.start({ features: [FEATURE.EVENT_IDX] });
    draw(queue);
    expect(queue.availEvent).toBe(1);
    for (let i = 0; i < 3; i++) queue.add([4]);
    queue.notify();
    expect(queue.availEvent).toBe(4);
    // The used ring's flags stay as the driver has left them.
    expect(half(r.memory, queue.used)).toBe(0);
  });
});

describe('what only the transport hears', () => {
  test('narrow accesses, holes, the space behind the configuration', () => {
    const r = entropy();
    expect(r.mmio.read(0, 1, BY_CORE)).toBe(0x76);
    expect(r.mmio.read(0x18, 4, BY_CORE)).toBe(0);
    expect(r.config(0, 4)).toBe(0);
    expect(r.mmio.read(0x1fc, 4, BY_CORE)).toBe(0);
    r.mmio.write(0x1fc, 4, 1, BY_CORE);
  });

  test('a master of the bus is not heard: rings can not drive their own device', () => {
    const r = entropy();
    const [queue] = r.start();
    queue.add([8]);
    r.mmio.write(0x50, 4, 0, { cpu: -1, secure: false });
    expect(queue.done()).toEqual([]);
    expect(r.mmio.read(0, 4, { cpu: -1, secure: false })).toBe(0);
  });
});

describe('a device goes on from its state', () => {
  test('another one draws the same numbers, and has the same line', () => {
    const kind = (clock: Clock): VirtioKind<VirtioDevice> => virtioEntropy({ clock, seed: 1 });
    const [a, b] = [rig(kind), rig(kind)];
    const [queue] = a.start();
    queue.add([16]);
    queue.notify();
    b.memory.bytes.set(a.memory.bytes);
    b.mmio.parts.forEach((part, i) => {
      Object.assign(part.state, structuredClone(a.mmio.parts[i].state));
      part.restored();
    });
    expect(b.irq.level).toBe(true);
    const { at } = queue.add([16]);
    b.memory.bytes.set(a.memory.bytes);
    a.regs.write('QueueNotify', 0);
    b.regs.write('QueueNotify', 0);
    expect(b.bytes(at[0], 16)).toEqual(a.bytes(at[0], 16));
    expect(new Set(a.bytes(at[0], 16)).size).toBeGreaterThan(8);
  });
});
