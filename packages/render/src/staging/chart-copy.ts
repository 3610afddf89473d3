// How does a chart get a copy that helm can render without `helm dependency build`?
import { FairwayError, type ScratchPort, type SourceTree } from '@fairway/contracts';
import type { ChartStaging } from '../model.ts';

export interface ChartTarget {
  readonly tree: SourceTree;
  readonly scratch: ScratchPort;
  /** Absolute directory that becomes the chart. */
  readonly directory: string;
}

interface Copied {
  readonly source: string;
  readonly target: string;
}

/** A directory or an archive of the same chart that is there already would be loaded beside the dependency. */
const stale = (path: string, names: ReadonlySet<string>): boolean => {
  const match = /^charts\/([^/]+)(\/.*)?$/.exec(path);
  const entry = match?.[1] ?? '';
  if (match?.[2] !== undefined) return names.has(entry);
  const archive = /^(.+)-\d[^/]*\.tgz$/.exec(entry)?.[1];
  return archive !== undefined && names.has(archive);
};

/** Names come from Chart.yaml, which anybody may have written: what is no plain name must not lead out of `charts/`. */
const directoryName = (name: string): string => (/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/.test(name) ? name : 'dependency');

/** Two dependencies of one name (two versions under two aliases) get a directory each; helm goes by Chart.yaml, not by the directory. */
const dependencyDirectories = (staging: ChartStaging): readonly (readonly [string, ChartStaging])[] => {
  const distinct = staging.dependencies.filter(
    ({ name, staging: own }, index) =>
      staging.dependencies.findIndex((other) => other.name === name && other.staging.chart === own.chart) === index,
  );
  return distinct.map(({ name, staging: own }, index) => {
    const directory = directoryName(name);
    const before = distinct.slice(0, index).filter((other) => directoryName(other.name) === directory).length;
    return [before === 0 ? directory : `${directory}-${before + 1}`, own];
  });
};

const copies = (staging: ChartStaging, target: string): readonly Copied[] => {
  const names = new Set(staging.dependencies.map(({ name }) => name));
  const own = staging.files.filter(({ path }) => !stale(path, names)).map(({ path, source }) => ({ source, target: `${target}/${path}` }));
  return [...own, ...dependencyDirectories(staging).flatMap(([name, below]) => copies(below, `${target}/charts/${name}`))];
};

/**
 * Writes chart and `file://` dependencies, unpacked under `charts/<name>`, links replaced by what they lead to.
 * @throws FairwayError file-unreadable where a file went away since the closure was computed; disk-failed from the port
 */
export const stageChart = async (staging: ChartStaging, { tree, scratch, directory }: ChartTarget): Promise<void> => {
  const list = copies(staging, directory);
  const contents = await tree.read(new Set(list.map(({ source }) => source)));
  for (const { source, target } of list) {
    const content = contents.get(source);
    if (content?.kind !== 'file') {
      throw new FairwayError('file-unreadable', `${source} cannot be read`, {
        at: { file: source },
        hint: 'the file changed while it was being rendered: run again',
      });
    }
    await scratch.write(target, content.bytes);
  }
};
