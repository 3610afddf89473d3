// Do we fill values as helm-controller and helm do? Asked of themselves.

import { isRecord, readYaml } from '@fairway/manifests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AskedReference, askHelm, type HelmAnswer, type HelmQuestion, told } from '../../test/helm-values-reference.ts';
import { configMap, helmRelease, helmWorld, secret } from '../../test/helm-world.ts';
import { type HelmReleaseSpec, readHelmRelease } from '../flux/helm-release-spec.ts';
import { collectValues } from '../flux/helm-release-values.ts';
import { readValuesDocument } from './read-document.ts';
import { SetValueError, setValues } from './set-values.ts';
import { type HelmTable, mergeTables } from './table.ts';
import { valuesFile } from './values-file.ts';

type Ours = { readonly value?: unknown; readonly failed: boolean };

function document(text: string): HelmTable {
  const reading = readValuesDocument(text);
  if (!reading.ok) throw new Error(reading.message);
  return reading.values;
}

function attempt(make: () => HelmTable): Ours {
  try {
    return { value: told(make()), failed: false };
  } catch (error) {
    if (error instanceof SetValueError) return { failed: true };
    throw error;
  }
}

const theirs = ({ value, error }: HelmAnswer): Ours => (error === undefined ? { value, failed: false } : { failed: true });

function setOurs(values: string, text: string, typed: boolean): Ours {
  return attempt(() => {
    const table = document(values);
    setValues(table, text, { typed });
    return table;
  });
}

/** Through the expansion itself: ConfigMaps and Secrets in turn. */
async function releaseOurs(values: string, entries: readonly Entry[]): Promise<Ours> {
  const { references, sources } = referencesOf(entries);
  const object = { ...helmRelease('  suspend: false\n').object, spec: {} };
  const release = { object, at: { file: 'apps/web.yaml', line: 1, column: 1 } };
  const spec = helmReleaseSpec({ valuesFrom: references, values: plainDocument(values) });
  const data = Object.fromEntries(
    sources.map(({ kind, name, data: keys }) => [`${kind} apps/${name}`, kind === 'Secret' ? secret(keys) : configMap(keys)]),
  );
  const collected = await collectValues(release, spec, helmWorld({ data }));
  return collected.kind === 'ok' ? { value: told(collected.values), failed: false } : { failed: true };
}

function plainDocument(text: string): Readonly<Record<string, unknown>> {
  const [first] = readYaml(text).values;
  return isRecord(first) ? first : {};
}

