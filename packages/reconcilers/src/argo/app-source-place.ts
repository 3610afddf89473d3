// Where are the files of a source: in this repository, or in one that is mounted in it?
import type { SourceRequest } from '@fairway/contracts';
import { type FindingDraft, objectRef } from '@fairway/manifests';
import { problemOf } from '../flux/flux-object.ts';
import { whatIsNear } from '../flux/kustomization-paths.ts';
import type { MountedSource, SightedObject, World } from '../model.ts';
import { artifactReference, followsBranch, gitReference, isPinned } from './app-source-revision.ts';
import type { AppSource } from './app-source-spec.ts';
import { argoName, escapes, failed, made, type Outcome } from './argo-object.ts';

/** Files of a source. Both paths are relative to the repository root. */
export interface SourcePlace {
  /** Root of the repository, of the unpacked chart, or of the unpacked artifact: no path of the source leaves it. */
  readonly root: string;
  /** Directory that the source names. */
  readonly path: string;
  readonly findings: readonly FindingDraft[];
}

export interface PlaceContext {
  readonly sighted: SightedObject;
  readonly world: World;
  /** `spec.source` or `spec.sources[1]`: how messages name it. */
  readonly field: string;
}

/** Two paths as one, without `.` and `..`; undefined: it would leave `root`, below which `from` lies. */
export function joinInside(root: string, from: string, path: string): string | undefined {
  const depth = root === '' ? 0 : root.split('/').length;
  const parts = path.startsWith('/') ? root.split('/') : from.split('/');
  const joined = parts.filter((part) => part !== '');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') joined.push(part);
    else if (joined.length <= depth) return undefined;
    else joined.pop();
  }
  return joined.join('/');
}

const NO_SCHEME = /^[^:/]+(?::\d+)?(?:\/|$)/;

/** The chart registry in the words of fairway.lock: Argo CD writes a registry without a scheme. */
function chartRepository(repoURL: string): string {
  return !repoURL.includes('://') && NO_SCHEME.test(repoURL) ? `oci://${repoURL}` : repoURL;
}

function requestOf(source: AppSource): SourceRequest {
  const { repoURL, chart, targetRevision, tagPrefix } = source;
  if (repoURL.startsWith('oci://')) return { kind: 'oci', url: repoURL, reference: artifactReference(targetRevision) };
  if (chart !== '') return { kind: 'chart', repository: chartRepository(repoURL), chart, version: targetRevision };
  return { kind: 'git', url: repoURL, reference: tagPrefix === '' ? gitReference(targetRevision) : `tag=${tagPrefix}${targetRevision}` };
}

/** A chart in a registry is packed in one directory, which Argo CD leaves out. */
function unpacked(source: AppSource, { root }: MountedSource, { world }: PlaceContext): string {
  if (!source.repoURL.startsWith('oci://')) return root;
  const below = world.files.list(root).map((file) => file.slice(root.length + 1));
  const [first] = below;
  const directory = first?.slice(0, first.indexOf('/') + 1) ?? '';
  const single = directory !== '' && below.every((file) => file.startsWith(directory)) && below.includes(`${directory}Chart.yaml`);
  return single ? `${root}/${directory.slice(0, -1)}` : root;
}

async function mounted(source: AppSource, context: PlaceContext): Promise<Outcome<string>> {
  const { sighted, world, field } = context;
  const request = requestOf(source);
  if (source.tagPrefix !== '' && request.kind === 'git' && !isPinned(source.targetRevision)) {
    return {
      kind: 'not-looked-at',
      reason: `${field}: a range of versions over tags with the prefix ${source.tagPrefix} is not resolved yet`,
    };
  }
  const found = await world.source(request);
  if (found.ok) return made(unpacked(source, found, context));
  return { kind: 'failed', problems: [problemOf(sighted, `${field}: ${found.message}`, { hint: found.hint })] };
}

