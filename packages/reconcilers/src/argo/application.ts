// What does Argo CD render for an Application?
import type { AfterStep } from '@fairway/environments';
import { type FindingDraft, objectRef } from '@fairway/manifests';
import type { Expand, ExpandedPart, Expansion, ExpansionProblem, ObjectKey, SightedObject, World } from '../model.ts';
import type { RenderedSource, RenderSource, SourceContext } from './app-source-context.ts';
import { buildEnvironment } from './app-source-environment.ts';
import { withOverrides } from './app-source-overrides.ts';
import { type PlaceContext, type SourcePlace, sourcePlace, sourceRoot } from './app-source-place.ts';
import { Application, type AppSource } from './app-source-spec.ts';
import { discoveredTool, explicitTools, type SourceTool } from './app-source-tool.ts';
import { ARGO_GROUP, ARGO_NAMESPACE, argoName, failed, made, type Outcome, readArgoObject } from './argo-object.ts';
import { directorySource } from './directory-source.ts';
import { helmSource } from './helm-source.ts';
import { kustomizeSource } from './kustomize-source.ts';

/** Where the objects of an Application go. */
export interface ArgoDestination {
  readonly server?: string;
  readonly name?: string;
  readonly namespace?: string;
}

interface NamedSource {
  readonly field: string;
  readonly source: AppSource;
}

function sourcesOf({ spec }: Application): readonly NamedSource[] {
  const { source, sources, sourceHydrator } = spec;
  if (sourceHydrator !== undefined && sourceHydrator !== null) {
    return [{ field: 'spec.sourceHydrator.drySource', source: { ...sourceHydrator.drySource, chart: '', tagPrefix: '', ref: '' } }];
  }
  if (sources.length > 0) return sources.map((one, index) => ({ field: `spec.sources[${index}]`, source: one }));
  return source === undefined || source === null ? [] : [{ field: 'spec.source', source }];
}

/** Server or name of the cluster, and the namespace; `failed` where both server and name are set. */
export function destinationOf(sighted: SightedObject): Outcome<ArgoDestination> {
  const read = readArgoObject(sighted, Application);
  return read.ok ? destination(sighted, read.value) : { kind: 'failed', problems: read.problems };
}

function destination(sighted: SightedObject, { spec }: Application): Outcome<ArgoDestination> {
  const { server, name, namespace } = spec.destination;
  if (server !== '' && name !== '') {
    return failed(sighted, `spec.destination has both server ${server} and name ${name}`, 'Keep one of them.');
  }
  return made({ ...(server === '' ? {} : { server }), ...(name === '' ? {} : { name }), ...(namespace === '' ? {} : { namespace }) });
}

/** The AppProject of an Application: `default` where none is named. */
export function projectKeyOf({ object }: SightedObject, { spec }: Application): ObjectKey {
  const { namespace = ARGO_NAMESPACE } = object.metadata;
  return { group: ARGO_GROUP, kind: 'AppProject', namespace, name: spec.project === '' ? 'default' : spec.project };
}

const REF = /^[A-Za-z0-9_-]+$/;

/** Which paths of a `ref` source are asked for, so that the repository can be recognised by them. */
function askedOf(name: string, sources: readonly NamedSource[]): readonly string[] {
  const prefix = `$${name}/`;
  const paths = sources.flatMap(({ source: { helm } }) => [
    ...(helm?.valueFiles ?? []),
    ...(helm?.fileParameters ?? []).map(({ path }) => path),
  ]);
  return paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}

async function referencesOf(
  sighted: SightedObject,
  world: World,
  sources: readonly NamedSource[],
): Promise<Outcome<ReadonlyMap<string, SourcePlace>>> {
  const references = new Map<string, SourcePlace>();
  const names = new Set<string>();
  for (const { field, source } of sources) {
    const { ref, chart } = source;
    if (ref === '') continue;
    if (!REF.test(ref)) return failed(sighted, `${field}.ref ${ref} may hold letters, digits, - and _ only`, 'Rename it.');
    if (names.has(ref)) return failed(sighted, `${field}.ref ${ref} is the name of another source too`, 'Rename one of them.');
    const asked = askedOf(ref, sources);
    names.add(ref);
    if (asked.length === 0) continue;
    if (chart !== '')
      return failed(sighted, `${field} has a chart, and values files cannot be taken from a chart`, 'Use the ref of a git source.');
    const root = await sourceRoot(source, asked, { sighted, world, field });
    if (root.kind !== 'made') return root;
    references.set(ref, { root: root.value.root, path: root.value.root, findings: root.value.findings });
  }
  return made(references);
}

const RENDERED: Readonly<Record<Exclude<SourceTool, 'plugin'>, RenderSource>> = {
  helm: helmSource,
  kustomize: kustomizeSource,
  directory: directorySource,
};

type Shared = Pick<SourceContext, 'sighted' | 'world' | 'namespace' | 'references'> & { readonly project: string };