function helmReleaseSpec(fields: Readonly<Record<string, unknown>>): HelmReleaseSpec {
  const { object, at } = helmRelease('  suspend: false\n');
  const reading = readHelmRelease({ object: { ...object, spec: fields }, at }, undefined);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

interface Entry {
  readonly path?: string;
  readonly text: string;
  readonly literal?: boolean;
}

function referencesOf(entries: readonly Entry[]) {
  const kindOf = (index: number) => (index % 2 === 0 ? 'ConfigMap' : 'Secret');
  const references = entries.map(
    ({ path, literal }, index): AskedReference => ({
      kind: kindOf(index),
      name: `v${index}`,
      ...(path === undefined ? {} : { targetPath: path }),
      ...(literal === undefined ? {} : { literal }),
    }),
  );
  const sources = entries.map(({ text }, index) => ({ kind: kindOf(index), name: `v${index}`, data: { 'values.yaml': text } }));
  return { references, sources };
}

const releaseQuestion = (values: string, entries: readonly Entry[]): HelmQuestion => ({ ask: 'release', values, ...referencesOf(entries) });

const SET: readonly (readonly [values: string, text: string])[] = [
  ['', 'a=b'],
  ['', 'a.b.c=1'],
  ['', 'a=1,b=2'],
  ['', 'a={x,y,3}'],
  ['', 'a={}'],
  ['', 'a={x'],
  ['', 'a={x}y'],
  ['', 'a={1,true,null},b=2'],
  ['', 'a='],
  ['', 'a=,b=1'],
  ['', 'a'],
  ['', 'a,b=1'],
  ['', 'a.=1'],
  ['', 'a.b'],
  ['', '.a=1'],
  ['', '=1'],
  ['', 'a[0]=x'],
  ['', 'a[2]=x'],
  ['', 'a[0].b=x,a[0].c=y,a[1].b=z'],
  ['', 'a[1][2]=x'],
  ['', 'a[-1]=x'],
  ['', 'a[x]=x'],
  ['', 'a[+1]=x'],
  ['', 'a[65536]=x'],
  ['', 'a[65537]=x'],
  ['', 'a[0]x=1'],
  ['', 'a[0]'],
  ['', 'a=1,b[0'],
  ['', 'a[0'],
  ['', 'a=1,b[0][1'],
  ['', 'a=1,b[0].c'],
  ['', 'a\\.b=1'],
  ['', 'a\\,b=1\\,2'],
  ['', 'a=\\'],
  ['', 'a\\=b=c=d'],
  ['', 'a=0,b=00,c=01,d=-1,e=+1,f=-0,g=-05,h=+0'],
  ['', 'a=9223372036854775807,b=9223372036854775808,c=-9223372036854775808,d=-9223372036854775809,e=1_000,f=0x1f,g=1e3,h=1.0'],
  ['', 'a=TRUE,b=False,c=nUll,d=falſe,e=yes,f=~,g=trueish,h=fals'],
  ['', 'a= 1,b=1 , c = 2'],
  ['a: text', 'a.b=1'],
  ['a: null', 'a.b=1'],
  ['a: {}', 'a.b=1'],
  ['a: text', 'a[0]=1'],
  ['a: null', 'a[0]=1'],
  ['a: [1, {b: 2}, [3]]', 'a[0].c=1'],
  ['a: [1, {b: 2}, [3]]', 'a[1].c=1'],
  ['a: [1, {b: 2}, [3]]', 'a[2][1]=1'],
  ['a: [1, {b: 2}, [3]]', 'a[1][0]=1'],
  ['a: [1, {b: 2}, [3]]', 'a[4].x.y=1'],
  ['a: {b: {c: 1}}', 'a.b=2'],
  ['', `${'a.'.repeat(30)}a=1`],
  ['', `${'a.'.repeat(31)}a=1`],
  ['', '__proto__.x=1'],
  ['', 'constructor.prototype=1'],
  ['', 'é.ü=ö,😀=1'],
];

const RELEASE: readonly (readonly [values: string, entries: readonly Entry[]])[] = [
  ['a: 1', []],
  ['', [{ text: 'a: 1\nb: {c: 1, d: 2}' }, { text: 'b: {c: 3}\ne: null' }]],
  ['b: {c: 9}', [{ text: 'a: 1\nb: {c: 1, d: 2}' }]],
  ['b: null', [{ text: 'b: {c: 1}' }]],
  ['b: {c: 1}', [{ text: 'b: null' }]],
  ['a: 1', [{ path: 'a', text: '2' }]],
  // The mapping of spec.values is written to: the path wins.
  ['a: {b: 1}', [{ path: 'a.b', text: '2' }]],
  // It was merged into another one before: spec.values wins.
  ['a: {b: 1}', [{ text: 'a: {x: 1}' }, { path: 'a.b', text: '2' }]],
  ['a: {b: {c: 1}}', [{ text: 'a: {x: 1}' }, { path: 'a.b.c', text: '2' }]],
  ['a: [1, 2]', [{ path: 'a[0]', text: '9' }]],
  ['a: [1, 2]', [{ path: 'a[5]', text: '9' }]],
  ['a: [{b: 1}]', [{ path: 'a[0].b', text: 'x' }]],
  ['', [{ path: 'a', text: '"1"' }]],
  ['', [{ path: 'a', text: "'x,y=1'" }]],
  ['', [{ path: 'a', text: '\'"both"\'' }]],
  ['', [{ path: 'a', text: "'" }]],
  ['', [{ path: 'a', text: '"x' }]],
  ['', [{ path: 'a', text: 'x,b=1' }]],
  ['', [{ path: 'a', text: 'x,b' }]],
  ['', [{ path: 'a', text: '{x,y}' }]],
  ['', [{ path: 'a', text: '{"json": 1}' }]],
  ['', [{ path: 'a', text: '{"json": [1,2]}, c', literal: true }]],
  ['', [{ path: 'a', text: 'line\nline \\ two\n' }]],
  ['', [{ path: 'a', text: 'line\nline \\ two\n', literal: true }]],
  ['', [{ path: 'a', text: '' }]],
  ['', [{ path: 'a', text: '', literal: true }]],
  ['', [{ path: 'a\\.b/c', text: '1000660000' }]],
  ['', [{ text: 'a: 1', literal: true }]],
  [
    'a: {b: 1}',
    [
      { path: 'a', text: '2' },
      { path: 'a.c', text: '3' },
    ],
  ],
];

/** Keys and texts that mean something to a parser. */
const fragment = fc.constantFrom(
  'a',
  'b',
  '.',
  '[',
  ']',
  '0',
  '1',
  '[0]',
  '[1]',
  '=',
  ',',
  '{',
  '}',
  '\\',
  'true',
  'null',
  '12',
  '-3',
  ' ',
  'é',
);
const setText = fc.array(fragment, { minLength: 1, maxLength: 14 }).map((parts) => parts.join(''));
const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  fc.constantFrom('', 'x', 'yes', '0777', '1e3', '~', 'a: b', 'two\nlines\n'),
);
const { tree } = fc.letrec<{ tree: unknown; table: unknown }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('tree'), { maxLength: 3 }), tie('table')),
  table: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd.e', '__proto__', '1'), tie('tree'), { maxKeys: 4, noNullPrototype: false }),
}));
const table = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd.e', '__proto__', '1'), tree, { maxKeys: 4, noNullPrototype: false })
  .map((value) => JSON.stringify(value).replaceAll('-0,', '0,'));
