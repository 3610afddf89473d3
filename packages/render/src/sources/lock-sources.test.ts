// Does a lock keep what did not change, find what is new, drop what nobody needs, and stop at nothing that fails?
import { type FairwayError, type LockedSource, RemoteError, type SourceLock, type SourceRequest } from '@fairway/contracts';
import { describe, expect, it, test } from 'vitest';
import { type LockPorts, type LockRequest, lockSources, type SourceNeed, sourceName } from './lock-sources.ts';

const digestOf = (text: string): string => `sha256:${Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64)}`;
const chart = (name: string, version = ''): SourceRequest => ({
  kind: 'chart',
  repository: 'https://charts.example',
  chart: name,
  version,
});
const locked = (name: string, resolved = '1.0.0', version = ''): LockedSource => ({
  kind: 'chart',
  repository: 'https://charts.example',
  chart: name,
  version,
  resolved,
  digest: digestOf(`${name}${resolved}`),
});
const need = (request: SourceRequest, neededBy = `HelmRelease apps/${sourceName(request)}`): SourceNeed => ({
  request,
  neededBy,
  at: { file: 'a.yaml', line: 3 },
});
const lock = (...sources: LockedSource[]): SourceLock => ({ version: 1, sources });

/** Ports that answer version 2.0.0 to all, or what the test says, and remember what was asked. */
const fake = (answers: Readonly<Record<string, FairwayError>> = {}, here: readonly LockedSource[] = []) => {
  const calls: string[] = [];
  const digests = new Set(here.map(({ digest }) => digest));
  const refuse = (name: string): void => {
    const error = answers[name];
    if (error !== undefined) throw error;
  };
  const ports: LockPorts = {
    source: {
      resolve: async (request) => {
        const name = sourceName(request);
        calls.push(`resolve ${name}`);
        refuse(name);
        return {
          locked: { ...locked(name, '2.0.0'), ...(request.kind === 'chart' ? { version: request.version } : {}) } as LockedSource,
          archive: Buffer.from(name),
        };
      },
      fetch: async (one) => {
        calls.push(`fetch ${sourceName(one)}`);
        refuse(sourceName(one));
        return Buffer.from('bytes');
      },
    },
    archives: {
      has: async (digest) => digests.has(digest),
      put: async (digest) => {
        calls.push(`put ${digest.slice(7, 11)}`);
        digests.add(digest);
      },
    },
  };
  return { ports, calls };
};
const run = async (request: Partial<LockRequest> & { readonly needs?: readonly SourceNeed[] }, own = fake()) => {
  const { needs = [], ...rest } = request;
  const outcome = await lockSources({ needed: async () => needs, previous: undefined, update: 'none', concurrency: 1, ...rest }, own.ports);
  return { ...outcome, states: Object.fromEntries(outcome.rows.map(({ name, state }) => [name, state])), calls: own.calls };
};

describe('what becomes of a request', () => {
  it('new: looked up, its archive kept', async () => {
    const { lock: next, states, calls, unchanged } = await run({ needs: [need(chart('web'))] });
    expect(next).toEqual(lock(locked('web', '2.0.0')));
    expect([states, unchanged]).toEqual([{ web: 'added' }, false]);
    expect(calls).toEqual(['resolve web', expect.stringMatching(/^put /)]);
  });
  it('unchanged and here: nothing is asked', async () => {
    const { states, calls, unchanged } = await run(
      { needs: [need(chart('web'))], previous: lock(locked('web')) },
      fake({}, [locked('web')]),
    );
    expect([states, calls, unchanged]).toEqual([{ web: 'kept' }, [], true]);
  });
  it('unchanged, its archive gone: brought by digest', async () => {
    expect((await run({ needs: [need(chart('web'))], previous: lock(locked('web')) })).calls).toEqual([
      'fetch web',
      expect.stringMatching(/^put /),
    ]);
  });
  it('another range: another request', async () => {
    const { rows, lock: next } = await run({ needs: [need(chart('web', '^2'))], previous: lock(locked('web')) }, fake({}, [locked('web')]));
    expect(next.sources).toEqual([locked('web', '2.0.0', '^2')]);
    expect(rows.map(({ state }) => state)).toEqual(['unused', 'added']);
  });
  it('not needed any more: dropped', async () => {
    const { lock: next, states, unchanged } = await run({ previous: lock(locked('web')) });
    expect([next, states, unchanged]).toEqual([lock(), { web: 'unused' }, false]);
  });
  it('nothing needed, no lock: nothing to do', async () => {
    expect((await run({})).unchanged).toBe(true);
  });
  it('needed twice: asked once, both reasons told', async () => {
    const { rows, calls } = await run({ needs: [need(chart('web'), 'A'), need(chart('web'), 'B')] });
    expect(calls.filter((call) => call.startsWith('resolve'))).toHaveLength(1);
    expect(rows[0]?.neededBy).toEqual(['A', 'B'].map((neededBy) => ({ neededBy, at: { file: 'a.yaml', line: 3 } })));
  });
});

