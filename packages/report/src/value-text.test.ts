// Can the difference be seen, however long the values are?
import { describe, expect, it } from 'vitest';
import { fieldPath } from './field-path.ts';
import { valueChange, valuePair, valueText } from './value-text.ts';

describe('valueText', () => {
  it.each([
    ['web', 'web'],
    ['8080', '"8080"'],
    ['true', '"true"'],
    ['', '""'],
    ['two words', 'two words'],
    [' padded', '" padded"'],
    [8080, '8080'],
    [null, 'null'],
    [undefined, '(absent)'],
    [{ b: 1, a: [2] }, '{"a":[2],"b":1}'],
    ['a\nb', '"a\\nb"'],
  ])('%j is %s', (value, expected) => expect(valueText(value)).toBe(expected));
});

describe('valuePair', () => {
  const digest = (tail: string): string => `registry.example.org/team/service@sha256:${'0'.repeat(60)}${tail}`;

  it('cuts the equal beginning, never the difference', () => {
    const [before, after] = valuePair(digest('aaaa'), digest('bbbb'), 30);
    expect(before).toBe('…000000000000aaaa');
    expect(after).toBe('…000000000000bbbb');
  });

  it('cuts the end where the difference is at the beginning', () => {
    expect(valuePair(`a${'x'.repeat(80)}`, `b${'x'.repeat(80)}`, 10)).toEqual(['axxxxxxxx…', 'bxxxxxxxx…']);
  });

  it('says that a value changed which is not shown', () => {
    expect(valueChange('<redacted>', '<redacted>', 40)).toBe('changed, value not shown');
    expect(valueChange(1, 2, 40)).toBe('1 → 2');
  });
});

describe('fieldPath', () => {
  it.each([
    ['', '(whole object)'],
    ['/spec/replicas', 'spec.replicas'],
    ['/spec/containers/[name=web]/image', 'spec.containers[name=web].image'],
    ['/spec/args/0', 'spec.args[0]'],
    ['/metadata/annotations/app.kubernetes.io~1name', 'metadata.annotations["app.kubernetes.io/name"]'],
    ['/data/a~01', 'data["a~1"]'],
    ['/data/\u001b[2J', 'data["\\\\u001b[2J"]'],
  ])('%j is %s', (pointer, expected) => expect(fieldPath(pointer)).toBe(expected));
});
