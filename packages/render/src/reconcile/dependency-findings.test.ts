import type { App } from '@fairway/environments';
import { describe, expect, it } from 'vitest';
import type { AppRecord, MadeBy } from './app-record.ts';
import { dependencyFindings } from './dependency-findings.ts';
import { createKnownObjects, keyOf } from './known-objects.ts';

const GROUP = 'kustomize.toolkit.fluxcd.io';
const record = (name: string, ...dependsOn: string[]): AppRecord & { readonly made: MadeBy } => {
  const object = { apiVersion: `${GROUP}/v1`, kind: 'Kustomization', metadata: { name, namespace: 'flux-system' } };
  const app = { env: 'prod' } as App;
  return {
    key: name,
    app,
    names: [name],
    files: new Map(),
    made: {
      known: { key: keyOf(object), object, text: '', app: undefined, rank: 0, at: { file: `${name}.yaml`, line: 3 } },
      findings: [],
      uses: [],
      dependsOn: dependsOn.map((other) => ({ group: GROUP, kind: 'Kustomization', namespace: 'flux-system', name: other })),
    },
  };
};
const findings = (...records: (AppRecord & { readonly made: MadeBy })[]): Record<string, string[]> => {
  const known = createKnownObjects();
  for (const { made } of records) known.learn(made.known.object, made.known);
  const found = dependencyFindings(records, { known: new Map([['prod', known]]) });
  return Object.fromEntries(
    [...found].map(([key, drafts]) => [key, drafts.map(({ ruleId, message, location }) => `${ruleId} ${location?.file}: ${message}`)]),
  );
};

describe('objects that depend on each other', () => {
  it('are fine in a row and in a diamond', () => {
    expect(findings(record('a', 'b', 'c'), record('b', 'd'), record('c', 'd'), record('d'))).toEqual({ a: [], b: [], c: [], d: [] });
  });

  it('are told with the way round, each where it is written, and not those that lead there', () => {
    const found = findings(record('x', 'a'), record('a', 'b'), record('b', 'c'), record('c', 'a'));
    expect(found['x']).toEqual([]);
    for (const name of ['a', 'b', 'c']) {
      expect(found[name]).toEqual([
        expect.stringMatching(
          new RegExp(`^reconciler-dependency-cycle ${name}.yaml: Kustomization flux-system/${name} waits for itself: .*flux-system/a → .*`),
        ),
      ]);
    }
  });

  it('are told where one waits for itself', () => {
    expect(findings(record('a', 'a'))['a']).toEqual([
      'reconciler-dependency-cycle a.yaml: Kustomization flux-system/a waits for itself: Kustomization flux-system/a → Kustomization flux-system/a',
    ]);
  });

  it('are told where one waits for something that nothing makes', () => {
    expect(findings(record('a', 'gone'))['a']).toEqual([
      'reconciler-dependency-missing a.yaml: Kustomization flux-system/a depends on Kustomization flux-system/gone, which nothing here makes',
    ]);
  });

  it('end in time, however many there are', () => {
    const many = Array.from({ length: 5000 }, (_, index) => record(`k${index}`, `k${index + 1}`));
    expect(Object.values(findings(...many, record('k5000'))).flat()).toEqual([]);
  });
});
