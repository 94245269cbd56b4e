/** Numbers for tests, the same on every run: xorshift128. */
export class Random {
  private s: [number, number, number, number];
  constructor(seed: number) {
    this.s = [seed, 0x9e3779b9, 0x243f6a88, 0xb7e15162];
    for (let i = 0; i < 20; i++) this.word();
  }
  /** 32 bits, unsigned. */
  word(): number {
    let t = this.s[3];
    const s = this.s[0];
    this.s = [s, this.s[0], this.s[1], this.s[2]];
    t ^= t << 11;
    t ^= t >>> 8;
    this.s[0] = t ^ s ^ (s >>> 19);
    return this.s[0] >>> 0;
  }
  below(n: number): number {
    return Math.floor((this.word() / 2 ** 32) * n);
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
  big(): bigint {
    return (BigInt(this.word()) << 32n) | BigInt(this.word());
  }
}
