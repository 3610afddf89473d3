import { describe, expect, it } from 'vitest';
import type { AppRecord } from './app-record.ts';
import { isEndless } from './endless-objects.ts';

/** A record that the rendering of another one holds. */
const record = (key: string, app: string | undefined, at: { file: string; line: number }, kind = 'Kustomization'): AppRecord =>
  ({ key, names: [], files: new Map(), app: {}, made: { known: { app, at, object: { kind } } } }) as unknown as AppRecord;

const chain = (length: number, at: (index: number) => { file: string; line: number }): ReadonlyMap<string, AppRecord> =>
  new Map(
    Array.from({ length }, (_, index) => {
      const key = `k${index}`;
      return [key, record(key, index === 0 ? undefined : `k${index - 1}`, at(index))] as const;
    }),
  );

const last = (records: ReadonlyMap<string, AppRecord>): AppRecord =>
  [...records.values()].at(-1) ?? record('none', undefined, { file: '', line: 0 });

describe('a chain of objects', () => {
  it.each([
    ['of one place, short', chain(8, () => ({ file: 'a.yaml', line: 1 })), false],
    ['of one place, long', chain(9, () => ({ file: 'a.yaml', line: 1 })), true],
    ['of two places in turn', chain(18, (index) => ({ file: 'a.yaml', line: index % 2 })), true],
    ['of many places', chain(30, (index) => ({ file: 'a.yaml', line: index })), false],
  ])('%s', (_, records, endless) => expect(isEndless(last(records), records)).toBe(endless));

  it('ends where an object renders itself', () => {
    const own = record('k', 'k', { file: 'a.yaml', line: 1 });
    expect(isEndless(own, new Map([['k', own]]))).toBe(false);
  });
});
