import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startProcesses, waitUntil } from './processes.ts';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const SLEEPER = 'console.log(process.pid); setInterval(() => undefined, 1000)';

it('ends what it started, and no test process needs to be alive for that', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fairway-processes-'));
  const log = (name: string): number => Number(readFileSync(join(directory, `${name}.log`), 'utf8'));
  const own = startProcesses(directory);
  own.start('one', process.execPath, { args: ['-e', SLEEPER], env: {} });
  await waitUntil('one runs', async () => log('one') > 0);
  const first = log('one');
  own[Symbol.dispose]();
  await waitUntil('one ends', async () => !isAlive(first));

  const file = join(import.meta.dirname, 'processes.ts');
  const script = `const { startProcesses } = await import(${JSON.stringify(file)});
startProcesses(${JSON.stringify(directory)}).start('two', process.execPath, { args: ['-e', ${JSON.stringify(SLEEPER)}], env: {} });
setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
  await waitUntil('two runs', async () => log('two') > 0);
  const second = log('two');
  expect(isAlive(second)).toBe(true);
  parent.kill('SIGKILL');
  await waitUntil('two ends', async () => !isAlive(second));
  rmSync(directory, { recursive: true, force: true });
});
