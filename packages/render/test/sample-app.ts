// How does a test ask for the closure of one app?
import type { SourceTree } from '@fairway/contracts';
import type { App, AppRenderer, RenderSettings } from '@fairway/environments';
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { type ClosureOptions, computeClosures } from '../src/closure/compute-closures.ts';
import type { InputClosure } from '../src/model.ts';

const SETTINGS: RenderSettings = { helmMajor: '4', loadRestrictor: 'root-only', kubeVersion: '1.36.0', apiVersions: [] };

/** An app `dev/<name>` that inference found. */
export function sampleApp(name: string, renderer: AppRenderer, declaredIn: string): App {
  return {
    id: `dev/${name}`,
    env: 'dev',
    name,
    kind: 'app',
    root: '',
    renderer,
    scope: 'namespace',
    namespaces: [],
    config: undefined,
    declaredAt: { file: declaredIn },
    inferred: true,
  };
}

/** The app whose kustomization is in this directory. */
export function kustomizeApp(path: string, name = 'web'): App {
  return sampleApp(name, { kind: 'kustomize', path }, `${path}/kustomization.yaml`);
}

export function helmApp(chart: string, valueFiles: readonly string[] = []): App {
  return sampleApp('web', { kind: 'helm', chart, valueFiles, releaseName: 'web', skipCrds: false }, 'app.yaml');
}

export interface SampleOptions extends Partial<ClosureOptions> {
  readonly loadRestrictor?: RenderSettings['loadRestrictor'];
}

/** Closure of one app. */
export async function closureIn(tree: SourceTree, app: App, options: SampleOptions = {}): Promise<InputClosure> {
  const { loadRestrictor = 'root-only', ...rest } = options;
  const closures = await computeClosures(tree, [app], { settings: () => ({ ...SETTINGS, loadRestrictor }), ...rest });
  const closure = closures.get(app.id);
  if (closure === undefined) throw new Error(`no closure of ${app.id}`);
  return closure;
}

/** Closure of the kustomization in `overlay`, or of another app, over inline files. */
export function closureOf(
  files: Readonly<Record<string, MemoryFile>>,
  app: App = kustomizeApp('overlay'),
  options: SampleOptions = {},
): Promise<InputClosure> {
  return closureIn(memoryTree(files), app, options);
}

/** Sorted paths of the files. */
export function pathsOf(closure: InputClosure): readonly string[] {
  return [...closure.files.keys()].sort();
}

/** `file:line:column` of what is wrong, with its code and message. */
export function problemsOf(closure: InputClosure): readonly string[] {
  return closure.problems.map(
    ({ code, message, at }) => `${[at.file, at.line, at.column].filter((part) => part !== undefined).join(':')} ${code} ${message}`,
  );
}
