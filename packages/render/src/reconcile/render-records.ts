// How do the objects of apps that were just found become known?
import type { ScratchPort, SourceTree } from '@fairway/contracts';
import type { App, RenderSettings } from '@fairway/environments';
import type { ClosureMemo } from '../closure/closure-memo.ts';
import { computeClosures } from '../closure/compute-closures.ts';
import { isReady, type Side } from '../plan/app-job.ts';
import { planJob } from '../plan/plan-jobs.ts';
import type { Programs } from '../plan/programs.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import { type AppRecord, readsMounted } from './app-record.ts';
import { createLayers } from './layers.ts';

export interface RenderRecordsContext {
  readonly side: Side;
  /** The side's tree with the sources that live elsewhere. */
  readonly main: SourceTree;
  readonly scratch: ScratchPort;
  readonly programs: Programs;
  readonly store: RenderingStore;
  readonly memo: ClosureMemo;
  readonly settings: (app: App) => RenderSettings;
  readonly isMounted: (path: string) => boolean;
  readonly signal: AbortSignal | undefined;
}

export interface RecordRenderer {
  /** Gives apps that were found in the tree their closures. */
  readonly locate: (found: readonly AppRecord[]) => Promise<void>;
  /** Gives each record its tree, closure and job, and makes its objects, or its failure, known to the store. */
  readonly render: (fresh: readonly AppRecord[]) => Promise<void>;
}

/** Nobody asks for the objects of such a rendering, unless it is of an Application, whose project may forbid some. */
export const isQuiet = ({ job, made }: AppRecord, { quiet }: Pick<ClosureMemo, 'quiet'>): boolean =>
  isReady(job) && quiet.has(job.bodyKey) && made?.known.object.kind !== 'Application';

export const recordRenderer = (context: RenderRecordsContext): RecordRenderer => {
  const { side, main, scratch, programs, store, memo, settings, isMounted, signal } = context;
  const { tree } = side;
  const layers = createLayers({ tree, main, scratch, settings, memo, signal });
  const plan = async (record: AppRecord): Promise<void> => {
    const { app, closure } = record;
    if (closure === undefined || record.tree === undefined) throw new Error(`no closure for ${record.key}`);
    const key = `${side.name} ${record.key}`;
    record.job = await planJob({ key, side, tree: record.tree, app, closure, settings: settings(app) }, programs);
  };
  return {
    locate: async (found) => {
      const closures = await computeClosures(
        tree,
        found.map(({ app }) => app),
        { settings, memo, ...(signal === undefined ? {} : { signal }) },
      );
      for (const record of found) Object.assign(record, { tree, closure: closures.get(record.key) });
    },
    render: async (fresh) => {
      const open = fresh.filter(({ obstacle }) => obstacle === undefined);
      const made = open.filter((record) => record.made !== undefined);
      const placed = await layers.place(made.map(({ app, files }) => ({ app, files, mounted: readsMounted(app, isMounted) })));
      for (const record of made) Object.assign(record, placed.get(record.key));
      for (const record of open) await plan(record);
      await store.obtain(open.flatMap((record) => (isReady(record.job) && !isQuiet(record, memo) ? [record.job] : [])));
    },
  };
};
