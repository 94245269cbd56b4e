import { sha256 } from './packages.js';

/** What the six jobs of guests/initramfs/scripts print, calculated here from what they say they do. */
export function jobResults(): Record<string, string> {
  let numbers = Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join('');
  while (numbers.length < 16 << 20) numbers += numbers;

  let sum = 0;
  for (let i = 1; i <= 1e6; i++) sum += i / (i + 1.5);

  const random: number[] = [];
  for (let i = 0, x = 1; i < 50_000; i++) random.push((x = (x * 16807) % 2147483647));

  return {
    sha256: sha256(new Uint8Array(64 << 20)),
    gzip: sha256(numbers.slice(0, 16 << 20)),
    loop: String((19_999 * 20_000) / 2),
    fork: '500',
    // As printf's %.17g has it: 6 digits before the point.
    awk: sum.toFixed(11),
    sort: sha256(`${random.sort((a, b) => a - b).join('\n')}\n`),
  };
}
