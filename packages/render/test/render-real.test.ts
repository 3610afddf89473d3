// The real kustomize, helm and git in a temporary repository: do both sides, the cache and the copies of charts work together?
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRenderPorts, openCommit, openWorkTree, resolveRevision } from '@fairway/adapters';
import { Report } from '@fairway/contracts';
import { type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RenderRequest, renderRepository } from '../src/index.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: example.org/web, envFrom: [{ configMapRef: { name: settings } }] }
`;
const overlay = (env: string): string => `namespace: shop-${env}
resources: [../../../../base]
configMapGenerator: [{ name: settings, files: [settings.txt] }]
images: [{ name: example.org/web, newTag: "1.0.0" }]
`;
const kustomizeApp = (env: string): Record<string, string> => ({
  [`environments/${env}/apps/web/kustomization.yaml`]: overlay(env),
  [`environments/${env}/apps/web/settings.txt`]: `env=${env}\n`,
});
const helmApp = (env: string): Record<string, string> => ({
  [`environments/${env}/apps/store/app.yaml`]: `namespaces: [store-${env}]\nrenderer: { kind: helm, chart: ../../../../charts/store }\n`,
  [`environments/${env}/apps/store/values.yaml`]: `greeting: hello ${env}\n`,
});
const FILES: Readonly<Record<string, string>> = {
  'fairway.yaml': `version: 1
environments: { dev: { stage: dev }, prod: { stage: prod } }
apps: [{ path: "environments/{env}/apps/{app}" }]
`,
  'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'base/deployment.yaml': DEPLOYMENT,
  ...kustomizeApp('dev'),
  ...kustomizeApp('prod'),
  ...helmApp('dev'),
  ...helmApp('prod'),
  'charts/store/Chart.yaml': `apiVersion: v2
name: store
version: 1.0.0
dependencies: [{ name: parts, version: ">=1.0.0", repository: "file://../parts", alias: pieces }]
`,
  'charts/store/Chart.lock': 'dependencies: []\ndigest: sha256:0000\ngenerated: "2020-01-01T00:00:00Z"\n',
  'charts/store/values.yaml': 'greeting: none\npieces: { color: red }\n',
  'charts/store/templates/greeting.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-greeting, namespace: {{ .Release.Namespace }} }
data: { text: {{ .Values.greeting | quote }}, kube: {{ .Capabilities.KubeVersion.Version | quote }} }
`,
  'charts/parts/Chart.yaml': 'apiVersion: v2\nname: parts\nversion: 1.2.0\n',
  'charts/parts/templates/part.yaml': `apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }}-part, namespace: {{ .Release.Namespace }} }
stringData: { color: {{ .Values.color }} }
`,
};

