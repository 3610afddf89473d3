// Does an edit change exactly one field, and nothing that a person wrote around it?
import { ConfigError } from '@fairway/contracts';
import { jsonPointer, readYaml } from '@fairway/manifests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, stringify } from 'yaml';
import { setReleaseField } from './set-release-field.ts';

const TEXT = `# head
image: # the image
    tag:   1.4.0   # informative
    digest: 'sha256:aaa' # {"$imagepolicy": "x"}
list:
- "a"
- {deep: [1, two]}

# tail
`;

describe('the smallest diff', () => {
  it.each([
    ['/image/tag', '1.5.0', '    tag:   1.4.0   #', '    tag:   1.5.0   #'],
    ['/image/digest', 'sha256:bbb', "'sha256:aaa'", "'sha256:bbb'"],
    ['/image/digest', "it's", "'sha256:aaa'", "'it''s'"],
    ['/list/0', 'b', '- "a"', '- "b"'],
    ['/list/1/deep/1', 'three', 'two]', 'three]'],
    ['/image/tag', '1.10', '1.4.0', '"1.10"'],
    ['/image/tag', 'yes', '1.4.0', '"yes"'],
    ['/image/tag', '1e3', '1.4.0', '"1e3"'],
    ['/image/tag', '0x1f', '1.4.0', '"0x1f"'],
    ['/image/tag', '12:30:45', '1.4.0', '"12:30:45"'],
    ['/image/tag', '', '1.4.0', '""'],
    ['/image/tag', 'a # b', '1.4.0', '"a # b"'],
    ['/image/tag', '1.4.0@sha256:00', '1.4.0', '1.4.0@sha256:00'],
    ['/image/tag', 7, '1.4.0', '7'],
    ['/image/tag', true, '1.4.0', 'true'],
  ] as const)('%s = %s', (pointer, value, before, after) => {
    expect(setReleaseField(TEXT, pointer, value)).toBe(TEXT.replace(before, after));
  });

  it('keeps line ends, and fills an empty field', () => {
    expect(setReleaseField('a: 1\r\nb: x\r\n', '/b', 'z')).toBe('a: 1\r\nb: z\r\n');
    expect(setReleaseField('a:\nb: 1\n', '/a', 'v')).toBe('a: v\nb: 1\n');
  });

  it('edits JSON as JSON', () => {
    expect(setReleaseField('{\n  "a": {"b/c": "1"}\n}\n', '/a/b~1c', '2')).toBe('{\n  "a": {"b/c": "2"}\n}\n');
  });

  it('puts one line for a block', () => {
    expect(setReleaseField('a: |\n  x\n  y\nb: 1\n', '/a', 'z')).toBe('a: "z"\nb: 1\n');
  });
});

it.each([
  ['a missing field', 'a: 1\n', '/b'],
  ['a mapping', 'a: {b: 1}\n', '/a'],
  ['a value that others share', 'a: &x 1\nb: *x\n', '/a'],
  ['a field of a mapping that others share', 'a: &x {v: 1}\nb: *x\n', '/a/v'],
  ['a field that is merged in', 'a: &x {v: 1}\nb: {<<: *x}\n', '/b/v'],
  ['an alias', 'a: &x 1\nb: *x\n', '/b'],
  ['a key that is there twice', 'a: 1\na: 2\n', '/a'],
  ['two documents', 'a: 1\n---\na: 2\n', '/a'],
  ['broken YAML', 'a: [\n', '/a'],
])('refuses %s', (_, text, pointer) => {
  expect(() => setReleaseField(text, pointer, 'x')).toThrow(ConfigError);
});

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('yes', 'null', '1.10', '~', 'a: b', '- x', '#', '1.2.3', 'line\nbreak', "'", '"', '\u0085', '\u2028'),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie('node'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).node;

const pointersOf = (value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] => {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => pointersOf(item, [...path, index]));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, item]) => pointersOf(item, [...path, key]));
  return [path];
};

const replace = (value: unknown, [head, ...rest]: readonly (string | number)[], by: unknown): unknown => {
  if (head === undefined) return by;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === head ? replace(item, rest, by) : item));
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, item]) => [key, key === head ? replace(item, rest, by) : item]));
};

it('whatever the document, exactly the planned field differs', () => {
  const document = fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  fc.assert(
    fc.property(
      document,
      scalar,
      fc.nat(),
      fc.constantFrom({}, { defaultStringType: 'QUOTE_SINGLE' as const }, { defaultStringType: 'QUOTE_DOUBLE' as const }),
      (data, value, pick, style) => {
        const text = stringify(data, { aliasDuplicateObjects: false, lineWidth: 0, ...style });
        const before: unknown = parseDocument(text).toJS();
        const paths = pointersOf(before).filter((path) => path.length > 0);
        const path = paths[pick % Math.max(1, paths.length)];
        if (path === undefined) return;
        const edited = setReleaseField(text, jsonPointer(...path), value);
        expect(parseDocument(edited).toJS()).toEqual(replace(before, path, value));
      },
    ),
    { numRuns: 300 },
  );
});

it('what is written reads the same for YAML 1.2 and for the readers of Kubernetes, whatever the quotes', () => {
  const value = fc.oneof(scalar, fc.stringMatching(/^[\w.:@/+-]{1,12}$/));
  fc.assert(
    fc.property(value, fc.constantFrom('x', "'x'", '"x"', '|\n  x'), (written, old) => {
      const edited = setReleaseField(`b: 1\na: ${old}\nc: 2\n`, '/a', written);
      expect(parseDocument(edited).toJS()).toEqual({ b: 1, a: written, c: 2 });
      expect(readYaml(edited).values).toEqual([{ b: 1, a: written, c: 2 }]);
    }),
    { numRuns: 500 },
  );
});
