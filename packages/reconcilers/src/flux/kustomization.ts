// What does Flux apply for a Kustomization object?
import type { AfterStep } from '@fairway/environments';
import { stableYaml } from '@fairway/manifests';
import type { Expand, Expansion, ExpansionProblem, ObjectKey, SightedObject, World } from '../model.ts';
import { editKustomization, type KustomizationEdits } from './edit-kustomization.ts';
import { keyOf, keyText, nameOf, namespaceOf, type Problems, problemOf } from './flux-object.ts';
import { startKustomization } from './generate-kustomization.ts';
import { joinPath, resolvePath, type SourceFiles } from './kustomization-files.ts';
import { findingsOf } from './kustomization-findings.ts';
import { pathProblem, readComponents } from './kustomization-paths.ts';
import { locateSource, sourceKey } from './kustomization-source.ts';
import { type KustomizationSpec, readKustomization } from './kustomization-spec.ts';
import { readVariables } from './kustomization-variables.ts';

const failed = (problem: ExpansionProblem, ...more: readonly ExpansionProblem[]): Expansion => ({
  kind: 'failed',
  problems: [problem, ...more],
});

function dependsOn(sighted: SightedObject, spec: KustomizationSpec): readonly ObjectKey[] {
  const { group, kind } = keyOf(sighted);
  return (spec.dependsOn ?? []).map(({ name, namespace }) => ({
    group,
    kind,
    namespace: namespace === undefined || namespace === '' ? namespaceOf(sighted) : namespace,
    name,
  }));
}

function editsOf(spec: KustomizationSpec, there: readonly string[]): KustomizationEdits {
  const { targetNamespace = '', namePrefix = '', nameSuffix = '', patches = [], images = [], buildMetadata = [] } = spec;
  const given = (target: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(target).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
  return {
    targetNamespace,
    namePrefix,
    nameSuffix,
    buildMetadata,
    components: there,
    patches: patches.map(({ patch, target }) => ({ patch, target: target === undefined ? undefined : given(target) })),
    images: images.map(({ name, newName = '', newTag = '', digest = '' }) => ({ name, newName, newTag, digest })),
  };
}

type Placed =
  | { readonly ok: true; readonly files: ReadonlyMap<string, string | Uint8Array> }
  | { readonly ok: false; readonly problems: Problems };

/** The kustomization that Flux writes, where it is another one than what is there. */
async function place(
  sighted: SightedObject,
  spec: KustomizationSpec,
  { files, path }: { readonly files: SourceFiles; readonly path: string },
): Promise<Placed> {
  const { problems, there } = readComponents(sighted, spec, { files, path });
  const started = await startKustomization(files, path);
  const own = started.ok
    ? []
    : [{ code: 'file-unreadable', ...started.problem, message: `${nameOf(sighted)}: ${started.problem.message}` } as const];
  const [first, ...more] = [...problems, ...own];
  if (first !== undefined || !started.ok)
    return { ok: false, problems: [first ?? problemOf(sighted, 'there is no kustomization', { hint: '' }), ...more] };
  const edited = editKustomization(started.start, editsOf(spec, there));
  const laid = new Map<string, string | Uint8Array>(files.extra);
  if (edited !== undefined) laid.set(started.start.file, stableYaml(edited));
  return { ok: true, files: laid };
}

/** Decryption comes first, common metadata last, when the objects are applied. */
function afterOf({ commonMetadata }: KustomizationSpec, substitution: readonly AfterStep[]): readonly AfterStep[] {
  const { labels = {}, annotations = {} } = commonMetadata ?? {};
  const some = Object.keys(labels).length + Object.keys(annotations).length > 0;
  return [{ kind: 'placeholders' }, ...substitution, ...(some ? [{ kind: 'metadata', labels, annotations } as const] : [])];
}

function pathIn(sighted: SightedObject, { path = '' }: KustomizationSpec): string | ExpansionProblem {
  const resolved = resolvePath('', path);
  if (resolved !== undefined) return resolved;
  return problemOf(sighted, `spec.path ${JSON.stringify(path)} leaves the repository`, {
    hint: 'name a directory of the source, from its root',
    code: 'path-escapes',
  });
}

async function expandSpec(sighted: SightedObject, spec: KustomizationSpec, world: World): Promise<Expansion> {
  const depends = dependsOn(sighted, spec);
  const self = keyText(keyOf(sighted));
  if (depends.some((key) => keyText(key) === self)) {
    return failed(problemOf(sighted, 'it depends on itself, and would wait for ever', { hint: 'take its own name out of spec.dependsOn' }));
  }
  const asked = pathIn(sighted, spec);
  if (typeof asked !== 'string') return failed(asked);
  const key = sourceKey(sighted, spec);
  const located = await locateSource(sighted, world, { key, path: asked });
  if (located.kind !== 'located') return located;
  const { files } = located;
  const path = joinPath(files.root, asked);
  if (path !== '' && !files.isDirectory(path)) return failed(pathProblem(sighted, files, path));
  const variables = await readVariables(sighted, spec, world);
  if (variables.kind === 'failed') return failed(variables.problem);
  if (variables.kind !== 'ok') return variables;
  const placed = await place(sighted, spec, { files, path });
  if (!placed.ok) return { kind: 'failed', problems: placed.problems };
  return {
    kind: 'app',
    parts: [{ renderer: { kind: 'kustomize', path }, files: placed.files, after: afterOf(spec, variables.after) }],
    findings: findingsOf(sighted, spec),
    dependsOn: depends,
    uses: [...located.uses, ...variables.uses],
  };
}

/**
 * Flux `Kustomization` (kustomize.toolkit.fluxcd.io v1, v1beta2, v1beta1): the directory, with the kustomization that kustomize-controller
 * writes into it, and what it does to the objects then. Health checks, pruning, force, wait and impersonation change nothing that is rendered.
 */
export const expandKustomization: Expand = async (sighted, world) => {
  const reading = readKustomization(sighted);
  return reading.ok ? expandSpec(sighted, reading.value, world) : { kind: 'failed', problems: reading.problems };
};
