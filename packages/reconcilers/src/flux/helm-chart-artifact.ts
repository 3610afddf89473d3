// Where is a chart that is an OCI artifact?
import type { ObjectKey, SightedObject, World } from '../model.ts';
import { keyText, problemOf } from './flux-object.ts';
import { failed, type Placing, shortRevision } from './helm-chart-model.ts';
import { joinPath } from './kustomization-files.ts';
import { type OciSource, requestOf } from './sources.ts';

/** An artifact holds the chart itself, or one directory that is the chart. */
function chartRoot({ files }: World, root: string): string | undefined {
  if (files.isFile(joinPath(root, 'Chart.yaml'))) return root;
  const below = files
    .list(root)
    .map((path) => path.slice(root.length + 1))
    .filter((path) => /^[^/]+\/Chart\.yaml$/.test(path));
  const [only] = below;
  return below.length === 1 && only !== undefined ? joinPath(root, only.slice(0, -'/Chart.yaml'.length)) : undefined;
}

/** The digest of the artifact goes behind the version of the chart. */
export async function fromArtifact(
  sighted: SightedObject,
  world: World,
  { source, key }: { readonly source: OciSource; readonly key: ObjectKey },
): Promise<Placing> {
  const mounted = await world.source(requestOf(source));
  if (!mounted.ok) return failed(problemOf(sighted, mounted.message, { hint: mounted.hint }));
  const path = chartRoot(world, mounted.root);
  if (path === undefined) {
    const hint = 'the artifact must be one chart: push it with `helm push`';
    return failed(
      problemOf(sighted, `${keyText(key)} (${source.url}) holds no chart: there is no Chart.yaml at its top, nor in its only directory`, {
        hint,
      }),
    );
  }
  const tag = /^tag=(.+)$/.exec(source.reference)?.[1];
  return {
    kind: 'placed',
    path,
    valuesRoot: path,
    remote: true,
    valuesFiles: [],
    ignoreMissing: false,
    mark: { text: shortRevision(mounted.revision) ?? 'unknown', ...(tag === undefined ? {} : { tag }) },
    extra: new Map(),
    read: (file) => world.files.read(file),
    isFile: (file) => world.files.isFile(file),
    list: (directory) => world.files.list(directory),
    uses: [key],
  };
}