const path = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd\\.e'), fc.constantFrom('', '', '[0]', '[1]', '[0][1]')), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map(([key, index]) => key + index).join('.'));
const entry = fc.oneof(
  table.map((text): Entry => ({ text })),
  fc.record({
    path,
    text: fc.oneof(fc.constantFrom('1', '1000660000', 'true', 'x', '"7"', '{a,b}', 'x,y=1', ''), setText),
    literal: fc.boolean(),
  }),
);
const RUNS = 400;

describe('values as helm-controller fills them', () => {
  it('reads --set and --set-string alike', () => {
    const asked = SET.flatMap(([values, text]) => [true, false].map((typed) => ({ ask: 'set', values, text, typed }) as const));
    const answers = askHelm(asked);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.map(({ values, text, typed }) => ({ text, typed, ...setOurs(values, text, typed) }))).toEqual(
      asked.map(({ text, typed }, index) => ({ text, typed, ...theirs(answers[index] ?? { value: undefined }) })),
    );
  }, 900_000);

  it('orders references and spec.values alike', async () => {
    const answers = askHelm(RELEASE.map(([values, entries]) => releaseQuestion(values, entries)));
    const ours = await Promise.all(
      RELEASE.map(async ([values, entries]) => ({ values, entries, ...(await releaseOurs(values, entries)) })),
    );
    expect(ours).toEqual(
      RELEASE.map(([values, entries], index) => ({ values, entries, ...theirs(answers[index] ?? { value: undefined }) })),
    );
  }, 900_000);

  it('agrees on texts of --set that nobody thought of', () => {
    const asked = fc.sample(fc.record({ values: table, text: setText, typed: fc.boolean() }), { numRuns: RUNS, seed: 7 });
    const answers = askHelm(asked.map((question) => ({ ask: 'set', ...question }) as const));
    expect(asked.map(({ values, text, typed }) => ({ values, text, typed, ...setOurs(values, text, typed) }))).toEqual(
      asked.map((question, index) => ({ ...question, ...theirs(answers[index] ?? { value: undefined }) })),
    );
  }, 900_000);

  it('agrees on references that nobody thought of', async () => {
    const asked = fc.sample(fc.record({ values: table, entries: fc.array(entry, { maxLength: 4 }) }), { numRuns: RUNS, seed: 11 });
    const answers = askHelm(asked.map(({ values, entries }) => releaseQuestion(values, entries)));
    const ours = await Promise.all(
      asked.map(async ({ values, entries }) => ({ values, entries, ...(await releaseOurs(values, entries)) })),
    );
    expect(ours.filter(({ failed }) => !failed).length).toBeGreaterThan(RUNS / 4);
    expect(ours).toEqual(asked.map((question, index) => ({ ...question, ...theirs(answers[index] ?? { value: undefined }) })));
  }, 900_000);

  it('writes a file and parameters from which helm reads the same values', () => {
    const samples = fc.sample(fc.record({ values: table, text: setText }), { numRuns: RUNS, seed: 13 });
    const tables = samples.flatMap(({ values, text }) => {
      const filled = document(values);
      try {
        setValues(filled, `${text},n.m=1000660000,l[1]=7`, { typed: true });
      } catch {
        return [];
      }
      return [filled];
    });
    const written = tables.map((values) => valuesFile(values));
    const answers = askHelm(
      written.map(({ text, parameters }) => ({ ask: 'files', values: text, parameters: parameters.map(({ value }) => value) }) as const),
    );
    expect(tables.length).toBeGreaterThan(50);
    expect(answers.map(theirs)).toEqual(tables.map((values) => ({ value: told(values), failed: false })));
  }, 900_000);

  it('merges documents alike', () => {
    const asked = fc.sample(fc.record({ values: table, over: table }), { numRuns: RUNS, seed: 17 });
    const answers = askHelm(asked.map((question) => ({ ask: 'merge', ...question }) as const));
    expect(answers.map(theirs)).toEqual(
      asked.map(({ values, over }) => ({ value: told(mergeTables(document(values), document(over))), failed: false })),
    );
  }, 900_000);
});
