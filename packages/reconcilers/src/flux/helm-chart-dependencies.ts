// Which charts does Flux fetch for a chart that lies in a repository, because `charts/` does not hold them?
import { checkYaml, isRecord } from '@fairway/manifests';
import { z } from 'zod';
import type { ExpansionProblem, SightedObject, World } from '../model.ts';
import { optional, problemOf } from './flux-object.ts';
import type { PlacedChart } from './helm-chart-model.ts';
import { joinPath } from './kustomization-files.ts';

const MAX_DEPENDENCIES = 100;
const MAX_FILES = 5000;
/** A name that can be a directory below charts/, and one that helm does not skip. */
const DIRECTORY = /^[A-Za-z0-9][\w.-]*$/;
/** What Flux fetches from; paths are looked up where the chart is built. */
const REMOTE = /^(?:https?|oci):\/\/./;

const Dependency = z.object({
  name: z.string().regex(DIRECTORY),
  version: optional(z.string()),
  repository: optional(z.string()),
  alias: optional(z.string().regex(DIRECTORY)),
});
type Dependency = z.output<typeof Dependency>;

/** Entries that are not as helm wants them are left to helm to complain about. */
async function dependenciesIn({ read, path }: PlacedChart, files: readonly string[]): Promise<readonly Dependency[]> {
  for (const file of files) {
    const bytes = await read(joinPath(path, file));
    if (bytes === undefined) continue;
    const [document] = checkYaml(new TextDecoder().decode(bytes)).values;
    const list = isRecord(document) && Array.isArray(document.dependencies) ? document.dependencies : [];
    const found = list.slice(0, MAX_DEPENDENCIES).flatMap((item) => {
      const reading = Dependency.safeParse(item);
      return reading.success ? [reading.data] : [];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** Is the chart in `charts/`, as a directory or as an archive that is called after it? */
function isThere(files: readonly string[], { name, alias }: Dependency): boolean {
  return files.some((file) => {
    const [, directory, archive] = /^([^/]+)\/Chart\.yaml$|^([^/]+)\.tgz$/.exec(file) ?? [];
    if (directory !== undefined) return directory === name || directory === alias;
    return archive === name || (archive?.startsWith(`${name}-`) === true && /^v?\d/.test(archive.slice(name.length + 1)));
  });
}

export type Dependencies =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly problem: ExpansionProblem };

/**
 * Files of the charts that are missing from `charts/`, each in a directory of its own there. Versions come from the lock file of the chart
 * where it has one. Charts of a path (`file://`) are there already.
 */
export async function fetchDependencies(sighted: SightedObject, placed: PlacedChart, world: World): Promise<Dependencies> {
  const laid = new Map<string, Uint8Array>();
  const wanted = await dependenciesIn(placed, ['Chart.yaml', 'requirements.yaml']);
  if (wanted.length === 0) return { ok: true, files: laid };
  const locked = await dependenciesIn(placed, ['Chart.lock', 'requirements.lock']);
  const directory = joinPath(placed.path, 'charts');
  const there = placed.list(directory).map((file) => file.slice(directory.length + 1));
  for (const dependency of wanted) {
    const { name, alias, repository = '', version = '' } = dependency;
    if (!REMOTE.test(repository) || isThere(there, dependency)) continue;
    const pinned = locked.find((entry) => entry.name === name && entry.repository === repository)?.version ?? version;
    const mounted = await world.source({ kind: 'chart', repository, chart: name, version: pinned });
    if (!mounted.ok)
      return { ok: false, problem: problemOf(sighted, `its chart needs ${name}: ${mounted.message}`, { hint: mounted.hint }) };
    for (const file of world.files.list(mounted.root)) {
      const bytes = await world.files.read(file);
      if (bytes !== undefined) laid.set(joinPath(joinPath(directory, alias ?? name), file.slice(mounted.root.length + 1)), bytes);
    }
    if (laid.size > MAX_FILES) {
      const hint = 'run `helm dependency update` and commit the archives in charts/';
      return { ok: false, problem: problemOf(sighted, `the charts that its chart needs have more than ${MAX_FILES} files`, { hint }) };
    }
  }
  return { ok: true, files: laid };
}
