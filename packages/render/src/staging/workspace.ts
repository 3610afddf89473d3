// Where may a program find the inputs of an app: the work tree itself, or a copy of exactly what the app reads?
import { FairwayError, type ScratchPort, type SourceTree } from '@fairway/contracts';
import type { ChartStaging } from '../model.ts';
import type { ReadyJob } from '../plan/app-job.ts';
import { stageChart } from './chart-copy.ts';

/** `root` is absolute; `chart` is relative to it, for helm apps. */
export interface Place {
  readonly root: string;
  readonly chart?: string;
  /** What the program calls its inputs → what a person calls them, for messages. */
  readonly names: readonly (readonly [string, string])[];
}

export type Placed = Place | FairwayError;

export interface Workspace {
  /** Makes sure that the inputs of these jobs are there. A job whose inputs cannot be copied has its error. */
  place(jobs: readonly ReadyJob[]): Promise<ReadonlyMap<string, Placed>>;
  /** Removes every copy. */
  close(): Promise<void>;
}

/** Kustomize reads only the closure, so that the work tree will do; helm reads a chart directory whole, also what git ignores. */
const runsInPlace = ({ app, closure, tree }: ReadyJob): boolean =>
  app.renderer.kind === 'kustomize' && tree.root !== undefined && !closure.offDisk && closure.charts.length === 0;

/** The staged chart takes the place of its directory; a dependency's own directory stays, for a kustomization may read it, too. */
const outsideCharts = ({ closure }: ReadyJob): readonly string[] => {
  const directories = closure.charts.map(({ chart }) => `${chart}/`);
  return [...closure.files.keys()].filter((path) => !directories.some((directory) => path.startsWith(directory))).toSorted();
};

/** One copy per tree, the files of all its jobs together, links as they are; charts are staged beside, for values may lie in a chart, too. */
const createTreeCopy = (tree: SourceTree, name: string, scratch: ScratchPort) => {
  let root: Promise<string> | undefined;
  const done = new Set<string>();
  const charts = new Map<string, Promise<string>>();
  const open = (): Promise<string> => {
    root ??= scratch.directory(name);
    return root;
  };
  return {
    open,
    add: async (paths: Iterable<string>): Promise<void> => {
      const missing = [...new Set(paths)].filter((path) => !done.has(path)).toSorted();
      if (missing.length === 0) return;
      await tree.materialise(missing, await open());
      for (const path of missing) done.add(path);
    },
    /** Staged once, shared by all apps of the tree. */
    chart: (staging: ChartStaging): Promise<string> => {
      const place = `.fairway-charts/${charts.size + 1}`;
      const staged =
        charts.get(staging.chart) ??
        open().then(async (at) => {
          await stageChart(staging, { tree, scratch, directory: `${at}/${place}` });
          return place;
        });
      charts.set(staging.chart, staged);
      return staged;
    },
  };
};

type TreeCopy = ReturnType<typeof createTreeCopy>;

/** A packaged chart needs no staging: it stands among the copied files. */
const helmPlace = async ({ closure }: ReadyJob, copy: TreeCopy): Promise<Place> => {
  const [staging] = closure.charts;
  if (staging === undefined) return { root: await copy.open(), names: [] };
  const chart = await copy.chart(staging);
  return { root: await copy.open(), chart, names: [[chart, staging.chart]] };
};

/** Kustomize looks for a chart where the kustomization says, so that the staged chart stands there, in a copy of the app's own. */
const ownCopy = async (job: ReadyJob, scratch: ScratchPort): Promise<Place> => {
  const root = await scratch.directory(job.side.name);
  await job.tree.materialise(outsideCharts(job), root);
  for (const staging of job.closure.charts) {
    await stageChart(staging, { tree: job.tree, scratch, directory: `${root}/${staging.chart}` });
  }
  return { root, names: [] };
};

const attempt = async (action: () => Promise<Place>): Promise<Placed> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FairwayError && error.code !== 'cancelled') return error;
    throw error;
  }
};

/** A second workspace has other directories: what a rendering says about its own place shows when the two differ. */
export const createWorkspace = (scratch: ScratchPort): Workspace => {
  const copies = new Map<SourceTree, TreeCopy>();
  const opened: string[] = [];
  const remembered: ScratchPort = {
    ...scratch,
    directory: async (purpose) => {
      const directory = await scratch.directory(purpose);
      opened.push(directory);
      return directory;
    },
  };
  const copyOf = ({ tree, side }: ReadyJob): TreeCopy => {
    const copy = copies.get(tree) ?? createTreeCopy(tree, side.name, remembered);
    copies.set(tree, copy);
    return copy;
  };
  const shares = (job: ReadyJob): boolean =>
    !runsInPlace(job) && job.app.renderer.kind !== 'directory' && (job.app.renderer.kind === 'helm' || job.closure.charts.length === 0);
  const placeOne = (job: ReadyJob): Promise<Place> => {
    const { root } = job.tree;
    if (root !== undefined && runsInPlace(job)) return Promise.resolve({ root, names: [] });
    if (job.app.renderer.kind === 'helm') return helmPlace(job, copyOf(job));
    if (job.closure.charts.length > 0) return ownCopy(job, remembered);
    return copyOf(job)
      .open()
      .then((at) => ({ root: at, names: [] }));
  };
  const fill = async (jobs: readonly ReadyJob[]): Promise<ReadonlyMap<SourceTree, FairwayError>> => {
    const failed = new Map<SourceTree, FairwayError>();
    for (const [tree, own] of Map.groupBy(jobs.filter(shares), (job) => job.tree)) {
      const [first] = own;
      if (first === undefined) continue;
      const filled = await attempt(async () => {
        await copyOf(first).add(own.flatMap(({ closure }) => [...closure.files.keys()]));
        return { root: '', names: [] };
      });
      if (filled instanceof FairwayError) failed.set(tree, filled);
    }
    return failed;
  };
  return {
    place: async (jobs) => {
      const failed = await fill(jobs);
      const places = new Map<string, Placed>();
      for (const job of jobs) {
        const error = shares(job) ? failed.get(job.tree) : undefined;
        places.set(job.key, error ?? (await attempt(() => placeOne(job))));
      }
      return places;
    },
    close: async () => {
      for (const directory of opened.splice(0)) await scratch.remove(directory);
    },
  };
};
