// What exactly does an app render, once its name and its environment are known?
import type { AppConfig, ConfigProblem } from '@fairway/contracts';
import type { App, AppRenderer } from '../model.ts';
import type { Candidate } from './candidate.ts';
import type { Layout } from './layout.ts';
import { resolvePath } from './tree-path.ts';

export interface ResolveContext {
  readonly layout: Layout;
  /** The cluster runs Flux, which takes the manifests of a whole directory tree. */
  readonly flux: boolean;
}

export interface ResolvedApp {
  readonly app: App | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Makes an app of a candidate. A path of app.yaml that leaves the repository is a problem of that file. */
export function resolveApp(candidate: Candidate, name: string, context: ResolveContext): ResolvedApp {
  const config = candidate.appFile?.reading.value;
  const problems = pathProblems(candidate);
  if (problems.length > 0) return { app: undefined, problems };
  const namespaces = config?.namespaces ?? [];
  const app: App = {
    id: `${candidate.env}/${name}`,
    env: candidate.env,
    name,
    kind: candidate.kind,
    root: candidate.root,
    renderer: rendererOf(candidate, name, context),
    scope: config?.scope ?? (candidate.kind === 'platform' ? 'cluster' : namespaces.length > 1 ? 'namespaces' : 'namespace'),
    namespaces,
    config,
    declaredAt: { file: candidate.file, line: 1 },
    inferred: candidate.inferred,
  };
  return { app, problems: [] };
}

function pathProblems({ root, appFile }: Candidate): ConfigProblem[] {
  const renderer = appFile?.reading.value.renderer;
  const release = appFile?.reading.value.release;
  const at = appFile?.reading.yaml.at ?? (() => ({ file: root }));
  const paths: { readonly value: string; readonly path: readonly (string | number)[] }[] = [
    ...(release?.fields ?? []).map(({ file }, index) => ({ value: file, path: ['release', 'fields', index, 'file'] })),
    ...(release?.carries ?? []).map((file, index) => ({ value: file, path: ['release', 'carries', index] })),
  ];
  if (renderer?.kind === 'helm') {
    if (!renderer.chart.startsWith('oci://')) paths.push({ value: renderer.chart, path: ['renderer', 'chart'] });
    paths.push(...(renderer.valueFiles ?? []).map((value, index) => ({ value, path: ['renderer', 'valueFiles', index] })));
  }
  if (renderer?.kind === 'kustomize' && renderer.path !== undefined) paths.push({ value: renderer.path, path: ['renderer', 'path'] });
  return paths.flatMap(({ value, path }) => {
    if (resolvePath(root, value) !== undefined) return [];
    return [
      { message: `the path '${value}' leaves the repository`, hint: 'name a file of this repository, relative to app.yaml', at: at(path) },
    ];
  });
}

function rendererOf(candidate: Candidate, name: string, context: ResolveContext): AppRenderer {
  const { root } = candidate;
  const renderer = candidate.appFile?.reading.value.renderer;
  switch (candidate.renderer) {
    case 'kustomize':
      return { kind: 'kustomize', path: renderer?.kind === 'kustomize' ? (resolvePath(root, renderer.path ?? '.') ?? root) : root };
    case 'directory':
      return { kind: 'directory', path: root, recurse: (renderer?.kind === 'directory' ? renderer.recurse : undefined) ?? context.flux };
    case 'helm':
      return helmRenderer(candidate, name, { renderer: renderer?.kind === 'helm' ? renderer : undefined, layout: context.layout });
  }
}

type HelmInputs = Extract<NonNullable<AppConfig['renderer']>, { readonly kind: 'helm' }>;

interface HelmContext {
  readonly renderer: HelmInputs | undefined;
  readonly layout: Layout;
}

/** Values files beside app.yaml that are taken without being named: differences first, the release last. */
const DEFAULT_VALUES = ['values.yaml', 'release.yaml'];

function helmRenderer({ root, valueFile }: Candidate, name: string, { renderer, layout }: HelmContext): AppRenderer {
  const chart = renderer?.chart ?? '.';
  const below = (file: string): string => (root === '' ? file : `${root}/${file}`);
  const present = (renderer === undefined ? ['release.yaml'] : DEFAULT_VALUES).map(below).filter((path) => layout.entries.has(path));
  const defaults = valueFile === undefined ? present : [valueFile, ...present];
  return {
    kind: 'helm',
    chart: chart.startsWith('oci://') ? chart : (resolvePath(root, chart) ?? root),
    valueFiles: renderer?.valueFiles?.map((file) => resolvePath(root, file) ?? file) ?? defaults,
    releaseName: renderer?.releaseName ?? releaseName(name),
    skipCrds: renderer?.skipCrds ?? false,
  };
}

/** Helm accepts lower-case letters, digits, dots and dashes, 53 at most (pkg/chart/v2/util.ValidateReleaseName). */
function releaseName(name: string): string {
  const allowed = name
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .slice(0, 53);
  return allowed.replace(/^[.-]+|[.-]+$/g, '') || 'release';
}
