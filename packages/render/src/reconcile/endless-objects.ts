// Does an object make itself again and again, each time under another name?
import type { AppRecord } from './app-record.ts';

/** Nobody nests what one place of a file says this often in itself. Two new ones from each make 500 apps until then. */
const MAX_REPEATED = 8;

const isSamePlace = (a: AppRecord, b: AppRecord): boolean =>
  a.made !== undefined &&
  b.made !== undefined &&
  a.made.known.object.kind === b.made.known.object.kind &&
  a.made.known.at.file === b.made.known.at.file &&
  a.made.known.at.line === b.made.known.at.line;

/** Counts the apps above this one whose object stands at the same place: the renderings of one object hold each other. */
export const isEndless = (record: AppRecord, records: ReadonlyMap<string, AppRecord>): boolean => {
  const seen = new Set([record.key]);
  let repeated = 0;
  let parent = record.made?.known.app;
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    const above = records.get(parent);
    if (above !== undefined && isSamePlace(record, above)) repeated += 1;
    parent = above?.made?.known.app;
  }
  return repeated >= MAX_REPEATED;
};
