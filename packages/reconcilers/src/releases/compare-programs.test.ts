import { expect, it } from 'vitest';
import { compareWithRelease } from './compare-programs.ts';

const HERE = { kustomize: '5.8.1', helm3: '3.21.4', helm4: '4.2.4' };

it.each([
  ['the same minor of both', { kind: 'argocd', version: '3.5.7' }, HERE, []],
  ['an older release', { kind: 'flux', version: '2.6' }, HERE, ['kustomize 5.8.1 renders here', 'helm 3.21.4 renders here']],
  ['a program that is not there', { kind: 'argocd', version: '3.5.7' }, { kustomize: '5.8.1' }, ['helm is not here']],
  ['a release that is newer than all', { kind: 'argocd', version: '9.1' }, HERE, [expect.stringContaining('newer than all')]],
] as const)('tells of %s', (_, release, programs, differences) => {
  expect(compareWithRelease(release, programs)?.differences).toEqual(differences);
});

it('says nothing of what is no version', () => expect(compareWithRelease({ kind: 'flux', version: 'latest' }, HERE)).toBeUndefined());
