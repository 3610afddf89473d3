// Does discovery say of this tree what it said of another one?
import { isDeepStrictEqual } from 'node:util';
import type { Discovery } from '../model.ts';
import type { FileFacts } from './file-facts.ts';
import type { FactsMemo, TreeFacts } from './tree-facts.ts';

/** All that an answer depends on: paths, what files say, and how was asked. */
export interface Seen {
  readonly paths: ReadonlyMap<string, unknown>;
  readonly facts: TreeFacts;
  readonly how: readonly [below: string, ignoreConfig: boolean];
}

/** What is learned from one tree and holds for another. */
export interface DiscoveryMemo {
  readonly facts: FactsMemo;
  /** Answers so far: few, for a run looks at two trees. */
  readonly answers: { readonly seen: Seen; readonly discovery: Discovery }[];
}

export const createDiscoveryMemo = (): DiscoveryMemo => ({ facts: new Map(), answers: [] });

/** Facts of equal blobs are one value already. */
const sameFacts = (a: FileFacts, b: FileFacts | undefined): boolean => a === b || isDeepStrictEqual(a, b);

const isSame = (a: Seen, b: Seen): boolean =>
  isDeepStrictEqual(a.how, b.how) &&
  a.paths.size === b.paths.size &&
  a.facts.files.size === b.facts.files.size &&
  [...a.paths.keys()].every((path) => b.paths.has(path)) &&
  isDeepStrictEqual(a.facts.links, b.facts.links) &&
  isDeepStrictEqual(a.facts.submodules, b.facts.submodules) &&
  isDeepStrictEqual(a.facts.unread, b.facts.unread) &&
  [...a.facts.files].every(([path, facts]) => sameFacts(facts, b.facts.files.get(path)));

/** The answer to an equal question; undefined: it must be found out. */
export const known = ({ answers }: DiscoveryMemo, seen: Seen): Discovery | undefined =>
  answers.find((answer) => isSame(answer.seen, seen))?.discovery;

/** Keeps an answer. One that is equal to an earlier one is handed back as that: who asks can tell by identity that nothing differs. */
export const remember = ({ answers }: DiscoveryMemo, seen: Seen, found: Discovery): Discovery => {
  const equal = answers.find((answer) => isDeepStrictEqual(answer.discovery, found));
  const discovery = equal?.discovery ?? found;
  answers.push({ seen, discovery });
  return discovery;
};
