import { describe, expect, it } from 'vitest';
import { configMap, kustomizeApp, runStage, SIX_APPS, withFiles } from '../../test/fake-run.ts';

const WEB = 'environments/dev/apps/web';
const inferred = withFiles(SIX_APPS, { 'fairway.yaml': null });

describe.each([
  ['declared', SIX_APPS],
  ['inferred', inferred],
])('an app of the base, %s', (_, base) => {
  it.each([
    ['emptied', '', 'empty kustomization: it names nothing to render'],
    ['left with no entry', 'resources: []\n', 'empty kustomization: it names nothing to render'],
    ['turned into a Component', 'kind: Component\nresources: [manifests.yaml]\n', 'Component: it takes part in what includes it'],
  ])('stays an app where its kustomization is %s', async (_case, text, reason) => {
    const head = withFiles(base, { [`${WEB}/kustomization.yaml`]: text, [`${WEB}/manifests.yaml`]: '!kustomization.yaml is empty' });
    const { report } = await runStage({ head, base });
    expect(report.apps.find(({ id }) => id === 'dev/web')).toMatchObject({ status: 'failed', reason: 'kustomization.yaml is empty' });
    expect(report.changes).toEqual([]);
    expect(report.verdict).toBe('incomplete');
    expect(report.notes).toContain(`dev/web is an app on the base and stays one: ${WEB} is now a ${reason}`);
    expect(report.skipped.filter(({ path, reason: why }) => path === WEB && why === reason)).toEqual([]);
  });

  it('is removed where its directory is gone', async () => {
    const head = withFiles(base, { [`${WEB}/kustomization.yaml`]: null, [`${WEB}/manifests.yaml`]: null });
    const { report } = await runStage({ head, base });
    expect(report.apps.find(({ id }) => id === 'dev/web')?.status).toBe('removed');
  });
});

it('is found with its environment, although no other app is left in it', async () => {
  const files = { ...kustomizeApp('dev', 'web', configMap('web', '1')), ...kustomizeApp('prod', 'web', configMap('web', '1')) };
  const { report } = await runStage({ head: withFiles(files, { [`${WEB}/kustomization.yaml`]: '# nothing\n' }), base: files });
  expect(report.apps.map(({ id }) => id)).toEqual(['dev/web', 'prod/web']);
});

it('is no app without a base', async () => {
  const { report } = await runStage({ head: withFiles(inferred, { [`${WEB}/kustomization.yaml`]: '' }) });
  expect(report.apps.map(({ id }) => id)).not.toContain('dev/web');
  expect(report.skipped).toContainEqual({ path: WEB, reason: 'empty kustomization: it names nothing to render' });
});
