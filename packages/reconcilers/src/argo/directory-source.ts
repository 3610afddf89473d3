// Which files does Argo CD take from a plain directory?
import { checkYaml, isRecord } from '@fairway/manifests';
import type { RenderSource, SourceContext } from './app-source-context.ts';
import { compileGlob } from './app-source-glob.ts';
import type { DirectoryOptions } from './app-source-spec.ts';
import { failed, made, type Outcome } from './argo-object.ts';

const MANIFEST = /\.(?:yaml|yml|json|jsonnet)$/;
const SKIP_MARKER = '+argocd:skip-file-rendering';
const MAX_FILES = 20_000;

/** Argo CD walks directory by directory, each in the order of its names. */
export function inWalkOrder(files: readonly string[]): readonly string[] {
  const keyed = files.map((file) => ({ file, parts: file.split('/') }));
  keyed.sort((left, right) => {
    for (let at = 0; ; at++) {
      const one = left.parts[at];
      const other = right.parts[at];
      if (one === other && one !== undefined) continue;
      if (one === undefined || other === undefined) return (one === undefined ? 0 : 1) - (other === undefined ? 0 : 1);
      return one < other ? -1 : 1;
    }
  });
  return keyed.map(({ file }) => file);
}

/** Paths of the candidates, relative to the directory, by name, `exclude` and `include`. */
export function selectedFiles(
  files: readonly string[],
  { recurse, include, exclude }: Pick<DirectoryOptions, 'recurse' | 'include' | 'exclude'>,
): readonly string[] {
  const excluded = exclude === '' ? undefined : compileGlob(exclude, { dialect: 'gobwas' });
  const included = compileGlob(include, { dialect: 'gobwas' });
  const chosen = files.filter(
    (file) =>
      MANIFEST.test(file) && (recurse || !file.includes('/')) && excluded?.(file) !== true && (include === '' || included?.(file) === true),
  );
  return inWalkOrder(chosen);
}

/** YAML that is no Kubernetes object from its first document on, and does not look like one, is passed over. */
function isUnrelated(text: string): boolean {
  if (['apiVersion:', 'kind:', 'metadata:'].every((word) => text.includes(word))) return false;
  const { values, problems } = checkYaml(text);
  if (problems.length > 0) return true;
  const first = values.find((value) => value !== null && value !== undefined);
  return first !== undefined && !(isRecord(first) && typeof first['kind'] === 'string' && first['kind'] !== '');
}

async function keptFiles(context: SourceContext, files: readonly string[]): Promise<Outcome<readonly string[]>> {
  const { sighted, world, place } = context;
  const kept: string[] = [];
  for (const name of files) {
    const file = place.path === '' ? name : `${place.path}/${name}`;
    const bytes = await world.files.read(file);
    if (bytes === undefined)
      return failed(sighted, `${file} cannot be read`, 'It is a link that leads nowhere, or larger than 8 MiB: exclude it.');
    const text = new TextDecoder().decode(bytes);
    if (text.includes(SKIP_MARKER)) continue;
    if (name.endsWith('.jsonnet')) return { kind: 'not-looked-at', reason: `${file} is Jsonnet, which is not evaluated` };
    if (name.endsWith('.json') || !isUnrelated(text)) kept.push(file);
  }
  return made(kept);
}

/** A directory of manifests, with exactly the files that Argo CD would read, in its order. */
export const directorySource: RenderSource = async (context) => {
  const { sighted, world, field, source, place } = context;
  const { recurse = false, include = '', exclude = '', jsonnet } = source.directory ?? {};
  if (jsonnet !== undefined && jsonnet !== null && (jsonnet.extVars.length > 0 || jsonnet.tlas.length > 0 || jsonnet.libs.length > 0)) {
    return { kind: 'not-looked-at', reason: `${field}.directory.jsonnet is set, and Jsonnet is not evaluated` };
  }
  const prefix = place.path === '' ? 0 : place.path.length + 1;
  const names = world.files.list(place.path).map((file) => file.slice(prefix));
  const selected = selectedFiles(names, { recurse, include, exclude });
  if (selected.length > MAX_FILES) {
    return failed(
      sighted,
      `${field} takes ${selected.length} files, and at most ${MAX_FILES} are read`,
      'Choose fewer with directory.include.',
    );
  }
  const files = await keptFiles(context, selected);
  if (files.kind !== 'made') return files;
  const renderer = { kind: 'directory', path: place.path, recurse, files: files.value } as const;
  return made({ part: { renderer, files: new Map(), after: [] }, findings: [] });
};
