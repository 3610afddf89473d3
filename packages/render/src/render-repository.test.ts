import { Report } from '@fairway/contracts';
import { memoryCache } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { CONFIG, configMap, kustomizeApp, runStage, SIX_APPS, withFiles } from '../test/fake-run.ts';

const statusOf = (report: Report) => Object.fromEntries(report.apps.map(({ id, status }) => [id, status]));
const DEV_WEB = 'environments/dev/apps/web/manifests.yaml';
const CHANGED = withFiles(SIX_APPS, { [DEV_WEB]: configMap('web', 'other') });

describe('a head alone', () => {
  it('asks for every app once, in place, with settings of its environment', async () => {
    const { renderer, report, scratch, headTree } = await runStage({ head: SIX_APPS });
    expect(renderer.batches).toHaveLength(1);
    expect(renderer.requests.map(({ id }) => id)).toEqual(
      ['dev/shop', 'dev/web', 'prod/shop', 'prod/web', 'test/shop', 'test/web'].map((id) => `head ${id}`),
    );
    expect(renderer.requests[0]).toEqual({
      renderer: 'kustomize',
      id: 'head dev/shop',
      program: expect.objectContaining({ name: 'kustomize' }),
      root: '/work',
      path: 'environments/dev/apps/shop',
      loadRestrictor: 'root-only',
    });
    expect(headTree.copies).toEqual([]);
    expect(scratch.written.size).toBe(0);
    expect(Report.parse(report)).toEqual(report);
    expect(report.stats).toMatchObject({ apps: 6, objects: 6, appsUnchanged: 6 });
    expect(report.verdict).toBe('pass');
    expect(report.environments.map(({ name }) => name)).toEqual(['dev', 'test', 'prod']);
  });

  it('copies what a commit has into one scratch tree, and removes it', async () => {
    const { headTree, renderer, scratch } = await runStage({ head: SIX_APPS, headIsCommit: true });
    expect(headTree.copies).toHaveLength(1);
    expect(headTree.copies[0]?.paths).toContain(DEV_WEB);
    expect(renderer.requests[0]?.root).toBe(headTree.copies[0]?.directory);
    expect(scratch.open.size).toBe(0);
  });

  it('copies what a sparse checkout left out, and nothing else', async () => {
    const { headTree, renderer } = await runStage({ head: SIX_APPS, offDisk: [DEV_WEB] });
    expect(headTree.copies.map(({ paths }) => paths)).toEqual([['environments/dev/apps/web/kustomization.yaml', DEV_WEB]]);
    const roots = new Set(renderer.requests.filter(({ id }) => id !== 'head dev/web').map(({ root }) => root));
    expect([...roots]).toEqual(['/work']);
  });

  it('hands limits on, and shows how far it is', async () => {
    const { signal } = new AbortController();
    const { renderer, progress } = await runStage({ head: SIX_APPS, request: { concurrency: 3, signal, apps: ['web'] } });
    expect(renderer.limits).toEqual([{ concurrency: 3, signal }]);
    expect(progress).toEqual(['rendering 3', 'test/web', 'prod/web', 'dev/web', 'done']);
  });

  it('selects by environment, stage, app, id and directory', async () => {
    const ids = async (request: object) => (await runStage({ head: SIX_APPS, request })).report.apps.map(({ id }) => id);
    expect(await ids({ environments: ['dev'] })).toEqual(['dev/shop', 'dev/web']);
    expect(await ids({ apps: ['web'], environments: ['dev', 'prod'] })).toEqual(['dev/web', 'prod/web']);
    expect(await ids({ apps: ['test/shop'] })).toEqual(['test/shop']);
    expect(await ids({ below: 'environments/prod/apps/web' })).toEqual(['prod/web']);
  });

  it('refuses an unknown environment or app, naming what there is', async () => {
    await expect(runStage({ head: SIX_APPS, request: { environments: ['prd'] } })).rejects.toMatchObject({ code: 'input-invalid' });
    await expect(runStage({ head: SIX_APPS, request: { apps: ['wbe'] } })).rejects.toMatchObject({ hint: 'there are: shop, web' });
    await expect(runStage({ head: SIX_APPS, request: { expectEnvironments: ['nowhere'] } })).rejects.toMatchObject({
      code: 'input-invalid',
    });
  });

  it('refuses a selection that holds nothing, naming what could be selected', async () => {
    const run = (request: object) => runStage({ head: SIX_APPS, request });
    await expect(run({ environments: ['dev'], apps: ['prod/web'] })).rejects.toMatchObject({
      code: 'input-invalid',
      message: "'prod/web' is in none of the environments that are selected",
      hint: 'there are: dev/shop, dev/web',
    });
    await expect(run({ below: 'environments/dev', apps: ['prod/web'] })).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it('refuses a wrong configuration', async () => {
    const run = runStage({ head: withFiles(SIX_APPS, { 'fairway.yaml': 'version: 1\nenviroments: {}\n' }) });
    await expect(run).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('gives the same bytes twice, with and without a cache', async () => {
    const stage = { head: CHANGED, base: SIX_APPS };
    const one = JSON.stringify((await runStage(stage)).report);
    expect(JSON.stringify((await runStage(stage)).report)).toBe(one);
    expect(JSON.stringify((await runStage({ ...stage, cache: 'none' })).report)).toBe(one);
  });
});

describe('head and base', () => {
  it('renders an app with equal inputs once, and the base of changed apps only', async () => {
    const { renderer, baseTree, report } = await runStage({ head: CHANGED, base: SIX_APPS });
    expect(renderer.requests.filter(({ id }) => id.startsWith('base')).map(({ id }) => id)).toEqual(['base dev/web']);
    expect(baseTree?.copies.map(({ paths }) => paths)).toEqual([
      ['environments/dev/apps/web/kustomization.yaml', 'environments/dev/apps/web/manifests.yaml'],
    ]);
    expect(statusOf(report)).toMatchObject({ 'dev/web': 'changed', 'dev/shop': 'unchanged', 'prod/web': 'unchanged' });
    expect(report.apps.find(({ id }) => id === 'dev/web')?.touchedBy).toEqual([DEV_WEB]);
    expect(report.changes).toEqual([
      expect.objectContaining({ app: 'dev/web', kind: 'changed', ops: [{ path: '/data/value', before: 'dev', after: 'other' }] }),
    ]);
  });

  it.each([undefined, SIX_APPS])('asks nothing of the renderer and reads no body when nothing changed', async (base) => {
    const cache = memoryCache();
    await runStage({ head: SIX_APPS, cache });
    const calls = { ...cache.calls };
    const { renderer, report } = await runStage({ head: SIX_APPS, ...(base === undefined ? {} : { base }), cache });
    expect(renderer.batches).toEqual([]);
    expect(cache.calls).toEqual({ ...calls, getMany: calls.getMany + 1 });
    expect(report.stats).toMatchObject({ apps: 6, appsUnchanged: 6, objects: 6 });
  });

  it('renders one app on one side when one file changed and the base is warm', async () => {
    const cache = memoryCache();
    await runStage({ head: SIX_APPS, cache });
    const { renderer, report } = await runStage({ head: CHANGED, base: SIX_APPS, cache });
    expect(renderer.requests.map(({ id }) => id)).toEqual(['head dev/web']);
    expect(report.changes).toHaveLength(1);
    const cold = await runStage({ head: CHANGED, base: SIX_APPS });
    expect(JSON.stringify(report)).toBe(JSON.stringify(cold.report));
  });

  it('shows added and removed apps with all their objects', async () => {
    const head = withFiles(
      { ...SIX_APPS, ...kustomizeApp('dev', 'new', configMap('new', '1')) },
      { 'environments/test/apps/web/kustomization.yaml': null, 'environments/test/apps/web/manifests.yaml': null },
    );
    const { report } = await runStage({ head, base: SIX_APPS });
    expect(statusOf(report)).toMatchObject({ 'dev/new': 'added', 'test/web': 'removed' });
    expect(report.changes.map(({ app, kind }) => `${app} ${kind}`)).toEqual(['dev/new added', 'test/web removed']);
    expect(report.apps.find(({ id }) => id === 'dev/new')?.touchedBy).toEqual([
      'environments/dev/apps/new/kustomization.yaml',
      'environments/dev/apps/new/manifests.yaml',
    ]);
  });

  it('compares by id where the directory of an app moved', async () => {
    const moved = {
      'fairway.yaml': CONFIG.replace('environments/{env}/apps/{app}', 'apps/{app}/{env}'),
      'apps/web/dev/kustomization.yaml': 'resources: [manifests.yaml]\n',
      'apps/web/dev/manifests.yaml': configMap('web', 'dev'),
    };
    const base = { 'fairway.yaml': CONFIG, ...kustomizeApp('dev', 'web', configMap('web', 'dev')) };
    expect(statusOf((await runStage({ head: moved, base })).report)).toEqual({ 'dev/web': 'unchanged' });
  });

  it('withholds a side that failed, and names it', async () => {
    const broken = withFiles(SIX_APPS, { [DEV_WEB]: '!boom' });
    const headFails = (await runStage({ head: broken, base: SIX_APPS })).report;
    expect(headFails.changes).toEqual([]);
    expect(headFails.verdict).toBe('incomplete');
    expect(headFails.errors).toEqual([expect.objectContaining({ code: 'tool-failed', message: 'boom', app: 'dev/web' })]);
    expect(statusOf(headFails)['dev/web']).toBe('failed');

    const baseFails = (await runStage({ head: SIX_APPS, base: broken })).report;
    expect(baseFails.changes).toEqual([]);
    expect(baseFails.apps.find(({ id }) => id === 'dev/web')).toMatchObject({
      status: 'changed',
      reason: 'what changed is withheld: the base could not be rendered (boom)',
    });
    expect(baseFails.errors[0]?.message).toBe('on the base: boom');
    expect(baseFails.verdict).toBe('pass');
  });

  it('says so when the configuration of the base is wrong, and does not pass', async () => {
    const { report } = await runStage({ head: SIX_APPS, base: withFiles(SIX_APPS, { 'fairway.yaml': 'version: 2\n' }) });
    expect(report.verdict).toBe('incomplete');
    expect(report.changes).toEqual([]);
    expect(report.errors[0]).toMatchObject({ code: 'config-invalid', message: expect.stringMatching(/^on the base: /) });
  });
});

describe('blast radius', () => {
  const shared = (value: string) => ({
    'fairway.yaml': CONFIG,
    'base/kustomization.yaml': 'resources: [cm.yaml]\n',
    'base/cm.yaml': configMap('web', value),
    ...Object.fromEntries(
      ['dev', 'prod'].map((env) => [`environments/${env}/apps/web/kustomization.yaml`, 'resources: [../../../../base]\n']),
    ),
  });
  const answer = (value: string) => (request: { id: string }) => configMap('web', request.id.startsWith('head') ? value : 'old');

  it('names the file that reaches several environments', async () => {
    const { report } = await runStage({ head: shared('new'), base: shared('old'), answer: answer('new') });
    const [finding] = report.findings;
    expect(finding).toMatchObject({
      ruleId: 'multi-environment-change',
      severity: 'medium',
      blocking: false,
      message: 'base/cm.yaml alters what dev, prod render',
      location: { file: 'base/cm.yaml' },
    });
    expect(report.verdict).toBe('pass');
  });

  it('says nothing when the renderings are identical', async () => {
    const { report } = await runStage({ head: shared('new'), base: shared('old'), answer: answer('old') });
    expect(report.findings).toEqual([]);
    expect(report.stats.appsUnchanged).toBe(2);
  });

  it('fails on an environment that is not expected to be touched', async () => {
    const stage = { head: shared('new'), base: shared('old'), answer: answer('new') };
    const { report } = await runStage({ ...stage, request: { expectEnvironments: ['dev'] } });
    expect(report.verdict).toBe('fail');
    expect(report.findings.filter(({ blocking }) => blocking).map(({ ruleId }) => ruleId)).toEqual([
      'multi-environment-change',
      'unexpected-environment',
    ]);
    const expected = await runStage({ ...stage, request: { expectEnvironments: ['dev', 'prod'] } });
    expect(expected.report.verdict).toBe('pass');
  });
});
