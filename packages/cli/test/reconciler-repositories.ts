// What do small Flux and Argo CD repositories look like, and what does a person read of one that is wrong?
import type { TemporaryRepository } from '@fairway/testkit';
import { expect } from 'vitest';
import { reportOf } from './run-cli.ts';

export type Files = Readonly<Record<string, string>>;

export const configMap = (name: string, data = 'a: "1"'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: apps }\ndata: { ${data} }\n`;

const indented = (text: string, by: number): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}\n`)
    .join('');

/** A Flux Kustomization of this repository. */
export const kustomization = (name: string, spec: string, version = 'v1'): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/${version}\nkind: Kustomization\nmetadata: { name: "${name}", namespace: flux-system }\nspec:\n  sourceRef: { kind: GitRepository, name: fleet }\n${indented(spec, 2)}`;

export const helmRelease = (name: string, spec: string, version = 'v2'): string =>
  `apiVersion: helm.toolkit.fluxcd.io/${version}\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: apps }\nspec:\n${indented(spec, 2)}`;

/** An Argo CD Application with one source in this repository. */
export const application = (name: string, source: string, { version = 'v1alpha1', project = 'default' } = {}): string =>
  `apiVersion: argoproj.io/${version}\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  project: ${project}\n  destination: { server: "https://kubernetes.default.svc", namespace: apps }\n  source:\n    repoURL: https://git.example/fleet\n${indented(source, 4)}`;

const GOOD: Files = {
  'apps/good/kustomization.yaml': 'resources: [settings.yaml]\n',
  'apps/good/settings.yaml': configMap('good'),
  'apps/more/kustomization.yaml': 'resources: [settings.yaml]\n',
  'apps/more/settings.yaml': configMap('more'),
};

/** A chart of this repository that shows its values. */
export const CHART: Files = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/web/templates/settings.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { a: {{ .Values.a | default "none" | quote }} }\n',
};
export const LOCAL_CHART =
  'chart: { spec: { chart: ./charts/web, sourceRef: { kind: GitRepository, name: fleet, namespace: flux-system } } }\n';

/** Two apps that are right, and whatever stands beside them. */
export const fluxRepository = (files: Files): Files => ({
  ...GOOD,
  'clusters/dev/source.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: fleet, namespace: flux-system }\nspec: { url: "https://git.example/fleet" }\n',
  'clusters/dev/good.yaml': kustomization('good', 'path: ./apps/good'),
  'clusters/dev/more.yaml': kustomization('more', 'path: ./apps/more'),
  ...files,
});

export const argoRepository = (files: Files): Files => ({
  ...GOOD,
  'clusters/dev/good.yaml': application('good', 'path: apps/good'),
  'clusters/dev/more.yaml': application('more', 'path: apps/more'),
  ...files,
});

/** A repository with the Kustomization `a` of `apps/a`, which holds these files. */
export const inFluxApp = (files: Files, spec = ''): Files =>
  fluxRepository({
    'clusters/dev/a.yaml': kustomization('a', `path: ./apps/a\n${spec}`),
    'apps/a/kustomization.yaml': `resources:\n${Object.keys(files)
      .map((name) => `  - ${name}\n`)
      .join('')}`,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`apps/a/${name}`, text])),
  });

/** All that a report says is wrong or not looked at, one line each. */
export const told = (report: Awaited<ReturnType<typeof reportOf>>): string =>
  [
    ...report.errors.map(({ app, code, at, message, hint }) => `${app} ${code} ${at?.file}:${at?.line} ${message} | ${hint}`),
    ...report.findings.map(
      ({ subject, ruleId, location, message, hint }) => `${subject.app} ${ruleId} ${location?.file}:${location?.line} ${message} | ${hint}`,
    ),
    ...report.skipped.map(({ path, reason }) => `${path} ${reason}`),
  ].join('\n');

/** Renders, and expects that the good apps are there, that nothing was written, and that no path of this machine is told. */
export const rendered = async (repository: TemporaryRepository, ...args: readonly string[]) => {
  const report = await reportOf(repository.directory, args);
  for (const name of ['good', 'more']) expect(report.apps.find(({ app }) => app === name)).toMatchObject({ env: 'dev', objects: 1 });
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(JSON.stringify(report)).not.toContain(repository.directory);
  return report;
};

/** A Flux repository with one Kustomization more. */
export const one = (spec: string, version?: string): Files =>
  fluxRepository({ 'clusters/dev/bad.yaml': kustomization('bad', spec, version) });

/** A Flux repository with a HelmRelease that takes values from this source, and what else lies beside it. */
export const release = (from: string, ...more: readonly string[]): Files => ({
  ...CHART,
  ...inFluxApp({
    'bad.yaml': helmRelease('bad', `${LOCAL_CHART}valuesFrom: [{ ${from} }]`),
    ...Object.fromEntries(more.map((text, index) => [`data-${index}.yaml`, text])),
  }),
});

/** A ConfigMap with these Helm values. */
export const values = (text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: vals, namespace: apps }\ndata:\n  values.yaml: |\n${text.replace(/^/gm, '    ')}\n`;
