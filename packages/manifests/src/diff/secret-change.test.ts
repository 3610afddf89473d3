// Does a diff keep the values of Secrets to itself?
import { describe, expect, it } from 'vitest';
import { objectsOf } from '../../test/objects.ts';
import { redactSecrets } from '../redact-secrets.ts';
import { diffManifests } from './diff-manifests.ts';

const VALUE = 'aHVudGVyMg==';
const OTHER = 'c3dvcmRmaXNo';
const secret = (body: string) => objectsOf(`{apiVersion: v1, kind: Secret, metadata: {name: a, labels: {x: "1"}}, ${body}}`);
const key = new Uint8Array(32).fill(7);

describe('a Secret that changed', () => {
  const before = secret(`data: {old: ${VALUE}, kept: ${VALUE}, same: ${VALUE}}, stringData: {s: ${VALUE}}`);
  const after = secret(`data: {new: ${OTHER}, kept: ${OTHER}, same: ${VALUE}}, stringData: {s: ${OTHER}}, immutable: true`);

  it.each([
    ['as rendered', (objects: typeof before) => objects],
    ['redacted', (objects: typeof before) => redactSecrets(objects, key)],
  ])('shows names of keys, never values: %s', (_, prepare) => {
    const [change, ...others] = diffManifests(prepare(before), prepare(after));
    expect(others).toEqual([]);
    expect(change?.ops).toEqual([
      { path: '/data/kept', before: '<redacted>', after: '<redacted>' },
      { path: '/data/new', after: '<redacted>' },
      { path: '/data/old', before: '<redacted>' },
      { path: '/immutable', after: true },
      { path: '/stringData/s', before: '<redacted>', after: '<redacted>' },
    ]);
    expect(change?.patch).toBe('# Secret values are not shown; keys: changed kept, s; added new; removed old\n');
  });

  it('is not shown when only its text changed', () => {
    expect(diffManifests(before, secret(`stringData: {s: ${VALUE}}, data: {same: ${VALUE}, kept: ${VALUE}, old: ${VALUE}}`))).toEqual([]);
  });

  it('keeps values to itself when the whole map, a wrong map, or an annotation holds them', () => {
    const applied = `{"data":{"a":"${VALUE}"}}`;
    const shapes = [
      secret(`data: {a: ${VALUE}}`),
      secret(`data: [${VALUE}]`),
      secret(`data: ${VALUE}`),
      secret(`sops: {mac: ${VALUE}}`),
      objectsOf(
        `{apiVersion: v1, kind: Secret, metadata: {name: a, annotations: {kubectl.kubernetes.io/last-applied-configuration: '${applied}'}}}`,
      ),
    ];
    for (const shape of shapes) {
      const changes = [...diffManifests(secret('type: Opaque'), shape), ...diffManifests(shape, []), ...diffManifests([], shape)];
      expect(changes.length).toBe(3);
      for (const { ops, patch } of changes) expect(JSON.stringify([ops, patch])).not.toContain(VALUE);
    }
  });

  it('keeps values to itself inside custom resources', () => {
    const bundle = (value: string) =>
      objectsOf(
        `{apiVersion: x.example.com/v1, kind: Bundle, metadata: {name: a}, spec: {objects: [{apiVersion: v1, kind: Secret, data: {a: ${value}}}]}}`,
      );
    const changes = [...diffManifests(bundle(VALUE), bundle(OTHER)), ...diffManifests([], bundle(VALUE))];
    expect(changes).toHaveLength(2);
    for (const { ops, patch } of changes) expect(JSON.stringify([ops, patch])).not.toMatch(new RegExp(`${VALUE}|${OTHER}|hmac`));
  });
});
