import { describe, expect, it } from 'vitest';
import { areMostlyHere, isSelf, plainAddress } from './self-repository.ts';

describe('an address', () => {
  it.each([
    ['https://github.com/org/fleet', 'github.com/org/fleet'],
    ['https://user:token@GitHub.com/org/fleet.git/', 'github.com/org/fleet'],
    ['git@github.com:org/fleet.git', 'github.com/org/fleet'],
    ['ssh://git@github.com:22/org/fleet.git', 'github.com/org/fleet'],
    ['https://git.example:8443/a/b', 'git.example:8443/a/b'],
    ['oci://registry.example/fleet', 'registry.example/fleet'],
  ])('%s is %s', (url, plain) => expect(plainAddress(url)).toBe(plain));
});

describe('a source', () => {
  const here =
    (...paths: string[]) =>
    (path: string) =>
      path === '' || paths.includes(path);
  const fleet = 'https://github.com/org/fleet';
  it.each([
    [
      'is this repository by a remote',
      fleet,
      ['apps'],
      { own: ['git@github.com:org/fleet.git'], named: true, exists: here() },
      true,
      false,
    ],
    [
      'is another one where a remote is named elsewhere',
      'https://github.com/other/apps',
      ['apps'],
      { own: [fleet], named: true, exists: here('apps') },
      false,
      false,
    ],
    ['is taken for a fork by its name', fleet, ['./'], { own: ['https://github.com/me/fleet'], named: false, exists: here() }, true, true],
    [
      'is taken by its paths where no remote is known',
      fleet,
      ['./clusters/prod/'],
      { own: [], named: false, exists: here('clusters/prod') },
      true,
      true,
    ],
    [
      'is another one where a path is missing',
      fleet,
      ['clusters/prod', 'x'],
      { own: [], named: false, exists: here('clusters/prod') },
      false,
      false,
    ],
    [
      'is taken although one of its paths is missing, where others are here',
      fleet,
      ['gone'],
      { own: [], named: false, mostlyHere: areMostlyHere(['a', 'b', 'gone'], here('a', 'b')), exists: here('a', 'b') },
      true,
      true,
    ],
    [
      'is another one where most of what is asked of it is missing',
      fleet,
      ['.'],
      { own: [], named: false, mostlyHere: areMostlyHere(['a', 'x', 'y'], here('a')), exists: here('a') },
      false,
      false,
    ],
    ['is another one where nothing but its root is asked for', fleet, ['.'], { own: [], named: false, exists: here() }, false, false],
  ])('%s', (_, url, paths, question, self, guessed) => expect(isSelf(url, paths, question)).toEqual({ self, guessed }));
});
