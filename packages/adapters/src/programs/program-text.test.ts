import { describe, expect, it } from 'vitest';
import { hideCredentials, lastLine, lastLines, stripControls, stripRoots } from './program-text.ts';

describe('stripRoots', () => {
  it.each([
    ['/r/a/b.yaml: no', ['/r'], 'a/b.yaml: no'],
    ["lstat /r: is '/r'", ['/r/'], "lstat .: is '.'"],
    ['/tmp/r/x and /private/tmp/r/x', ['/tmp/r', '/private/tmp/r'], 'x and x'],
    ['/a', ['/', ''], '/a'],
  ])('%s', (text, roots, expected) => expect(stripRoots(text, roots)).toBe(expected));
});

describe('lastLine', () => {
  it('skips empty lines and takes out what steers a terminal', () => expect(lastLine('a\n\u001b[31mb\u001b[0m\r\n \n')).toBe('b'));
  it('is empty where nothing was said', () => expect(lastLine('\n\n')).toBe(''));
});

it('lastLines keeps the end', () => {
  const text = Array.from({ length: 500 }, (_, index) => `l${index}`).join('\n');
  expect(lastLines(text).split('\n').at(-1)).toBe('l499');
  expect(lastLines(text).split('\n')).toHaveLength(201);
  expect(lastLines('x'.repeat(100_000))).toHaveLength(65_536);
});

it('stripControls keeps tabs and line feeds', () => expect(stripControls('a\tb\nc\u0000')).toBe('a\tb\nc'));

it('hideCredentials', () => {
  expect(hideCredentials("cannot reach 'https://me:secret@example.org/a@b' or ssh://git@example.org")).toBe(
    "cannot reach 'https://***@example.org/a@b' or ssh://***@example.org",
  );
  expect(hideCredentials('https://example.org/@scope/name and a@b.c')).toBe('https://example.org/@scope/name and a@b.c');
});
