// Is a wrong cluster profile told what is wrong with it?
import { expect, it } from 'vitest';
import { parseClusterProfile, readClusterProfile } from './cluster-profile.ts';

const problemsOf = (text: string): string => {
  const reading = readClusterProfile(text, 'clusters/a/profile.yaml');
  return reading.ok ? '' : reading.problems.map(({ at, message, hint }) => `${at.line}:${at.column} ${message} | ${hint}`).join('\n');
};

it('accepts a whole one', () => {
  const text =
    'cluster:\n  name: prod\n  kubernetes: "1.36"\n  reconciler: { kind: argocd, version: 3.5.7 }\n  apiVersions: [monitoring.coreos.com/v1, v1, gateway.networking.k8s.io/v1/HTTPRoute]\n';
  expect(parseClusterProfile(text, 'f').cluster.reconciler).toEqual({ kind: 'argocd', version: '3.5.7' });
});

it.each([
  ['a fact outside of cluster', 'kubernetes: "1.36"\ncluster: {}', "1:1 unknown key 'kubernetes' | put it under cluster:"],
  ['nothing', '', 'the file is empty: expected a mapping'],
  [
    'a version that YAML reads as a number',
    'cluster: { kubernetes: 1.30 }',
    'cluster.kubernetes is the number 1.30: expected text | put it in quotes: kubernetes: "1.30"',
  ],
  [
    'an unknown reconciler',
    'cluster: { reconciler: { kind: argo, version: "3.5" } }',
    "cluster.reconciler.kind is 'argo': expected argocd or flux | did you mean 'argocd'?",
  ],
  ['an API version without a version', 'cluster: { apiVersions: [monitoring] }', 'cluster.apiVersions[0]'],
])('refuses %s', (_, text, expected) => {
  expect(problemsOf(text)).toContain(expected);
});
