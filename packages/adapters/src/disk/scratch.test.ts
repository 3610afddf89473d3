import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScratch } from './scratch.ts';

let base = '';
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-scratch-')));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const program = (rest: string): string[] => [
  '--input-type=module-typescript',
  '-e',
  `import { createScratch } from ${JSON.stringify(new URL('./scratch.ts', import.meta.url).href)};
   const scratch = createScratch(${JSON.stringify(base)});
   const made = await scratch.directory('test');
   await scratch.write(made + '/deep/file', 'x');
   ${rest}`,
];

it('gives directories of its own, only for the owner', async () => {
  const scratch = createScratch(base);
  const [one, two] = [await scratch.directory('render base/../x'), await scratch.directory('render base/../x')];
  expect(dirname(one)).toBe(dirname(two));
  expect([basename(one), basename(two)]).toEqual(['render-base-x-1', 'render-base-x-2']);
  expect(statSync(dirname(one)).mode & 0o077).toBe(0);
  await scratch.write(join(one, 'a/b'), 'text');
  expect(readFileSync(join(one, 'a/b'), 'utf8')).toBe('text');
  await scratch.remove(one);
  await scratch.remove(one);
  expect(existsSync(one)).toBe(false);
});

it('makes nothing before it is needed', () => {
  createScratch(join(base, 'none'));
  expect(readdirSync(base)).toEqual([]);
});

describe('is gone when the process ends', () => {
  it.each([
    ['by itself', ''],
    ['by exit', 'process.exit(3);'],
    ['by an uncaught error', "throw new Error('bug');"],
    ['by a rejection nobody waits for', "Promise.reject(new Error('bug')); await new Promise((resolve) => setTimeout(resolve, 10_000));"],
  ])('%s', (_, rest) => {
    const { stdout } = spawnSync(process.execPath, program(`console.log(made); ${rest}`), { encoding: 'utf8', cwd: import.meta.dirname });
    expect(stdout.trim()).toContain(base);
    expect(readdirSync(base)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s', async (signal) => {
    const child = spawn(process.execPath, program('console.log(made); await new Promise((resolve) => setTimeout(resolve, 20_000));'), {
      cwd: import.meta.dirname,
    });
    await once(child.stdout, 'data');
    expect(readdirSync(base)).toHaveLength(1);
    child.kill(signal);
    await once(child, 'exit');
    expect(readdirSync(base)).toEqual([]);
  });
});

it('removes what a killed process left, and nothing else', async () => {
  const child = spawn(process.execPath, program('console.log(made); await new Promise((resolve) => setTimeout(resolve, 20_000));'), {
    cwd: import.meta.dirname,
  });
  await once(child.stdout, 'data');
  const left = readdirSync(base)[0] ?? '';
  mkdirSync(join(base, 'fairway-of-a-person'));
  mkdirSync(join(base, 'victim'));
  writeFileSync(join(base, 'victim/file'), 'x');
  await createScratch(base).directory('other');
  expect(readdirSync(base)).toContain(left);
  child.kill('SIGKILL');
  await once(child, 'exit');
  symlinkSync('victim', join(base, left.replace(/[0-9a-f]{12}$/, '000000000000')));
  await createScratch(base).directory('next');
  expect(readdirSync(base)).not.toContain(left);
  expect(readdirSync(base)).toEqual(expect.arrayContaining(['fairway-of-a-person', 'victim']));
  expect(existsSync(join(base, 'victim/file'))).toBe(true);
});

it('names a directory that cannot be made', async () => {
  writeFileSync(join(base, 'file'), '');
  await expect(createScratch(join(base, 'file')).directory('x')).rejects.toMatchObject({ code: 'disk-failed' });
});
