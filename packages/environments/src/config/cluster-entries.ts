// Which entries of a list in a cluster file are there twice, although each must be the only one of its name?
import type { ConfigProblem } from '@fairway/contracts';
import type { ConfigYaml } from './config-yaml.ts';
import { isMapping } from './parse-config.ts';
import { quote } from './show-value.ts';

export interface EntriesAt {
  /** Path of the list in the file. */
  readonly path: readonly PropertyKey[];
  /** What an entry is, for the message. */
  readonly word: string;
  readonly yaml: ConfigYaml;
}

/** Entries by name, or by value where they are plain text. Takes any data: a list that is wrong otherwise is told by the schema. */
export function repeatedIn(list: unknown, { path, word, yaml }: EntriesAt): ConfigProblem[] {
  if (!Array.isArray(list)) return [];
  const entries: readonly unknown[] = list;
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const name = isMapping(entry) ? entry.name : entry;
    if (typeof name !== 'string') return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      return [];
    }
    const places = (at: number): readonly PropertyKey[] => (isMapping(entry) ? [...path, at, 'name'] : [...path, at]);
    return [
      {
        message: `the ${word} ${quote(name)} is there twice, first in line ${yaml.at(places(before)).line}`,
        hint: 'rename one of them, or remove it',
        at: yaml.at(places(index)),
      },
    ];
  });
}
