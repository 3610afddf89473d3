// Which tool renders a source?
import type { World } from '../model.ts';
import type { SourcePlace } from './app-source-place.ts';
import type { AppSource, DirectoryOptions, HelmOptions, KustomizeOptions } from './app-source-spec.ts';

export type SourceTool = 'helm' | 'kustomize' | 'directory' | 'plugin';

/** File names that make a directory a kustomization, in the order in which kustomize looks for them. */
export const KUSTOMIZATION_NAMES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (typeof value !== 'object') return false;
  return Object.values(value).every(isEmpty);
}

/** These switches alone do not make a block count. */
const IDLE_SWITCHES = [
  'commonAnnotationsEnvsubst',
  'forceCommonLabels',
  'forceCommonAnnotations',
  'labelWithoutSelector',
  'labelIncludeTemplates',
];

/** Argo CD drops a block without content before it looks which blocks there are. */
function says(options: HelmOptions | KustomizeOptions | DirectoryOptions | null | undefined): boolean {
  if (options === undefined || options === null) return false;
  return Object.entries(options).some(([key, value]) => !IDLE_SWITCHES.includes(key) && !isEmpty(value));
}

/** The blocks of a source that say something. */
export function explicitTools(source: AppSource): readonly SourceTool[] {
  const { helm, kustomize, directory, plugin } = source;
  return [
    ...(says(kustomize) ? (['kustomize'] as const) : []),
    // An empty valuesObject is content: it is the file `{}`.
    ...(says(helm) || (helm?.valuesObject !== undefined && helm.valuesObject !== null) ? (['helm'] as const) : []),
    ...(says(directory) ? (['directory'] as const) : []),
    ...(plugin !== undefined && plugin !== null && Object.keys(plugin).length > 0 ? (['plugin'] as const) : []),
  ];
}

/** What the files of the directory say: the last by name of the files that tell counts. */
export function discoveredTool(world: World, { path }: SourcePlace): SourceTool {
  const prefix = path === '' ? '' : `${path}/`;
  let tool: SourceTool = 'directory';
  for (const file of world.files.list(path)) {
    const name = file.slice(prefix.length);
    if (name.includes('/')) continue;
    if (name.endsWith('Chart.yaml')) tool = 'helm';
    else if (KUSTOMIZATION_NAMES.includes(name)) tool = 'kustomize';
  }
  return tool;
}
