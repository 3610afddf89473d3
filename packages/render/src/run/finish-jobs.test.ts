import type { RendererRequest, RendererResult } from '@fairway/contracts';
import type { AfterStep } from '@fairway/environments';
import type { ManifestObject } from '@fairway/manifests';
import { fakeTool, memoryScratch } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import type { ReadyJob } from '../plan/app-job.ts';
import { finishJobs } from './finish-jobs.ts';
import type { JobResult } from './run-jobs.ts';

const object = (kind: string, name: string, more: Record<string, unknown> = {}): ManifestObject => ({
  apiVersion: kind === 'CustomResourceDefinition' ? 'apiextensions.k8s.io/v1' : 'v1',
  kind,
  metadata: { name, ...more },
});
const job = (after: readonly AfterStep[]): ReadyJob =>
  ({
    key: 'head dev/web',
    app: { id: 'dev/web', declaredAt: { file: 'clusters/dev/web.yaml', line: 4 }, after },
    tools: [{ ...fakeTool('kustomize'), name: 'kustomize' }],
  }) as unknown as ReadyJob;

/** A post-renderer that labels what it sees, in reverse order. */
const renderer = (asked: ManifestObject[][]) => ({
  async *render(batch: readonly RendererRequest[]): AsyncIterable<RendererResult> {
    for (const { id } of batch) {
      const text = [...scratch.written].findLast(([path]) => path.endsWith('/objects.yaml'))?.[1] ?? '';
      const seen: ManifestObject[] = text
        .split('---\n')
        .filter((one) => one !== '')
        .map((one) => JSON.parse(one));
      asked.push(seen);
      const stdout = seen
        .toReversed()
        .map((one) => `---\n${JSON.stringify({ ...one, metadata: { ...one.metadata, labels: { seen: 'yes' } } })}\n`);
      yield { id, ok: true, stdout: stdout.join(''), stderr: '', milliseconds: 1 };
    }
  },
});
let scratch = memoryScratch();
const finish = async (after: readonly AfterStep[], objects: readonly ManifestObject[], sources: readonly (string | null)[] = []) => {
  scratch = memoryScratch();
  const asked: ManifestObject[][] = [];
  const results: JobResult[] = [];
  const given = (async function* (): AsyncIterable<JobResult> {
    yield { job: job(after), outcome: objects, sources };
  })();
  for await (const result of finishJobs(given, { renderer: renderer(asked), scratch, limits: {} })) results.push(result);
  const outcome = results[0]?.outcome;
  return {
    asked,
    outcome: Array.isArray(outcome) ? outcome : [],
    error: Array.isArray(outcome) ? undefined : outcome,
    sources: results[0]?.sources,
    open: scratch.open.size,
  };
};
const names = (objects: readonly ManifestObject[]): readonly string[] => objects.map(({ metadata }) => metadata.name);

describe('a post-renderer', () => {
  const step: AfterStep = { kind: 'kustomize', kustomization: {} };
  it('gets the objects, and the template of each stays known whatever the order', async () => {
    const { outcome, sources, open } = await finish(
      [step, { kind: 'default-namespace', namespace: 'shop' }],
      [object('ConfigMap', 'a'), object('ConfigMap', 'b')],
      ['c/a.yaml', 'c/b.yaml'],
    );
    expect(names(outcome)).toEqual(['b', 'a']);
    expect(sources).toEqual(['c/b.yaml', 'c/a.yaml']);
    expect(outcome.map(({ metadata }) => metadata.namespace)).toEqual(['shop', 'shop']);
    expect(open).toBe(0);
  });

  it('does not see hooks and definitions where it must not, and they stay', async () => {
    const hook = object('Job', 'migrate', { annotations: { 'helm.sh/hook': 'pre-install' } });
    const [crd, templated] = [object('CustomResourceDefinition', 'x'), object('CustomResourceDefinition', 'y')];
    const { asked, outcome } = await finish(
      [{ ...step, except: ['hooks', 'crds'] }],
      [crd, object('ConfigMap', 'a'), hook, templated],
      ['web/crds/x.yaml', 'web/templates/a.yaml', 'web/templates/hook.yaml', 'web/templates/y.yaml'],
    );
    expect(asked.map(names)).toEqual([['a', 'y']]);
    expect(outcome.map(({ metadata }) => [metadata.name, metadata.labels])).toEqual([
      ['y', { seen: 'yes' }],
      ['a', { seen: 'yes' }],
      ['x', undefined],
      ['migrate', undefined],
    ]);
  });

  it('is not asked where nothing is left to see', async () => {
    const { asked, outcome } = await finish(
      [{ ...step, except: ['hooks'] }],
      [object('Job', 'm', { annotations: { 'helm.sh/hook': 'test' } })],
    );
    expect(asked).toEqual([]);
    expect(names(outcome)).toEqual(['m']);
  });

  it('runs once for each step, in order', async () => {
    const { asked } = await finish([step, { kind: 'metadata', labels: { a: '1' }, annotations: {} }, step], [object('ConfigMap', 'a')]);
    expect(asked.map((seen) => seen.map(({ metadata }) => metadata.labels))).toEqual([[undefined], [{ seen: 'yes', a: '1' }]]);
  });
});

describe('steps without a program', () => {
  it('give a namespace to namespaced objects alone, and leave kinds that nobody defines', async () => {
    const { outcome } = await finish(
      [{ kind: 'default-namespace', namespace: 'shop' }],
      [
        object('ConfigMap', 'a'),
        object('Namespace', 'n'),
        object('ConfigMap', 'b', { namespace: 'own' }),
        { ...object('Thing', 't'), apiVersion: 'example.org/v1' },
      ],
    );
    expect(outcome.map(({ metadata }) => metadata.namespace)).toEqual(['shop', undefined, 'own', undefined]);
  });

  it('take the namespace of cluster-scoped objects away where Argo CD does', async () => {
    const role = object('Namespace', 'n', { namespace: 'wrong' });
    expect((await finish([{ kind: 'default-namespace', namespace: 'shop' }], [role])).outcome[0]?.metadata.namespace).toBe('wrong');
    expect((await finish([{ kind: 'default-namespace', namespace: 'shop', strip: true }], [role])).outcome[0]?.metadata).toEqual({
      name: 'n',
    });
  });

  it('tell which object could not be substituted', async () => {
    const { error } = await finish(
      [{ kind: 'substitute', variables: { A: 'x' }, strict: true }],
      [{ ...object('ConfigMap', 'a'), data: { b: '${GONE}' } }],
    );
    expect(error).toMatchObject({
      code: 'tool-output',
      message: expect.stringContaining('GONE'),
      at: { file: 'clusters/dev/web.yaml', line: 4 },
    });
  });
});