describe('a real repository', () => {
  let repository: TemporaryRepository;
  const home = mkdtempSync(join(tmpdir(), 'fairway-real-cache-'));
  beforeAll(() => {
    repository = temporaryRepository(FILES);
  });
  afterEach(() => {
    repository.git('checkout', '--', '.');
    repository.git('clean', '-fdq');
  });
  afterAll(() => {
    repository[Symbol.dispose]();
    rmSync(home, { recursive: true, force: true });
  });

  const render = async (more: Partial<RenderRequest> & { readonly from?: string } = {}) => {
    const { directory } = repository;
    const { from, ...request } = more;
    const ports = createRenderPorts({
      environment: process.env,
      workTree: directory,
      cwd: directory,
      programs: {},
      renderCache: home,
      progress: { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} },
    });
    const base = from === undefined ? {} : { base: await openCommit(directory, await resolveRevision(directory, from)), baseRef: from };
    const head = await openWorkTree(directory, { git: true });
    const defaults = { below: '', environments: [], apps: [], verifyDeterminism: true, needObjects: true, includeSecrets: false };
    return renderRepository({ ...defaults, head, ...base, ...request }, ports);
  };

  it('renders kustomize and helm, dependencies unpacked, nothing written into the work tree', async () => {
    const { report, rendered } = await render();
    expect(Report.parse(report)).toEqual(report);
    expect(report.errors).toEqual([]);
    expect(report.apps.map(({ id, objects }) => `${id} ${objects}`)).toEqual(['dev/store 2', 'dev/web 2', 'prod/store 2', 'prod/web 2']);
    const store = rendered.find(({ id }) => id === 'prod/store');
    expect(store?.objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual(
      expect.arrayContaining(['ConfigMap store-prod/store-greeting', 'Secret store-prod/store-part']),
    );
    expect(JSON.stringify(store)).toContain('v1.36');
    expect(JSON.stringify(rendered)).not.toContain('"red"');
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(readdirSync(join(repository.directory, 'charts/store'))).not.toContain('charts');
  });

  it('shows a dirty edit of a base against HEAD in every environment, with its effects', async () => {
    repository.write({ 'environments/dev/apps/web/settings.txt': 'env=dev\nmore=yes\n' });
    const { report, timings } = await render({ from: 'HEAD' });
    expect(report.head.dirty).toBe(true);
    expect(report.changes.map(({ object, kind, effects }) => `${object.kind} ${kind} ${effects.join()}`)).toEqual([
      'ConfigMap changed ',
      'Deployment changed restart',
    ]);
    expect(report.stats).toMatchObject({ appsChanged: 1, appsUnchanged: 3 });
    expect(timings['rendered']).toBe(1);
    expect(report.verdict).toBe('pass');

    repository.write({ 'base/deployment.yaml': DEPLOYMENT.replace('app: web } }\n  template', 'app: shop } }\n  template') });
    const shared = (await render({ from: 'HEAD', expectEnvironments: ['dev'] })).report;
    expect(shared.verdict).toBe('fail');
    expect(shared.findings.filter(({ blocking }) => blocking).map(({ ruleId }) => ruleId)).toContain('unexpected-environment');
    expect(shared.changes.filter(({ object }) => object.kind === 'Deployment').map(({ effects }) => effects.join())).toEqual([
      'restart,immutable-field',
      'immutable-field',
    ]);
  });

  it('gives the same bytes from a warm cache, without running a program', async () => {
    const first = await render({ from: 'HEAD' });
    const second = await render({ from: 'HEAD' });
    expect(second.timings['rendered']).toBe(0);
    expect(JSON.stringify(second.report)).toBe(JSON.stringify(first.report));
    expect(JSON.stringify(first.report)).not.toContain(repository.directory);
  });

  it.each(['3', '4'])('inflates a local chart with a file dependency through kustomize and helm %s', async (major) => {
    const directory = 'environments/dev/apps/inflated';
    repository.write({
      'fairway.yaml': `${FILES['fairway.yaml']}render: { helm: "${major}", loadRestrictor: none }\n`,
      [`${directory}/kustomization.yaml`]: `helmGlobals: { chartHome: ../../../../charts }
helmCharts: [{ name: store, releaseName: inflated, namespace: team, valuesInline: { greeting: hi } }]
`,
    });
    const { report, rendered } = await render({ apps: ['dev/inflated'] });
    expect(report.errors).toEqual([]);
    expect(report.tools.map(({ name }) => name)).toEqual([`helm${major}`, 'kustomize']);
    expect(rendered[0]?.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'ConfigMap inflated-greeting',
      'Secret inflated-part',
    ]);
  });

  it('names the place of a failure as a person wrote it', async () => {
    repository.write({ 'charts/store/templates/greeting.yaml': '{{ .Values.a.b.c }}\n' });
    const { report } = await render({ from: 'HEAD' });
    expect(report.verdict).toBe('incomplete');
    expect(report.changes).toEqual([]);
    expect(report.errors).toHaveLength(2);
    expect(report.errors[0]?.message).toContain('charts/store');
    expect(JSON.stringify(report)).not.toMatch(/fairway-charts|scratch|\/tmp\//);
  });

  it('finds a template that gives another result each time', async () => {
    repository.write({
      'charts/parts/templates/part.yaml': FILES['charts/parts/templates/part.yaml']?.replace('.Values.color', 'randAlphaNum 8') ?? '',
    });
    const { report } = await render({ from: 'HEAD', environments: ['dev'] });
    const found = report.findings.filter(({ ruleId }) => ruleId === 'non-deterministic');
    expect(found).toEqual([
      expect.objectContaining({
        blocking: true,
        subject: expect.objectContaining({ env: 'dev', app: 'store', field: '/stringData/color' }),
      }),
    ]);
    expect(report.verdict).toBe('fail');
  });
});
