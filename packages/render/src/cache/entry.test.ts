import { parseManifests } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { bodyChecksum, bodyText, decodeBody, decodeFacts, encodeBody, encodeFacts } from './entry.ts';
import { factsOf } from './facts-of.ts';

const OBJECTS = parseManifests(`apiVersion: batch/v1
kind: Job
metadata: { name: migrate, annotations: { "helm.sh/hook": pre-install } }
---
apiVersion: example.io/v1
kind: Thing
metadata: { name: one }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.io }
spec: { group: example.io, names: { kind: Thing } }
`).objects;
const FACTS = { ...factsOf(OBJECTS, bodyChecksum(bodyText(OBJECTS))), determinism: [] };
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('facts', () => {
  it('count objects and hooks, and know custom kinds and definitions', () => {
    expect(FACTS).toMatchObject({
      objects: 3,
      hooks: 1,
      secrets: true,
      custom: ['example.io/Thing'],
      crds: [{ kind: 'example.io/Thing' }],
    });
  });
});

describe('an entry', () => {
  it('comes back as it was written', () => {
    expect(decodeFacts('key', bytes(encodeFacts('key', FACTS)))).toEqual(FACTS);
    expect(decodeBody('key', bytes(encodeBody('key', bodyText(OBJECTS), ['a.yaml', null])))).toEqual({
      objects: OBJECTS,
      sources: ['a.yaml', null],
    });
  });

  it('is absent under another key, after any change of a byte, and when it is cut', () => {
    const whole = bytes(encodeBody('key', bodyText(OBJECTS), []));
    expect(decodeBody('other', whole)).toBeUndefined();
    for (let at = 0; at < whole.length; at += 7) {
      expect(decodeBody('key', whole.with(at, (whole[at] ?? 0) ^ 1))).toBeUndefined();
      expect(decodeBody('key', whole.subarray(0, at))).toBeUndefined();
    }
  });

  it('is absent when it is well sealed but not what we write', () => {
    expect(decodeBody('key', bytes(encodeBody('key', '[{"kind":"Job"}]', [])))).toBeUndefined();
    expect(decodeBody('key', bytes(encodeBody('key', 'no json', [])))).toBeUndefined();
    expect(decodeFacts('key', bytes(encodeBody('key', JSON.stringify({ ...FACTS, more: 1 }), [])))).toBeUndefined();
  });
});
