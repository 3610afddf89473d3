// Does docs/fidelity.md say what the proofs compare?
import { expect, it } from 'vitest';
import { FIDELITY_ROWS, readPage, writtenPage } from './fidelity-page.ts';
import { KUSTOMIZATION_NAMES } from './flux-features.ts';
import { RELEASE_NAMES } from './flux-releases.ts';
import { FLUX_ROWS } from './flux-rows.ts';

it('has the tables of now; `node packages/render/test/proof/fidelity-page.ts` writes them', () => {
  expect(readPage()).toBe(writtenPage(readPage()));
});

it('says why wherever the two are not equal', () => {
  expect(FIDELITY_ROWS.filter(({ result, reason }) => (result === 'equal') !== (reason === ''))).toEqual([]);
});

it('has a row for every Flux object of the features', () => {
  const named = (kind: string): readonly string[] =>
    FLUX_ROWS.filter((row) => row.kind === kind)
      .flatMap(({ names }) => names)
      .toSorted();
  expect(named('Kustomization')).toEqual([...KUSTOMIZATION_NAMES].toSorted());
  expect(named('HelmRelease')).toEqual([...RELEASE_NAMES].toSorted());
});
