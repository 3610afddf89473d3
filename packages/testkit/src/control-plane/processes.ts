// How does a test start long-running programs on loopback, and end exactly those?
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface Start {
  readonly args: readonly string[];
  /** The whole environment: nothing of the machine gets in. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Processes extends Disposable {
  /** Its output goes to `<name>.log` of the directory. */
  readonly start: (name: string, program: string, how: Start) => void;
}

/** A port of loopback that nobody uses. */
export const freeLoopbackPort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** Asks again and again; a question that fails is a no. Throws when the time is over. */
export const waitUntil = async (what: string, isSo: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> => {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      if (await isSo()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${what}: not so within ${timeoutMs / 1000} s`, { cause: last });
};

const kill = (pid: number): void => {
  try {
    // With its children: each is the head of a group of its own.
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};

/** Ends the groups that it was told of once nobody holds its input any more: a test process that is killed says nothing. */
const GUARD = `
let pids = '';
process.stdin.setEncoding('utf8').on('data', (text) => { pids += text; }).on('end', () => {
  for (const pid of pids.split('\\n').filter(Boolean)) try { process.kill(-Number(pid), 'SIGKILL'); } catch {}
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

/** All end with it, the last one first, at once: what they keep is thrown away. Also when the test's own process is killed. */
export const startProcesses = (directory: string): Processes => {
  const pids: number[] = [];
  const guard = spawn(process.execPath, ['-e', GUARD], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // A guard that is gone must not take the test with it.
  guard.stdin.on('error', () => undefined);
  guard.unref();
  const end = (): void => {
    for (const pid of pids.splice(0).toReversed()) kill(pid);
    guard.stdin.end();
  };
  return {
    start: (name, program, { args, env }) => {
      const log = openSync(join(directory, `${name}.log`), 'a');
      const child = spawn(program, args, { env, stdio: ['ignore', log, log], detached: true });
      closeSync(log);
      child.on('error', (error) => {
        throw new Error(`${name} does not start: ${error.message}`);
      });
      if (child.pid === undefined) return;
      pids.push(child.pid);
      guard.stdin.write(`${child.pid}\n`);
    },
    [Symbol.dispose]: end,
  };
};
