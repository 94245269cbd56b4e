/** Inputs that wait for their time: each takes effect between two rounds, behind everything else of that time (docs/decisions/015). */
import type { Input } from './inputs.js';
import { OUTSIDE, type Scheduler } from './scheduler.js';

export class InputQueue {
  /** By their times. */
  readonly waiting: Input[] = [];
  private handle = -1;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly take: (input: Input) => void,
  ) {}

  add(inputs: readonly Input[]): void {
    this.waiting.push(...inputs);
    this.waiting.sort((a, b) => a.at - b.at);
    this.arm();
  }

  /** A state was loaded: these wait, and no others. */
  restore(inputs: readonly Input[]): void {
    this.waiting.splice(0, this.waiting.length, ...inputs);
    this.arm();
  }

  private arm(): void {
    if (this.handle >= 0) this.scheduler.cancel(this.handle);
    this.handle = -1;
    if (this.waiting.length === 0) return;
    this.handle = this.scheduler.schedule(
      this.waiting[0].at,
      () => {
        this.handle = -1;
        const input = this.waiting.shift();
        if (input) this.take(input);
        this.arm();
      },
      OUTSIDE,
    );
  }
}
