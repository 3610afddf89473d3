// Which clusters does a repository describe, and what does the network.yaml of each say?
import {
  ConfigName,
  type ConfigProblem,
  type NetworkFacts,
  type ReadResult,
  type SourceLocation,
  type SourceTree,
} from '@fairway/contracts';
import { CONFIG_FILE } from '../discovery/read-config.ts';
import { readClusterNetwork } from './cluster-network.ts';
import { readClusterProfile } from './cluster-profile.ts';
import { MAX_CONFIG_BYTES } from './config-yaml.ts';
import { readFairwayConfig } from './fairway-config.ts';
import { escapeControls, quote } from './show-value.ts';

/** More clusters than one repository describes; beyond it comparing all with all takes too long. */
const MAX_CLUSTERS = 500;

/** Address facts of a cluster, and where they stand. */
export interface FoundNetwork {
  /** Name by its profile, else by its directory. */
  readonly cluster: string;
  /** Path of the network.yaml, control characters escaped. */
  readonly file: string;
  readonly facts: NetworkFacts;
  /** Place of a path below `cluster.network`. */
  readonly at: (path: readonly PropertyKey[]) => SourceLocation;
}

export interface FoundNetworks {
  /** In the order of the environments that name them, then by directory. */
  readonly clusters: readonly FoundNetwork[];
  /** Directories of clusters that have a profile, or that an environment names, and no network.yaml. */
  readonly without: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** Directories below `clusters`, and those that environments of fairway.yaml name. Reads the tree twice; never throws for bad files. */
export async function clusterNetworksOf(tree: SourceTree): Promise<FoundNetworks> {
  const read = readerOf(await tree.read([CONFIG_FILE], { maxBytes: MAX_CONFIG_BYTES }));
  const config = textOf(CONFIG_FILE, read);
  const declared = config.text === undefined ? { directories: [], problems: [] } : declaredIn(config.text);
  const present = [...tree.entries.keys()].flatMap((path) => /^(clusters\/[^/]+)\/(?:profile|network)\.yaml$/.exec(path)?.[1] ?? []);
  const directories = [...new Set([...declared.directories, ...present.toSorted()])];
  const before = [...config.problems, ...declared.problems];
  if (directories.length > MAX_CLUSTERS) return { clusters: [], without: [], problems: [...before, tooMany(directories.length)] };
  const files = directories.flatMap((directory) => [`${directory}/profile.yaml`, `${directory}/network.yaml`]);
  const contents = readerOf(await tree.read(files, { maxBytes: MAX_CONFIG_BYTES }));
  const found = directories.map((directory) => readCluster(directory, contents));
  const clusters = found.flatMap(({ network }) => network ?? []);
  return {
    clusters,
    without: found.flatMap(({ directory, network, problems }) =>
      network === undefined && problems.length === 0 ? [escapeControls(directory)] : [],
    ),
    problems: [...before, ...found.flatMap(({ problems }) => problems), ...sameNames(clusters)],
  };
}

type Reader = (path: string) => ReadResult;
const readerOf =
  (results: ReadonlyMap<string, ReadResult>): Reader =>
  (path) =>
    results.get(path) ?? { kind: 'absent' };

const NOT_PLAIN: Readonly<Record<Exclude<ReadResult['kind'], 'file' | 'absent'>, string>> = {
  symlink: 'a symbolic link',
  directory: 'a directory',
  'too-large': 'larger than 1 MiB',
};

interface FileText {
  readonly text: string | undefined;
  readonly problems: readonly ConfigProblem[];
}

function textOf(path: string, read: Reader): FileText {
  const result = read(path);
  if (result.kind === 'file') return { text: new TextDecoder().decode(result.bytes), problems: [] };
  if (result.kind === 'absent') return { text: undefined, problems: [] };
  const file = escapeControls(path);
  const message = `${file} is ${NOT_PLAIN[result.kind]}`;
  return { text: undefined, problems: [{ message, hint: 'it must be a plain file of this repository', at: { file } }] };
}

interface Declared {
  readonly directories: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

function declaredIn(text: string): Declared {
  const reading = readFairwayConfig(text, CONFIG_FILE);
  if (!reading.ok) return { directories: [], problems: reading.problems };
  const environments = Object.values(reading.value.environments ?? {});
  return { directories: environments.flatMap(({ cluster }) => cluster?.replace(/\/+$/, '') ?? []), problems: [] };
}

interface FoundCluster {
  readonly directory: string;
  readonly network: FoundNetwork | undefined;
  readonly problems: readonly ConfigProblem[];
}

function readCluster(directory: string, read: Reader): FoundCluster {
  const [profile, network] = [textOf(`${directory}/profile.yaml`, read), textOf(`${directory}/network.yaml`, read)];
  const shown = escapeControls(directory);
  const file = `${shown}/network.yaml`;
  const named = profile.text === undefined ? undefined : readClusterProfile(profile.text, `${shown}/profile.yaml`);
  const facts = network.text === undefined ? undefined : readClusterNetwork(network.text, file);
  const problems = [
    ...profile.problems,
    ...network.problems,
    ...(named?.ok === false ? named.problems : []),
    ...(facts?.ok === false ? facts.problems : []),
  ];
  if (facts?.ok !== true || problems.length > 0) return { directory, network: undefined, problems };
  const cluster = (named?.ok === true ? named.value.cluster.name : undefined) ?? directory.slice(directory.lastIndexOf('/') + 1);
  if (!ClusterName.safeParse(cluster).success) return { directory, network: undefined, problems: [wrongName(cluster, file)] };
  const { yaml, value } = facts;
  const at = (path: readonly PropertyKey[]): SourceLocation => yaml.at(['cluster', 'network', ...path]);
  return { directory, network: { cluster, file, facts: value.cluster.network, at }, problems };
}

const ClusterName = ConfigName.max(63);

const wrongName = (name: string, file: string): ConfigProblem => ({
  message: `${quote(name)} cannot be the name of a cluster: expected at most 63 letters, digits, dots, dashes and underscores`,
  hint: 'rename the directory, or give the cluster a name in its profile.yaml',
  at: { file },
});

/** Ranges are told apart by the name of the cluster. */
function sameNames(clusters: readonly FoundNetwork[]): readonly ConfigProblem[] {
  const first = new Map<string, string>();
  return clusters.flatMap(({ cluster, file }) => {
    const before = first.get(cluster);
    if (before === undefined) {
      first.set(cluster, file);
      return [];
    }
    const message = `the cluster ${quote(cluster)} is described twice, first in ${before}`;
    return [{ message, hint: 'give each profile.yaml a name of its own', at: { file } }];
  });
}

const tooMany = (count: number): ConfigProblem => ({
  message: `there are ${count} directories of clusters: at most ${MAX_CLUSTERS} are compared`,
  hint: 'split the repository, or remove what is no cluster',
  at: { file: 'clusters' },
});
