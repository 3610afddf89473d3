// Which paths do patterns of git generators choose?
import { describe, expect, it } from 'vitest';
import { directoryPattern, filePattern, fixedPart } from './path-patterns.ts';

describe('directoryPattern', () => {
  it.each([
    ['apps/*', 'apps/web', true],
    ['apps/*', 'apps/web/sub', false],
    ['apps/**', 'apps/web/sub', false],
    ['apps/**/sub', 'apps/web/sub', true],
    ['*', 'apps', true],
    ['apps/?eb', 'apps/web', true],
    ['apps/[a-w]eb', 'apps/web', true],
    ['apps/[^a-v]eb', 'apps/web', true],
    ['apps/[!w]eb', 'apps/web', true],
    ['apps/[^/]eb', 'apps//eb', false],
    ['apps/\\*', 'apps/*', true],
    ['apps/\\*', 'apps/x', false],
    ['a.b', 'axb', false],
    ['apps/', 'apps', false],
    ['日*', '日本', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(directoryPattern(pattern)?.(path)).toBe(expected);
  });

  it.each(['[', 'a[', '[a', '[]', 'a\\', '[z-a]'])('%s is malformed', (pattern) => {
    expect(directoryPattern(pattern)).toBeUndefined();
  });

  it('stays quick over many stars', () => {
    expect(directoryPattern('*a'.repeat(400))?.('a'.repeat(2000))).toBe(true);
    expect(directoryPattern(`${'*a'.repeat(400)}b`)?.('a'.repeat(2000))).toBe(false);
  });
});

describe('filePattern', () => {
  it.each([
    ['conf/*.json', 'conf/a.json', true],
    ['conf/*.json', 'conf/a/b.json', true],
    ['conf/**/x.json', 'conf/a/b/x.json', true],
    ['conf/**/x.json', 'conf/x.json', false],
    ['conf', 'conf/a/b.json', true],
    ['conf/', 'conf/a', true],
    ['conf', 'config/a', false],
    ['conf/a.json', 'conf/a.json', true],
    ['con?', 'conf', true],
    ['[a-c]onf/[!b]', 'conf/a', true],
    ['[', '[', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(filePattern(pattern)(path)).toBe(expected);
  });
});

describe('fixedPart', () => {
  it.each([
    ['apps/*', 'apps'],
    ['*', ''],
    ['apps/web/config.yaml', 'apps/web/config.yaml'],
    ['apps/w*/x', 'apps'],
  ])('%s: %s', (pattern, expected) => {
    expect(fixedPart(pattern)).toBe(expected);
  });
});
