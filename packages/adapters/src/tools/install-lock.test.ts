// Is a lock kept while its owner lives, and taken over when it does not?
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../../test/tool-server.ts';
import { withLock } from './install-lock.ts';

const times = { beatMs: 20, staleMs: 300, waitMs: 400, pollMs: 20 };

test('the work of two never overlaps, and an error frees the lock', async () => {
  await using place = await temporary();
  const path = join(place.path, 'lock');
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    log.push(`${name} ends`);
    if (name === 'a') throw new Error('a failed');
    return name;
  };
  const [a, b] = await Promise.allSettled([withLock(path, { times }, work('a')), withLock(path, { times }, work('b'))]);
  expect(a).toMatchObject({ status: 'rejected', reason: new Error('a failed') });
  expect(b).toMatchObject({ status: 'fulfilled', value: 'b' });
  expect([log.slice(0, 2), log.slice(2)].map(([first = '', second = '']) => first[0] === second[0])).toEqual([true, true]);
  expect(await readdir(place.path)).toEqual([]);
});

const hold = async (path: string, owner: unknown, ageMs: number) => {
  await writeFile(path, typeof owner === 'string' ? owner : JSON.stringify(owner));
  const then = new Date(Date.now() - ageMs);
  await utimes(path, then, then);
};

test.each([
  ['a process that is gone', { token: 't', pid: 2 ** 22 + 5, host: hostname() }, 0],
  ['an owner elsewhere that is silent for too long', { token: 't', pid: 1, host: 'other' }, 5000],
  ['a live process that is silent for too long: it hangs', { token: 't', pid: process.pid, host: hostname() }, 5000],
  ['an unreadable lock that is old', 'garbage', 5000],
  ['an empty lock that is old', '', 5000],
])('%s: taken over', async (_name, owner, age) => {
  await using place = await temporary();
  const path = join(place.path, 'lock');
  await hold(path, owner, age);
  expect(await withLock(path, { times }, async () => 'done')).toBe('done');
  expect(await readdir(place.path)).toEqual([]);
});

test.each([
  ['a live process', { token: 't', pid: process.pid, host: hostname() }],
  ['an owner elsewhere, seen just now', { token: 't', pid: 2 ** 22 + 5, host: 'other' }],
  ['a lock that is just being written', ''],
])('%s: waited for, but not without end', async (_name, owner) => {
  await using place = await temporary();
  const path = join(place.path, 'lock');
  await hold(path, owner, 0);
  let waits = 0;
  const beat = setInterval(() => void utimes(path, new Date(), new Date()), 20);
  const failure = await withLock(path, { times, onWait: () => (waits += 1) }, async () => 'done').catch((error: unknown) => error);
  clearInterval(beat);
  expect(failure).toMatchObject({ code: 'tool-timeout', hint: expect.stringContaining(path) });
  expect(waits).toBe(1);
});

test('work that takes longer than the stale time keeps its lock by beating', async () => {
  await using place = await temporary();
  const path = join(place.path, 'lock');
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 700));
    inside -= 1;
  };
  const long = { ...times, waitMs: 5000 };
  await Promise.all([withLock(path, { times: long }, work), withLock(path, { times: long }, work)]);
  expect(most).toBe(1);
});

test('waiting can be cancelled', async () => {
  await using place = await temporary();
  const path = join(place.path, 'lock');
  await hold(path, { token: 't', pid: process.pid, host: hostname() }, 0);
  await expect(withLock(path, { times, signal: AbortSignal.timeout(60) }, async () => 'done')).rejects.toMatchObject({ code: 'cancelled' });
});
