// Every port fails once, and the cache is damaged in every way: nobody is told something wrong.
import { FairwayError, ToolError } from '@fairway/contracts';
import { fakeTool, memoryCache, memoryScratch } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { CONFIG, configMap, kustomizeApp, runStage, SIX_APPS, withFiles } from '../test/fake-run.ts';

const DEV_WEB = 'environments/dev/apps/web/manifests.yaml';
const CHANGED = withFiles(SIX_APPS, { [DEV_WEB]: configMap('web', 'other') });
const secret = (value: string): string => `apiVersion: v1
kind: Secret
metadata: { name: login, namespace: shop }
stringData: { password: ${value} }
`;

describe('a cache that cannot be trusted', () => {
  const damages: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
    cut: (bytes) => bytes.slice(0, bytes.length / 2),
    empty: () => new Uint8Array(),
    garbage: () => new Uint8Array([1, 2, 3]),
    'one bit': (bytes) => bytes.with(bytes.length - 3, (bytes[bytes.length - 3] ?? 0) ^ 1),
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`gives the same report after damage (${name}) as without a cache`, async () => {
      const cache = memoryCache();
      const sure = await runStage({ head: CHANGED, base: SIX_APPS, cache });
      for (const [key, bytes] of cache.entries) cache.entries.set(key, damage(bytes));
      const again = await runStage({ head: CHANGED, base: SIX_APPS, cache });
      expect(JSON.stringify(again.report)).toBe(JSON.stringify(sure.report));
      expect(again.renderer.requests).toHaveLength(7);
    });
  }

  it('does not believe an entry that lies under another key', async () => {
    const cache = memoryCache();
    const sure = await runStage({ head: CHANGED, base: SIX_APPS, cache });
    const keys = [...cache.entries.keys()];
    const values = [...cache.entries.values()];
    for (const [index, key] of keys.entries()) cache.entries.set(key, values[(index + 2) % values.length] ?? new Uint8Array());
    expect(JSON.stringify((await runStage({ head: CHANGED, base: SIX_APPS, cache })).report)).toBe(JSON.stringify(sure.report));
  });

  it.each(['read', 'write', 'key'] as const)('goes on when it cannot %s, and says so once', async (what) => {
    const sure = await runStage({ head: CHANGED, base: SIX_APPS });
    const run = await runStage({ head: CHANGED, base: SIX_APPS, cache: memoryCache({ broken: [what] }) });
    expect(JSON.stringify(run.report)).toBe(JSON.stringify(sure.report));
    expect(run.notes).toHaveLength(1);
    expect(run.notes[0]).toContain('the render cache cannot be');
  });

  it('renders again when facts are there and the body is gone', async () => {
    const cache = memoryCache();
    const sure = await runStage({ head: CHANGED, base: SIX_APPS, cache });
    for (const [key, bytes] of cache.entries) if (Buffer.from(bytes).toString().includes('\n{"sources":')) cache.entries.delete(key);
    const again = await runStage({ head: CHANGED, base: SIX_APPS, cache });
    expect(again.renderer.requests.map(({ id }) => id)).toEqual(['head dev/web', 'base dev/web']);
    expect(JSON.stringify(again.report)).toBe(JSON.stringify(sure.report));
  });

  it('keeps nothing of a failed app', async () => {
    const cache = memoryCache();
    const broken = withFiles(SIX_APPS, { [DEV_WEB]: '!boom' });
    await runStage({ head: broken, cache });
    expect((await runStage({ head: broken, cache })).renderer.requests.map(({ id }) => id)).toEqual(['head dev/web']);
  });

  it('keeps nothing that was rendered from files that changed meanwhile', async () => {
    const cache = memoryCache();
    const files: Record<string, string> = { 'fairway.yaml': CONFIG, ...kustomizeApp('dev', 'web', configMap('web', 'before')) };
    const run = await runStage({
      head: files,
      cache,
      answer: () => {
        files[DEV_WEB] = configMap('web', 'after');
        return configMap('web', 'after');
      },
    });
    expect(run.report.notes.join()).toContain('files of dev/web changed while it was rendered');
    expect(cache.entries.size).toBe(0);
  });
});

