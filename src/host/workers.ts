/** Processes of our own that do jobs one after another. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process that runs a module of ours, and takes a job at a time. */
export class JobProcess<Job, Message> {
  private readonly child: ChildProcess;
  private ended: string | undefined;

  /** @param module without its extension, which is this file's own: .js, or .ts where tsx runs the sources */
  constructor(module: URL) {
    const source = import.meta.url.endsWith('.ts');
    const path = `${fileURLToPath(module)}${source ? '.ts' : '.js'}`;
    this.child = fork(path, [], {
      // Messages may hold what JSON does not.
      serialization: 'advanced',
      ...(source ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
    });
    this.child.on('exit', (code, signal) => (this.ended = signal ?? `exit code ${code}`));
    this.child.on('error', (error) => (this.ended = error.message));
  }

  /**
   * Hands over a job, and all messages about it until `last` says that one is the last.
   * @returns how the process ended, if it did so before
   */
  run(job: Job, take: (message: Message) => void, last: (message: Message) => boolean): Promise<string | undefined> {
    if (this.ended !== undefined) return Promise.resolve(this.ended);
    return new Promise((resolve) => {
      const { child } = this;
      const done = (why?: string): void => {
        child.off('message', message);
        child.off('exit', exit);
        resolve(why);
      };
      const message = (value: unknown): void => {
        take(value as Message);
        if (last(value as Message)) done();
      };
      const exit = (): void => done(this.ended);
      child.on('message', message);
      child.on('exit', exit);
      child.send(job as object, (error) => {
        if (error) done(error.message);
      });
    });
  }

  /** Lets the process end. */
  close(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

/** In such a process: does the jobs that come, until the parent lets go. */
export function serveJobs<Job>(work: (job: Job, send: (message: object) => void) => Promise<void>): void {
  const send = (message: object): void => void process.send?.(message);
  let queue = Promise.resolve();
  process.on('message', (job: Job) => (queue = queue.then(() => work(job, send))));
  process.on('disconnect', () => process.exit());
}