describe('update', () => {
  const previous = lock(locked('api'), locked('web'), locked('same', '2.0.0'));
  const needs = ['api', 'web', 'same'].map((name) => need(chart(name)));
  const here = () => fake({}, previous.sources);
  it('all', async () => {
    const { states, rows } = await run({ needs, previous, update: 'all' }, here());
    expect(states).toEqual({ api: 'updated', same: 'kept', web: 'updated' });
    expect(rows[0]).toMatchObject({ before: locked('api'), locked: locked('api', '2.0.0') });
  });
  it('one', async () => {
    expect((await run({ needs, previous, update: ['web'] }, here())).states).toEqual({ api: 'kept', same: 'kept', web: 'updated' });
  });
  it('a name that nothing has', async () => {
    await expect(run({ needs, previous, update: ['wep'] }, here())).rejects.toMatchObject({
      code: 'input-invalid',
      hint: 'did you mean web?',
    });
  });
});

describe('check looks nothing up', () => {
  it('missing and unused are told', async () => {
    const { states, calls, unchanged } = await run(
      { needs: [need(chart('new')), need(chart('web'))], previous: lock(locked('old'), locked('web')), check: true },
      fake({}, [locked('web')]),
    );
    expect([states, calls, unchanged]).toEqual([{ new: 'missing', old: 'unused', web: 'kept' }, [], false]);
  });
  it('right', async () => {
    expect(
      (await run({ needs: [need(chart('web'))], previous: lock(locked('web')), check: true, update: 'all' }, fake({}, [locked('web')])))
        .unchanged,
    ).toBe(true);
  });
});

describe('sources that name sources', () => {
  const chain =
    (length: number): LockRequest['needed'] =>
    async ({ sources }) =>
      Array.from({ length: Math.min(sources.length + 1, length) }, (_, at) => need(chart(`c${String(at).padStart(2, '0')}`)));
  it('are followed to the end', async () => {
    expect((await run({ needed: chain(5) })).lock.sources.map(({ resolved }) => resolved)).toEqual(
      Array.from({ length: 5 }, () => '2.0.0'),
    );
  });
  it('but not for ever', async () => {
    await expect(run({ needed: chain(100) })).rejects.toMatchObject({
      code: 'input-invalid',
      hint: expect.stringContaining('asked for by HelmRelease'),
      at: { file: 'a.yaml' },
    });
  });
  it('what is not needed any more, once all is seen, is not locked', async () => {
    const needed: LockRequest['needed'] = async ({ sources }) => (sources.length === 0 ? [need(chart('first'))] : [need(chart('second'))]);
    expect((await run({ needed })).lock).toEqual(lock(locked('second', '2.0.0')));
  });
});

describe('failures', () => {
  const gone = new RemoteError('it is gone', { operation: 'download' });
  it('stop no other source, and nothing is called unused', async () => {
    const {
      states,
      rows,
      lock: next,
    } = await run({ needs: [need(chart('a')), need(chart('b'))], previous: lock(locked('z')) }, fake({ a: gone }));
    expect(states).toEqual({ a: 'failed', b: 'added' });
    expect([rows[0]?.error, next.sources.length]).toEqual([gone, 1]);
  });
  it('of a program, a bug, go through', async () => {
    const own = fake();
    const ports = { ...own.ports, source: { ...own.ports.source, resolve: () => Promise.reject(new TypeError('bug')) } };
    await expect(run({ needs: [need(chart('a'))] }, { ...own, ports })).rejects.toThrow('bug');
  });
});

test('at most so many at a time', async () => {
  let [now, most] = [0, 0];
  const own = fake();
  const resolve: LockPorts['source']['resolve'] = async (request) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((done) => setTimeout(done, 5));
    now -= 1;
    return own.ports.source.resolve(request);
  };
  const needs = Array.from({ length: 10 }, (_, at) => need(chart(`c${at}`)));
  await run({ needs, concurrency: 3 }, { ...own, ports: { ...own.ports, source: { ...own.ports.source, resolve } } });
  expect(most).toBe(3);
});

test.each([
  [chart('web'), 'web'],
  [{ kind: 'git', url: 'https://git.example/team/app.git/', reference: '' }, 'app'],
  [{ kind: 'git', url: 'git@git.example:app', reference: '' }, 'app'],
  [{ kind: 'oci', url: 'oci://ghcr.io/team/app', reference: '' }, 'app'],
] as const)('%o is called %s', (request, name) => {
  expect(sourceName(request)).toBe(name);
});
