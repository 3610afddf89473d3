// What does the index.yaml of a Helm repository offer, and which version of a chart is meant?
import { FairwayError } from '@fairway/contracts';
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { z } from 'zod';
import { parseLooseVersion } from './semver-text.ts';
import { shownWord } from './source-address.ts';
import { newestMatch } from './version-range.ts';

const Entry = z.object({
  version: z.string(),
  urls: z.array(z.string()).optional().catch(undefined),
  digest: z.string().optional().catch(undefined),
  created: z.string().optional().catch(undefined),
});
/** One published version of a chart. */
export type IndexEntry = z.infer<typeof Entry>;

/** Charts by name; within one, the newest publication of equal versions is first. */
export type HelmIndex = ReadonlyMap<string, readonly IndexEntry[]>;

const Index = z.object({ apiVersion: z.string(), entries: z.record(z.string(), z.array(z.unknown()).catch([])) });

const refuse = (where: string, problem: string, cause?: unknown): FairwayError =>
  new FairwayError('remote-failed', `${where} ${problem}`, {
    hint: 'Is it the address of a Helm repository, the one that `helm repo add` takes?',
    ...(cause === undefined ? {} : { cause }),
  });

const timeOf = (entry: IndexEntry): number => Date.parse(entry.created ?? '') || 0;

/**
 * Reads an index. Every scalar is text, as Helm takes it, so `version: 1.10` is not 1.1. Entries without a version are passed over.
 * @param where address for messages
 * @throws FairwayError remote-failed
 */
export const parseHelmIndex = (bytes: Uint8Array, where: string): HelmIndex => {
  let data: unknown;
  try {
    data = load(new TextDecoder('utf-8', { fatal: true }).decode(bytes), { schema: FAILSAFE_SCHEMA, json: true, maxDepth: 64 });
  } catch (cause) {
    throw refuse(where, 'is no YAML', cause);
  }
  const index = Index.safeParse(data);
  if (!index.success) throw refuse(where, 'is no index of a Helm repository: it has no apiVersion and entries');
  const charts = Object.entries(index.data.entries).map(([name, list]) => {
    const entries = list.flatMap((item) => {
      const entry = Entry.safeParse(item);
      return entry.success ? [entry.data] : [];
    });
    return [name, entries.toSorted((a, b) => timeOf(b) - timeOf(a))] as const;
  });
  return new Map(charts);
};

/**
 * The entry that a version or range means: the one written the same, else the newest release in the range.
 * @throws FairwayError remote-failed, naming what there is
 */
export const chooseEntry = (index: HelmIndex, asked: { readonly chart: string; readonly version: string }, where: string): IndexEntry => {
  const entries = index.get(asked.chart);
  if (entries === undefined || entries.length === 0)
    throw new FairwayError('remote-failed', `${where} has no chart ${shownWord(asked.chart)}`, {
      hint:
        index.size === 0 ? 'It has no charts.' : `It has ${index.size} chart${index.size === 1 ? '' : 's'}: ${listed([...index.keys()])}.`,
    });
  const chosen = newestMatch(asked.version, entries, { text: (entry) => entry.version, parse: parseLooseVersion });
  const versions = `There are ${listed(entries.map((entry) => entry.version))}.`;
  if (chosen === 'invalid')
    throw new FairwayError('remote-failed', `${shownWord(asked.version)} is no version and no range of versions`, { hint: versions });
  if (chosen !== undefined) return chosen;
  const wanted = asked.version === '' ? 'a released version' : `a version that matches ${shownWord(asked.version)}`;
  throw new FairwayError('remote-failed', `${where} has no ${shownWord(asked.chart)} in ${wanted}`, {
    hint: `${versions} Pre-releases count only where the range names one, for example >=1.0.0-0.`,
  });
};

/** The first few of many names. */
export const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).map(shownWord).join(', ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
};
