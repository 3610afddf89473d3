// Do we take for remote what kustomize takes for remote?
import { expect, test } from 'vitest';
import { isRemoteFile, isRepository, remoteKind } from './remote-path.ts';

test.each([
  ['github.com/org/repo', true],
  ['GitHub.com/org/repo/path?ref=v1', true],
  ['github.com:org/repo.git', true],
  ['git@example.invalid:org/repo.git//path', true],
  ['git::https://example.invalid/org/repo.git', true],
  ['https://example.invalid/org/repo', true],
  ['https://example.invalid/org', false],
  ['ssh://user@example.invalid/org/repo', true],
  ['file:///srv/repo', true],
  ['https://example.invalid/org/_git/repo/path', true],
  ['https://example.invalid/org/repo//../x', false],
  ['example.invalid/org/repo', false],
  ['../github.com/org/repo', false],
  ['/github.com/org/repo', false],
  ['base', false],
  ['./a:b/c', false],
  ['1user@example.invalid:org/repo', false],
  ['', false],
])('repository %s: %s', (path, expected) => {
  expect(isRepository(path)).toBe(expected);
});

test.each([
  ['https://example.invalid/a.yaml', true],
  ['HTTP:a', true],
  ['httpsx://a', false],
  ['ftp://a', false],
])('file %s: %s', (path, expected) => {
  expect(isRemoteFile(path)).toBe(expected);
});

test('what a remote path names', () => {
  expect(remoteKind('https://example.invalid/org/repo//a?ref=x')).toBe('base');
  expect(remoteKind('https://example.invalid/org/repo/a.yaml')).toBe('file');
  expect(remoteKind('https://example.invalid/a')).toBe('file');
});
