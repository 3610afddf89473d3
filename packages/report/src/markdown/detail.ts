// How much of a report is told in Markdown, from everything down to counts?
import type { Report } from '@fairway/contracts';
import { LOUD_PLACES } from '../finding-groups.ts';
import { isGrave } from '../labels.ts';
import type { AppOutline } from '../outline.ts';

/** How much is told. Numbers are upper bounds; `Infinity` is all. */
export interface Detail {
  /** Objects whose diff is shown, the gravest first. */
  readonly diffs: number;
  /** Lines of one diff. */
  readonly diffLines: number;
  readonly objects: number;
  readonly apps: number;
  /** Places of findings that block or are new. */
  readonly findings: number;
  /** Rows of the board, skipped entries, notes and errors, each. */
  readonly rows: number;
}

/** Everything; of findings as much as a person reads. */
export const FULL: Detail = {
  diffs: Infinity,
  diffLines: Infinity,
  objects: Infinity,
  apps: Infinity,
  findings: LOUD_PLACES,
  rows: Infinity,
};

/** Steps from everything to counts. In each, one bound is searched for the largest number that fits. */
export const STEPS: readonly { readonly bound: keyof Detail; readonly detail: Detail }[] = [
  { bound: 'diffs', detail: { ...FULL, diffLines: 200, rows: 200 } },
  { bound: 'diffs', detail: { ...FULL, diffLines: 40, rows: 50 } },
  { bound: 'objects', detail: { ...FULL, diffs: 0, rows: 50 } },
  { bound: 'apps', detail: { ...FULL, diffs: 0, objects: 0, findings: 10, rows: 20 } },
  { bound: 'rows', detail: { diffs: 0, diffLines: 0, objects: 0, apps: 0, findings: 0, rows: 20 } },
];

/** The largest number from 0 to `most` for which `fits` holds, or undefined. `fits` must not become true again once it is false. */
export const largest = (most: number, fits: (count: number) => boolean): number | undefined => {
  if (!fits(0)) return undefined;
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Order in which objects get their diff: grave effects first, then restarts, then the rest; as in the report among equals. */
export const diffOrder = (report: Report): ReadonlyMap<Report['changes'][number], number> => {
  const weight = (change: Report['changes'][number]): number => (change.effects.some(isGrave) ? 0 : change.effects.length > 0 ? 1 : 2);
  return new Map(report.changes.toSorted((a, b) => weight(a) - weight(b)).map((change, place) => [change, place]));
};

/** The apps that are told: those that change, in the order of the report. */
export const toldApps = (apps: readonly AppOutline[]): readonly AppOutline[] => apps.filter((app) => app.changes.length > 0);
