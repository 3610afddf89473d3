// What stands for encrypted values?
import type { ManifestObject } from '@fairway/manifests';
import { expect, it } from 'vitest';
import { placeholders } from './flux-object-placeholders.ts';

const secret = (more: Readonly<Record<string, unknown>>): ManifestObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  ...more,
});
const cipher = 'ENC[AES256_GCM,data:abc,iv:x,tag:y,type:str]';
const mark = /^<encrypted sha256:[0-9a-f]{16}>$/;

it('marks ciphertext wherever it stands and drops the sops block', () => {
  const [object] = placeholders([secret({ stringData: { a: cipher, b: 'plain', c: [cipher] }, sops: { mac: cipher } })]);
  expect(object).toEqual(secret({ stringData: { a: expect.stringMatching(mark), b: 'plain', c: [expect.stringMatching(mark)] } }));
});

it('gives the same mark for the same ciphertext, and another for another', () => {
  const of = (text: string): unknown => placeholders([secret({ data: { a: text }, sops: {} })])[0]?.data;
  expect(of(cipher)).toEqual(of(cipher));
  expect(of(cipher)).not.toEqual(of(cipher.replace('abc', 'abd')));
});

it('marks a whole encrypted file in a generated Secret', () => {
  const file = Buffer.from(`token: ${cipher}\nsops:\n  version: 3\n`).toString('base64');
  const [object] = placeholders([secret({ data: { file, other: 'aGVsbG8=' } })]);
  expect(object?.data).toEqual({ file: expect.stringMatching(mark), other: 'aGVsbG8=' });
});

it.each([
  [
    'a sealed secret',
    { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', metadata: { name: 's' }, spec: { encryptedData: { a: 'x' } } },
  ],
  ['ciphertext without a sops block', secret({ stringData: { a: cipher } })],
  ['text that only mentions it', { ...secret({ stringData: { a: `see ${cipher}` } }), kind: 'ConfigMap' }],
])('leaves %s as it is', (_, object) => {
  expect(placeholders([object])).toEqual([object]);
});

it('takes a sops text for text', () => {
  const object = secret({ sops: 'no block', stringData: { a: cipher } });
  expect(placeholders([object])).toEqual([object]);
});
