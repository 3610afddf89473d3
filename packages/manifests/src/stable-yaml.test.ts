// Is the text of an object always the same, and read back as the same object by every reader?
import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { arbitraryRecord } from '../test/arbitrary-json.ts';
import { askReference } from '../test/reference-reader.ts';
import { deepEqual } from './diff/deep-equal.ts';
import { readYaml } from './read-yaml.ts';
import { stableYaml } from './stable-yaml.ts';

/** JSON has one zero; sorting makes key order mean nothing. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('stableYaml', () => {
  it('puts apiVersion, kind and metadata first, sorts the rest, and writes texts of several lines as blocks', () => {
    const object = {
      data: { 'b.conf': 'one\n  two\n', 'a.conf': 'x\n\n', on: 'yes', port: '0777', empty: '' },
      kind: 'ConfigMap',
      metadata: { name: 'x', labels: {}, finalizers: [] },
      apiVersion: 'v1',
      list: [{ name: 'a', args: ['--x=1', 'b: c', [1, 'y']] }, null, true, 1.5],
    };
    expect(stableYaml(object)).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  finalizers: []
  labels: {}
  name: x
data:
  a.conf: |+
    x

  b.conf: |
    one
      two
  empty: ""
  "on": "yes"
  port: "0777"
list:
- args:
  - --x=1
  - "b: c"
  -
    - 1
    - "y"
  name: a
- null
- true
- 1.5
`);
  });

  it('gives the same bytes whatever the order of keys', () => {
    fc.assert(
      fc.property(arbitraryRecord, (record) => {
        const shuffled = Object.fromEntries(Object.entries(record).reverse());
        expect(stableYaml(shuffled)).toBe(stableYaml(record));
      }),
    );
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(arbitraryRecord, (record) => {
        const text = stableYaml(record);
        expect(deepEqual(readYaml(text).values[0], plain(record)), text).toBe(true);
        expect(deepEqual(parse(text, { version: '1.2' }), plain(record)), text).toBe(true);
        expect(deepEqual(load(text, { schema: CORE_SCHEMA }), plain(record)), text).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is read back by a YAML 1.1 reader, but for exponents, which that version spells otherwise', () => {
    fc.assert(
      fc.property(arbitraryRecord, (record) => {
        const text = stableYaml(record);
        fc.pre(!/\de[-+]/.test(text));
        expect(deepEqual(load(text, { schema: YAML11_SCHEMA }), plain(record)), text).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is read back by Kubernetes’ own reader', () => {
    const records = fc.sample(arbitraryRecord, { numRuns: 1500, seed: 7 });
    const answers = askReference(records.map((record) => stableYaml(record)));
    const wrong = records.filter((record, at) => !deepEqual(JSON.parse(answers[at]?.json ?? '"?"'), plain(record)));
    expect(wrong.map((record) => stableYaml(record))).toEqual([]);
  });

  it('writes very long keys in the explicit form', () => {
    const record = { ['k'.repeat(1100)]: { a: [1] }, b: [{ ['l'.repeat(1100)]: 'x\ny\n' }] };
    const text = stableYaml(record);
    expect(readYaml(text).values[0]).toEqual(record);
    expect(JSON.parse(askReference([text])[0]?.json ?? '')).toEqual(record);
  });
});