describe('programs', () => {
  it('fails the apps that need a missing one, each named, with one error', async () => {
    const tool = async (name: string) => {
      throw new ToolError('tool-missing', `${name} is not there`, { command: [name], hint: 'install it' });
    };
    const { report } = await runStage({ head: SIX_APPS, tool });
    expect(report.verdict).toBe('incomplete');
    expect(report.stats.appsFailed).toBe(6);
    expect(report.errors).toEqual([{ code: 'tool-missing', message: 'kustomize is not there', hint: 'install it' }]);
  });

  it('asks for each once, and only where an app needs it', async () => {
    const asked: string[] = [];
    const tool = async (name: string) => {
      asked.push(name);
      return fakeTool(name);
    };
    await runStage({ head: SIX_APPS, tool });
    expect(asked).toEqual(['kustomize']);
  });

  it('another program, another key', async () => {
    const cache = memoryCache();
    await runStage({ head: SIX_APPS, cache });
    const run = await runStage({ head: SIX_APPS, cache, tool: async (name) => fakeTool(name, '2.0.0') });
    expect(run.renderer.requests).toHaveLength(6);
  });

  it('takes silence for a failure', async () => {
    const { report } = await runStage({ head: SIX_APPS, answer: ({ id }) => (id === 'head dev/web' ? undefined : configMap('a', 'b')) });
    expect(report.errors).toEqual([expect.objectContaining({ app: 'dev/web', message: 'kustomize gave no answer for dev/web' })]);
  });

  it('names line and column of output that is no manifest, and judges the others', async () => {
    const { report } = await runStage({ head: withFiles(SIX_APPS, { [DEV_WEB]: 'kind: [unclosed\n' }) });
    expect(report.errors[0]).toMatchObject({ code: 'tool-output', app: 'dev/web', message: expect.stringContaining('line') });
    expect(report.stats).toMatchObject({ appsFailed: 1, appsUnchanged: 5 });
  });

  it('passes on what a port throws for the whole run, and cleans up', async () => {
    const scratch = memoryScratch();
    const run = runStage({
      head: SIX_APPS,
      headIsCommit: true,
      scratch,
      answer: () => {
        throw new Error('broken');
      },
    });
    await expect(run).rejects.toThrow('broken');
    expect(scratch.open.size).toBe(0);
  });

  it('shows no directory of this machine', async () => {
    const { report } = await runStage({
      head: SIX_APPS,
      base: CHANGED,
      answer: ({ root }) => new Error(`cannot read ${root}/environments/x.yaml in ${root}`),
    });
    expect(JSON.stringify(report)).not.toMatch(/\/work|\/scratch/);
    expect(report.errors[0]?.message).toContain('cannot read environments/x.yaml in .');
  });
});

describe('the disk', () => {
  it('fails the apps that need a copy when it is full; the others go on', async () => {
    const { report } = await runStage({ head: CHANGED, base: SIX_APPS, scratch: memoryScratch({ full: true }) });
    expect(report.stats).toMatchObject({ appsUnchanged: 5, withheld: 1 });
    expect(report.errors[0]).toMatchObject({ code: 'disk-failed', app: 'dev/web' });
    expect(report.verdict).toBe('incomplete');
  });
});

describe('cancelled', () => {
  it('stops before and in the middle, and cleans up', async () => {
    const scratch = memoryScratch();
    const controller = new AbortController();
    const answer = () => {
      controller.abort();
      return configMap('a', 'b');
    };
    const run = runStage({ head: SIX_APPS, headIsCommit: true, scratch, answer, request: { signal: controller.signal } });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(scratch.open.size).toBe(0);
    await expect(runStage({ head: SIX_APPS, request: { signal: AbortSignal.abort() } })).rejects.toBeInstanceOf(FairwayError);
  });
});

