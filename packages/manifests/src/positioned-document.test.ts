// Does every value and every mistake of a file have its place?
import { describe, expect, it } from 'vitest';
import { locate, locateInDocument } from './locate.ts';
import { parseDocumentWithPositions } from './positioned-document.ts';

const TEXT = `# comment
version: 1
apps:
  - path: "environments/{env}"   # said
    kind: app
  - &second
    path: x
"quoted key": { a/b: 1, "c": [x,
  z] }
again: *second
`;

describe('locate', () => {
  it.each([
    ['', 2, 1],
    ['/version', 2, 10],
    ['/apps', 4, 3],
    ['/apps/0/path', 4, 11],
    ['/apps/0/kind', 5, 11],
    ['/apps/1/path', 7, 11],
    ['/apps/[path=x]', 7, 5],
    ['/quoted key/a~1b', 8, 22],
    ['/quoted key/c/1', 9, 3],
    ['/again/path', 7, 11],
  ])('%s is at %i:%i', (pointer, line, column) => {
    expect(locate(TEXT, pointer)).toEqual({ line, column });
  });

  it.each(['/none', '/apps/2', '/apps/x', '/version/x', '/apps/[path=none]'])('%s is nowhere', (pointer) => {
    expect(locate(TEXT, pointer)).toBeUndefined();
  });

  it('counts documents', () => {
    expect(locateInDocument('a: 1\n---\na: 2\n---\nb: 3\n', 2, '/b')).toEqual({ line: 5, column: 4 });
    expect(locateInDocument('a: 1\n', 1, '/a')).toBeUndefined();
  });

  it('reads keys as they are written', () => {
    expect(locate('on: 1\n0777: 2\nyes:\n  no: 3\n', '/yes/no')).toEqual({ line: 4, column: 7 });
    expect(locate('on: 1\n0777: 2\n', '/0777')).toEqual({ line: 2, column: 7 });
  });
});

describe('parseDocumentWithPositions', () => {
  it('gives value and places', () => {
    const document = parseDocumentWithPositions(TEXT);
    expect(document.problems).toEqual([]);
    expect(document.value).toMatchObject({ version: 1, again: { path: 'x' } });
    expect(document.position('/apps/0/none/deeper')).toEqual({ line: 4, column: 5 });
    expect(document.position('/nothing')).toEqual({ line: 2, column: 1 });
    expect(document.keyPosition('/apps/0/kind')).toEqual({ line: 5, column: 5 });
    expect(document.keyPosition('/apps/0')).toEqual({ line: 4, column: 5 });
  });

  it('an empty file is null', () => {
    const document = parseDocumentWithPositions('# nothing\n');
    expect(document).toMatchObject({ value: null, problems: [] });
    expect(document.position('/a')).toEqual({ line: 1, column: 1 });
  });

  it.each([
    [
      'duplicate keys, all of them',
      'a: 1\na: 2\nb:\n  c: 1\n  c: 2\n',
      ['2:1 key "a" is there twice in one mapping', '5:3 key "c" is there twice in one mapping'],
    ],
    ['a tab', 'a:\n\tb: 1\n', ['2:1 a tab is used for indentation; YAML allows spaces only']],
    [
      'a bracket that is never closed',
      'a: [1\nb: 2\n',
      ['2:2 missed comma between flow collection entries; perhaps a bracket or a quote above is not closed'],
    ],
    ['an unknown alias', 'a: *x\n', ['1:4 *x names no anchor that stands above it']],
    ['template syntax', 'a: {{ x }}\n', ['1:5 a key must be text, not a list or a mapping']],
  ])('names %s', (_, text, expected) => {
    const { value, problems } = parseDocumentWithPositions(text);
    expect(value).toBeUndefined();
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`).slice(0, expected.length)).toEqual(expected);
  });
});
