// What do values hold against hostile documents, without a reference beside them?
import { expect, it } from 'vitest';
import { readValuesDocument } from './read-document.ts';
import { SetValueError, setValues } from './set-values.ts';
import { copyTable, type HelmTable, mergeTables, own, ValuesTooLarge } from './table.ts';
import { setTargetPath } from './target-path.ts';
import { valuesFile, valuesText } from './values-file.ts';

it('shares nothing with the document, and what stands in one table only with the result', () => {
  const source = { a: { b: [1] } };
  const copy = copyTable(source);
  const merged = mergeTables({ x: 1 }, copy);
  setValues(merged, 'a.b[0]=2', { typed: true });
  expect(source).toEqual({ a: { b: [1] } });
  expect(copy).toEqual({ a: { b: [2n] } });
});

it('ends at documents that grow without bounds', () => {
  let nested: unknown = Array.from({ length: 200 }, () => 'x');
  for (let depth = 0; depth < 3; depth += 1) nested = Array.from({ length: 200 }, () => nested);
  expect(() => copyTable({ nested })).toThrow(ValuesTooLarge);
  expect(() => setValues({}, `a${'[0]'.repeat(101)}=1`, { typed: true })).toThrow(SetValueError);
});

it('has no place for inherited keys', () => {
  const table: HelmTable = {};
  setTargetPath(table, '__proto__.polluted', { text: 'yes', literal: false });
  expect(Object.hasOwn(table, '__proto__')).toBe(true);
  expect(own({}, 'polluted')).toBeUndefined();
  expect(valuesFile(table).text).toBe('__proto__:\n  polluted: "yes"\n');
});

it.each([
  ['- a\n', 'it must be a mapping, found a list'],
  ['text', 'it must be a mapping, found a text'],
  ['3', 'it must be a mapping, found a number'],
  ['true', 'it must be a mapping, found true or false'],
  ['a: 1\na: 2\n', 'line 2, column 1: key "a" is there twice in one mapping'],
])('refuses %j', (text, message) => expect(readValuesDocument(text)).toEqual({ ok: false, message }));

it.each(['', '# only a comment\n', 'null\n', '{}\n'])('reads %j as no values', (text) => {
  expect(readValuesDocument(text)).toEqual({ ok: true, values: {} });
  expect(valuesText({})).toBe('');
});

it('names no more parameters than a command line holds', () => {
  const table: HelmTable = {};
  setValues(table, `a={${Array.from({ length: 2000 }, (_, at) => at + 1).join(',')}}`, { typed: true });
  expect(valuesFile(table).parameters).toHaveLength(1000);
});