describe('a renderer that was stopped', () => {
  it('ends the run: its apps are not told to have failed', async () => {
    const run = runStage({ head: SIX_APPS, answer: () => new FairwayError('cancelled', 'stopped') });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('secrets', () => {
  const files = { 'fairway.yaml': CONFIG, ...kustomizeApp('dev', 'web', secret('hunter2-plain')) };
  const encoded = Buffer.from('hunter2-plain').toString('base64');
  const leaks = (text: string): boolean => text.includes('hunter2-plain') || text.includes(encoded) || text.includes('swordfish-plain');

  it('are in no report, no cache and no output in plain text', async () => {
    const cache = memoryCache();
    const head = withFiles(files, { [DEV_WEB]: secret('swordfish-plain') });
    const { report, rendered } = await runStage({ head, base: files, cache, request: { needObjects: true, verifyDeterminism: true } });
    expect(report.changes).toEqual([expect.objectContaining({ kind: 'changed', object: expect.objectContaining({ kind: 'Secret' }) })]);
    expect(leaks(JSON.stringify(report))).toBe(false);
    expect(leaks(JSON.stringify(rendered))).toBe(false);
    expect(cache.entries.size).toBeGreaterThan(0);
    expect(leaks(cache.text())).toBe(false);
    expect(JSON.stringify(rendered)).toContain('<redacted>');
    expect(JSON.stringify(report)).not.toContain('hmac');
  });

  it('are handed over where that was asked for, from a warm cache too, and still not reported', async () => {
    const cache = memoryCache();
    await runStage({ head: files, cache });
    const run = await runStage({ head: files, cache, request: { needObjects: true, includeSecrets: true } });
    expect(JSON.stringify(run.rendered)).toContain('hunter2-plain');
    expect(leaks(JSON.stringify(run.report) + cache.text())).toBe(false);
  });
});

describe('two runs that differ', () => {
  const twice = (request: object, answer: (call: number) => string, cache = memoryCache()) =>
    runStage({
      head: CHANGED,
      base: SIX_APPS,
      cache,
      request: { verifyDeterminism: true, ...request },
      answer: ({ id }, call) => (id === 'head dev/web' ? answer(call) : configMap('web', 'x')),
    });

  it('are named with the paths, and block', async () => {
    const { report, renderer } = await twice({}, (call) => configMap('web', `random-${call}`));
    expect(report.findings).toEqual([
      expect.objectContaining({ ruleId: 'non-deterministic', blocking: true, subject: expect.objectContaining({ field: '/data/value' }) }),
    ]);
    expect(report.verdict).toBe('fail');
    expect(renderer.requests.filter(({ id }) => id === 'head dev/web')).toHaveLength(2);
    expect(renderer.requests.filter(({ id }) => id === 'head prod/web')).toHaveLength(1);
  });

  it('are not run again once they were proven equal', async () => {
    const cache = memoryCache();
    await twice({}, () => configMap('web', 'same'), cache);
    const { renderer, report } = await twice({}, () => configMap('web', 'same'), cache);
    expect(renderer.requests).toEqual([]);
    expect(report.verdict).toBe('pass');
  });

  it('say nothing where nobody asked, whatever the cache knows', async () => {
    const cache = memoryCache();
    await twice({}, (call) => configMap('web', `random-${call}`), cache);
    const { report } = await twice({ verifyDeterminism: false }, () => configMap('web', 'x'), cache);
    expect(report.findings).toEqual([]);
  });

  it('tell an object that is there only once, and a second run that fails', async () => {
    const other = await twice({}, (call) => configMap(`web-${call}`, 'x'));
    expect(other.report.findings.map(({ message }) => message)).toEqual([
      'ConfigMap shop/web-0 is there in one of two renderings of the same inputs only',
      'ConfigMap shop/web-1 is there in one of two renderings of the same inputs only',
    ]);
  });
});
