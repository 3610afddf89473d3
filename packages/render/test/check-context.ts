// How does a test make the context of a check out of inline files and the output of the real programs?
import type { AppConfig } from '@fairway/contracts';
import type { App } from '@fairway/environments';
import { parseManifests } from '@fairway/manifests';
import { type RealFiles, realFiles } from '@fairway/testkit';
import { checkRendering } from '../src/checks/index.ts';
import { fields, texts } from '../src/checks/json-access.ts';
import { resolvePath } from '../src/checks/repository-path.ts';
import { readDocuments } from '../src/closure/read-document.ts';
import type { ChartStaging, CheckContext, InputFile, KustomizationNode, RemoteReference } from '../src/model.ts';
import { pathsOfPrograms } from './programs.ts';

export type Files = Readonly<Record<string, string>>;

const [kustomize = '', helm = ''] = await pathsOfPrograms('kustomize', 'helm4');

/** Inline files for the real kustomize and helm to read. */
export const real = (files: Files): RealFiles => realFiles(files, { kustomize, helm });

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The file of a kustomization directory. */
const kustomizationIn = (files: Files, directory: string): string | undefined =>
  NAMES.map((name) => (directory === '' ? name : `${directory}/${name}`)).find((path) => Object.hasOwn(files, path));

const isRemote = (path: string): boolean => /^(https?:|git@|git::|github\.com\/)/.test(path);

const nodeOf = (files: Files, directory: string, file: string): KustomizationNode => {
  const text = files[file] ?? '';
  const read = readDocuments(text, 'first');
  const content = fields(read.ok ? read.values[0] : undefined);
  const named = [...texts(content.resources), ...texts(content.bases), ...texts(content.components), ...texts(content.crds)].flatMap(
    (path) => resolvePath(directory, path) ?? [],
  );
  return {
    directory,
    file,
    text,
    content,
    component: content.kind === 'Component',
    children: named.filter((path) => kustomizationIn(files, path) !== undefined),
    resources: named.filter((path) => Object.hasOwn(files, path)),
  };
};

/** All kustomizations reachable from a directory, the first one first. */
export const nodesFrom = (files: Files, root: string): readonly KustomizationNode[] => {
  const nodes = new Map<string, KustomizationNode>();
  const visit = (directory: string): void => {
    const file = kustomizationIn(files, directory);
    if (file === undefined || nodes.has(directory)) return;
    const node = nodeOf(files, directory, file);
    nodes.set(directory, node);
    node.children.forEach(visit);
  };
  visit(root);
  return [...nodes.values()];
};

const remotesOf = (nodes: readonly KustomizationNode[]): readonly RemoteReference[] =>
  nodes.flatMap((node) =>
    [...texts(node.content.resources), ...texts(node.content.bases)]
      .filter(isRemote)
      .map((url) => ({ url, what: 'base' as const, at: { file: node.file } })),
  );

const stagingOf = (files: Files, chart: string): ChartStaging => ({
  chart,
  files: Object.keys(files).flatMap((source) => (source.startsWith(`${chart}/`) ? [{ path: source.slice(chart.length + 1), source }] : [])),
  dependencies: [],
});

/** Parts of an app that a test may set. */
export interface AppParts {
  readonly root?: string;
  readonly namespaces?: readonly string[];
  readonly scope?: App['scope'];
  readonly config?: AppConfig;
  readonly renderer?: App['renderer'];
}

export const appOf = ({ root = 'app', namespaces = [], scope = 'namespace', config, renderer }: AppParts = {}): App => ({
  id: 'dev/app',
  env: 'dev',
  name: 'app',
  kind: 'app',
  root,
  renderer: renderer ?? { kind: 'kustomize', path: root },
  scope,
  namespaces,
  config,
  declaredAt: { file: `${root}/app.yaml` },
  inferred: false,
});

/** The context of a check over inline files and printed YAML. */
export const contextOf = (files: Files, printed: string, parts: AppParts = {}): CheckContext => {
  const app = appOf(parts);
  const kustomizations = app.renderer.kind === 'kustomize' ? nodesFrom(files, app.renderer.path) : [];
  const charts = app.renderer.kind === 'helm' ? [stagingOf(files, app.renderer.chart)] : [];
  const inputs = new Map<string, InputFile>(Object.keys(files).map((path) => [path, { hash: path, mode: '100644', ignored: false }]));
  return {
    app,
    objects: parseManifests(printed).objects,
    closure: {
      files: inputs,
      listings: new Map(),
      absent: [],
      problems: [],
      remotes: remotesOf(kustomizations),
      kustomizations,
      charts,
      offDisk: false,
      lfsPointers: [],
    },
    read: (path) => files[path],
    crds: [],
  };
};

/** A rendering of inline files by the real kustomize, from directory `app` unless said otherwise. Fails the test when the build fails. */
export const builtContext = (
  files: Files,
  parts: AppParts & { readonly args?: readonly string[] } = {},
): CheckContext & { readonly printed: string } => {
  using disk = real(files);
  const { exitCode, stdout, stderr } = disk.kustomize(parts.root ?? 'app', ...(parts.args ?? []));
  if (exitCode !== 0) throw new Error(`kustomize build failed: ${stderr}`);
  return { ...contextOf(files, stdout, parts), printed: stdout };
};

/** A rendering of a chart in directory `app` by the real helm. */
export const templatedContext = (
  files: Files,
  parts: AppParts & { readonly args?: readonly string[] } = {},
): CheckContext & { readonly printed: string } => {
  using disk = real(files);
  const chart = parts.root ?? 'app';
  const { exitCode, stdout, stderr } = disk.helm(chart, ...(parts.args ?? []));
  if (exitCode !== 0) throw new Error(`helm template failed: ${stderr}`);
  const renderer = { kind: 'helm', chart, valueFiles: [], releaseName: 'release', skipCrds: false } as const;
  return { ...contextOf(files, stdout, { renderer, ...parts }), printed: stdout };
};

/** The files with one text replaced in one of them. Throws where it is not there, so that a mutation cannot become empty. */
export const changed = (files: Files, path: string, from: string, to: string): Files => {
  const text = files[path];
  if (text === undefined || !text.includes(from)) throw new Error(`${path} does not hold ${JSON.stringify(from)}`);
  return { ...files, [path]: text.replace(from, () => to) };
};

/** Findings of one id. */
export const found = (context: CheckContext, ruleId: string) => checkRendering(context).filter((finding) => finding.ruleId === ruleId);