function revisionFindings(source: AppSource, { sighted, field }: PlaceContext): readonly FindingDraft[] {
  const { targetRevision } = source;
  if (followsBranch(targetRevision)) return [];
  return [
    {
      ruleId: 'reconciler-revision',
      severity: 'info',
      message: `${argoName(sighted)}: ${field} follows ${targetRevision} of this repository and is rendered from the files that are checked out`,
      hint: 'The rendering is what will be applied once targetRevision names this commit.',
      object: objectRef(sighted.object),
      field: `/${field.replaceAll(/[.[]/g, '/').replaceAll(']', '')}/targetRevision`,
      location: sighted.at,
      detail: field,
    },
  ];
}

function ignoredChart(source: AppSource, { sighted, field }: PlaceContext): readonly FindingDraft[] {
  if (source.chart === '' || !source.repoURL.startsWith('oci://')) return [];
  return [
    {
      ruleId: 'reconciler-chart-ignored',
      severity: 'medium',
      message: `${argoName(sighted)}: ${field}.chart is not used, because repoURL begins with oci:// and so names the artifact itself`,
      hint: `Write repoURL: ${source.repoURL.replace(/\/$/, '')}/${source.chart} and path: . without chart, or leave oci:// out.`,
      object: objectRef(sighted.object),
      location: sighted.at,
      detail: field,
    },
  ];
}

function missingField(source: AppSource): { readonly message: string; readonly hint: string } | undefined {
  const { repoURL, chart, path, ref, targetRevision } = source;
  if (repoURL.startsWith('oci://')) return undefined;
  if (chart !== '' && targetRevision === '')
    return { message: 'has a chart and no targetRevision', hint: 'Name the version of the chart in targetRevision.' };
  if (chart === '' && path === '' && ref === '')
    return { message: 'has neither path nor chart', hint: 'Name a directory in path (`.` is the root), or a chart.' };
  return undefined;
}

/** Root of the files of a source, brought here where it lives elsewhere. `paths` are what is needed of it. */
export async function sourceRoot(
  source: AppSource,
  paths: readonly string[],
  context: PlaceContext,
): Promise<Outcome<{ readonly root: string; readonly findings: readonly FindingDraft[] }>> {
  const git = source.chart === '' && !source.repoURL.startsWith('oci://');
  if (git && context.world.isSelf(source.repoURL, paths)) return made({ root: '', findings: revisionFindings(source, context) });
  const root = await mounted(source, context);
  return root.kind === 'made' ? made({ root: root.value, findings: ignoredChart(source, context) }) : root;
}

/** The directory that a source names; `failed` where it is not there or lies outside. */
export async function sourcePlace(source: AppSource, context: PlaceContext): Promise<Outcome<SourcePlace>> {
  const { sighted, world, field } = context;
  const missing = missingField(source);
  if (missing !== undefined) return failed(sighted, `${field} ${missing.message}`, missing.hint);
  if (source.path.startsWith('/')) return escapes(sighted, `${field}.path ${source.path} must be relative to the root of the repository`);
  const inside = joinInside('', '', source.path);
  if (inside === undefined) return escapes(sighted, `${field}.path ${source.path} points outside the repository`);
  const root = await sourceRoot(source, [inside], context);
  if (root.kind !== 'made') return root;
  const chart = source.chart !== '' && !source.repoURL.startsWith('oci://');
  const path = chart || inside === '' ? root.value.root : [root.value.root, inside].filter((part) => part !== '').join('/');
  if (path !== '' && !world.files.isDirectory(path)) {
    const file = world.files.isFile(path);
    const what = file ? 'is a file, not a directory' : 'does not exist';
    const near = file ? '' : ` (${whatIsNear({ ...world.files, root: root.value.root }, path)})`;
    return failed(sighted, `${field}.path ${source.path} ${what}`, `Correct path, or create the directory${near}.`);
  }
  return made({ root: root.value.root, path, findings: root.value.findings });
}