async function renderOne({ field, source: written }: NamedSource, index: number, shared: Shared): Promise<Outcome<RenderedSource>> {
  const { sighted, world, project, ...rest } = shared;
  const context: PlaceContext = { sighted, world, field };
  const place = await sourcePlace(written, context);
  if (place.kind !== 'made') return place;
  const source = await withOverrides(written, place.value, { sighted, world });
  if (source.kind !== 'made') return source;
  const [explicit, second] = explicitTools(source.value);
  if (second !== undefined) {
    const all = explicitTools(source.value).join(', ');
    return failed(sighted, `${field} is set up for several tools: ${all}`, 'Keep one of these blocks.');
  }
  const tool = explicit ?? discoveredTool(world, place.value);
  if (tool === 'plugin') return { kind: 'not-looked-at', reason: `${field} is rendered by a plugin, which is not run` };
  const { repoURL, path, targetRevision } = source.value;
  const facts = { name: sighted.object.metadata.name, namespace: shared.namespace, project, repoURL, path, targetRevision };
  const environment = buildEnvironment(facts);
  const rendered = await RENDERED[tool]({ sighted, world, field, index, source: source.value, place: place.value, environment, ...rest });
  if (rendered.kind !== 'made') return rendered;
  return made({ part: rendered.value.part, findings: [...place.value.findings, ...rendered.value.findings] });
}

function hydratorFindings(sighted: SightedObject, { spec: { sourceHydrator } }: Application): readonly FindingDraft[] {
  if (sourceHydrator === undefined || sourceHydrator === null) return [];
  return [
    {
      ruleId: 'fidelity',
      severity: 'info',
      message: `${argoName(sighted)}: drySource is rendered, and Argo CD applies what was written to the branch ${sourceHydrator.syncSource.targetBranch}`,
      hint: 'The rendering is what will be applied once it was hydrated and merged.',
      object: objectRef(sighted.object),
      field: '/spec/sourceHydrator',
      location: sighted.at,
      detail: 'sourceHydrator',
    },
  ];
}

/** Results of all sources together: a failure of any is the failure of the app, and so is a source that cannot be looked at. */
function together(
  results: readonly Outcome<RenderedSource>[],
  after: readonly AfterStep[],
): Outcome<RenderedSource & { readonly parts: readonly [ExpandedPart, ...ExpandedPart[]] }> | undefined {
  const problems: ExpansionProblem[] = results.flatMap((result) => (result.kind === 'failed' ? result.problems : []));
  const [first, ...more] = problems;
  if (first !== undefined) return { kind: 'failed', problems: [first, ...more] };
  const unseen = results.find((result) => result.kind === 'not-looked-at');
  if (unseen !== undefined) return unseen;
  const rendered = results.flatMap((result) => (result.kind === 'made' ? [result.value] : []));
  const [part, ...parts] = rendered.map((one) => ({ ...one.part, after: [...one.part.after, ...after] }));
  if (part === undefined) return undefined;
  return made({ part, parts: [part, ...parts], findings: rendered.flatMap(({ findings }) => findings) });
}

/** Expands an Application. AppProject restrictions are judged apart, by `projectFindings`, once all objects are known. */
export const expandApplication: Expand = async (sighted, world): Promise<Expansion> => {
  const read = readArgoObject(sighted, Application);
  if (!read.ok) return { kind: 'failed', problems: read.problems };
  const application = read.value;
  const target = destination(sighted, application);
  if (target.kind !== 'made') return target;
  const sources = sourcesOf(application);
  if (sources.length === 0) return failed(sighted, 'spec has neither source nor sources', 'Say in spec.source what it is made from.');
  const references = application.spec.sources.length > 0 ? await referencesOf(sighted, world, sources) : made(undefined);
  if (references.kind !== 'made') return references;
  const { namespace = '' } = target.value;
  const project = projectKeyOf(sighted, application);
  const shared: Shared = { sighted, world, namespace, references: references.value, project: project.name };
  const results: Outcome<RenderedSource>[] = [];
  for (const source of sources) {
    const { path, chart, ref, repoURL } = source.source;
    // A source with a name and nothing else lends its files to the others.
    if (application.spec.sources.length > 0 && ref !== '' && path === '' && chart === '' && !repoURL.startsWith('oci://')) continue;
    results.push(await renderOne(source, results.length, shared));
  }
  const all = together(results, namespace === '' ? [] : [{ kind: 'default-namespace', namespace, strip: true }]);
  if (all === undefined) return failed(sighted, 'no source of spec.sources has a path or a chart', 'Name a path in one of them.');
  if (all.kind !== 'made') return all;
  const lent = [...(references.value?.values() ?? [])].flatMap(({ findings }) => findings);
  const findings = [...hydratorFindings(sighted, application), ...lent, ...all.value.findings];
  return { kind: 'app', parts: all.value.parts, findings, dependsOn: [], uses: [project] };
};
