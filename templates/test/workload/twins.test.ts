// Are the Helm and the Kustomize form of the same app equal, object by object, in every environment?
import { diffManifests, isRecord, type ManifestObject } from '@fairway/manifests';
import { afterAll, describe, expect, it } from 'vitest';
import { normaliseTwin } from './normalise-twin.ts';
import { chartPath, helmTemplate, objectsOf, type Programs, programs, runProgram, workshop } from './run-renderers.ts';
import { TWINS, type Twin } from './twin-settings.ts';

const tools: Programs = await programs();
const place = workshop();
afterAll(() => place[Symbol.dispose]());

const byHelm = async (twin: Twin): Promise<readonly ManifestObject[]> => {
  const values = place.write(`${twin.id}/values.json`, JSON.stringify(twin.values));
  const { text, failure } = await helmTemplate(
    tools.helm4,
    { ...twin, chart: chartPath(twin.chart), valueFiles: [values] },
    place.directory,
  );
  expect(failure).toBe('');
  return normaliseTwin(objectsOf(text));
};

const byKustomize = async (twin: Twin): Promise<readonly ManifestObject[]> => {
  const directory = twin.id.replaceAll(' ', '-');
  place.write(`${directory}/kustomization.yaml`, JSON.stringify(twin.overlay));
  for (const [file, content] of Object.entries(twin.files)) place.write(`${directory}/${file}`, JSON.stringify(content));
  const { text, failure } = await runProgram(tools.kustomize, ['build', directory], place.directory);
  expect(failure).toBe('');
  return normaliseTwin(objectsOf(text));
};

const differences = (helm: readonly ManifestObject[], kustomize: readonly ManifestObject[]): readonly string[] =>
  diffManifests(helm, kustomize).map(({ kind, before, after, patch }) => `${kind} ${(after ?? before)?.kind}\n${patch}`);

/** Every place in a value that holds no further value, as the keys that lead there. */
const leaves = (value: unknown, above: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] => {
  if (Array.isArray(value)) return value.flatMap((item, at) => leaves(item, [...above, at]));
  return isRecord(value) ? Object.entries(value).flatMap(([key, entry]) => leaves(entry, [...above, key])) : [above];
};

const changedAt = (value: unknown, [key, ...rest]: readonly (string | number)[]): unknown => {
  if (key === undefined) return typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}x`;
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? changedAt(item, rest) : item));
  return isRecord(value) ? { ...value, [key]: changedAt(value[key], rest) } : value;
};

const isObject = (value: unknown): value is ManifestObject => isRecord(value) && 'apiVersion' in value && 'kind' in value;

describe.each(TWINS.map((twin) => ({ twin, id: twin.id })))('$id', ({ twin }) => {
  const rendered = Promise.all([byHelm(twin), byKustomize(twin)]);

  it('is the same by Helm and by Kustomize', async () => {
    const [helm, kustomize] = await rendered;
    expect(differences(helm, kustomize)).toEqual([]);
    expect(helm.length).toBeGreaterThan(1);
  });

  it('shows every single field that one side has otherwise', async () => {
    const [helm, kustomize] = await rendered;
    const hidden = kustomize.flatMap((object, at) =>
      leaves(object).flatMap((path) => {
        const mutant = changedAt(object, path);
        const others = kustomize.map((other, index) => (index === at && isObject(mutant) ? mutant : other));
        return differences(helm, others).length > 0 ? [] : [`${object.kind} ${path.join('/')}`];
      }),
    );
    expect(hidden).toEqual([]);
  });

  it('shows an object that one side lacks', async () => {
    const [helm, kustomize] = await rendered;
    for (const object of kustomize)
      expect(
        differences(
          helm,
          kustomize.filter((other) => other !== object),
        ),
      ).toHaveLength(1);
  });
});

describe('what the comparison must not overlook', () => {
  const twin = TWINS.find(({ id }) => id === 'lks-app in prod');
  const overlays: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    [
      'a label of the pods that no selector knows',
      { labels: [{ pairs: { 'app.kubernetes.io/name': 'web-other' }, includeTemplates: true }] },
    ],
    ['a component that is missing', { components: ['../templates/kustomize/next/components/ha/zone-spread'] }],
    ['another digest', { images: [{ name: 'app', newName: 'registry.lks.internal/shop/app', digest: `sha256:${'0'.repeat(64)}` }] }],
    ['another name', { namePrefix: 'shop-' }],
    ['another namespace', { namespace: 'shop-test' }],
  ];

  it.each(overlays)('shows %s', async (_what, edit) => {
    if (twin === undefined) throw new Error('the settings have no app in prod');
    const helm = await byHelm(twin);
    const overlay = { ...twin.overlay, patches: [], ...edit };
    expect(differences(helm, await byKustomize({ ...twin, id: `mutant ${_what}`, overlay }))).not.toEqual([]);
  });
});
