// Do patterns of an AppProject allow what Argo CD allows?
import { describe, expect, it } from 'vitest';
import { destinationPermitted, kindListed, normalRepository, sourcePermitted } from './project-glob.ts';

describe('sources', () => {
  // NormalizeGitURL in util/git/git.go, argo-cd v3.5.7
  it.each([
    ['https://Git.Example.Test/Org/App.git', 'https://git.example.test/org/app'],
    [' https://git.example.test/a ', 'https://git.example.test/a'],
    ['git@git.example.test:org/app.git', 'git@git.example.test/org/app'],
    ['ssh://git@git.example.test/org/app', 'git@git.example.test/org/app'],
    ['https://git.example.test/{a,b}', 'https://git.example.test/%7Ba,b%7D'],
    ['registry.example.test/charts', 'registry.example.test/charts'],
  ])('%s is compared as %s', (url, normal) => {
    expect(normalRepository(url)).toBe(normal);
  });

  const url = 'https://git.example.test/org/app.git';
  // IsSourcePermitted in app_project_types.go
  it.each([
    [['*'], true],
    [[], false],
    [['https://git.example.test/org/app'], true],
    [['https://git.example.test/org/*'], true],
    [['https://git.example.test/*'], false],
    [['https://git.example.test/**'], true],
    [['https://GIT.example.test/org/app.git'], true],
    [['*', '!https://git.example.test/org/app'], false],
    [['*', '!https://git.example.test/other/*'], true],
    [['!https://git.example.test/other/*'], true],
    [['https://other.example.test/*'], false],
  ])('%j allow it: %s', (patterns, allowed) => {
    expect(sourcePermitted(patterns, url)).toBe(allowed);
  });
});

describe('destinations', () => {
  const at = (server: string, namespace: string, name = '') => ({ server, name, namespace });
  const here = at('https://k', 'shop', 'prod');
  // isDestinationMatched in app_project_types.go
  it.each([
    [[at('*', '*')], true],
    [[at('https://k', 'shop')], true],
    [[at('https://k', 'shop-*')], false],
    [[at('', 'shop', 'prod')], true],
    [[at('', 'shop', 'pr*')], true],
    [[at('https://other', '*')], false],
    [[at('*', '*'), at('!https://k', 'shop')], false],
    [[at('*', '*'), at('!https://k', 'other')], true],
    [[at('*', '*'), at('https://k', '!shop')], false],
    [[at('https://k', '!other')], true],
    [[at('*', '*'), at('', '*', '!prod')], false],
    [[], false],
  ])('%j allow it: %s', (patterns, allowed) => {
    expect(destinationPermitted(patterns, here)).toBe(allowed);
  });
});

describe('kinds', () => {
  // isNamedResourceInList in types.go
  it.each([
    [{ group: '*', kind: '*', name: '' }, true],
    [{ group: '', kind: 'Namespace', name: '' }, true],
    [{ group: '', kind: 'Namespace', name: 'shop-*' }, true],
    [{ group: '', kind: 'Namespace', name: 'other' }, false],
    [{ group: 'apps', kind: 'Namespace', name: '' }, false],
    [{ group: '', kind: 'Name*', name: '' }, true],
  ])('%j lists Namespace shop-a: %s', (entry, listed) => {
    expect(kindListed([entry], { group: '', kind: 'Namespace', name: 'shop-a' })).toBe(listed);
  });
});
