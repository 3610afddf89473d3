// Does the value of a Secret ever leave?
import { describe, expect, it } from 'vitest';
import { objectOf } from '../test/objects.ts';
import { hasPlaintextSecret, hideRedactions, redactSecrets } from './redact-secrets.ts';

const VALUE = 'hunter2hunter2';
const key = new Uint8Array(32).fill(1);
const secret = (body: string, metadata = 'name: a') => objectOf(`{apiVersion: v1, kind: Secret, metadata: {${metadata}}, ${body}}`);
const redacted = (text: string) => redactSecrets([objectOf(text)], key)[0];

describe('redactSecrets', () => {
  it.each([
    ['data', `data: {a: ${VALUE}}`],
    ['stringData', `stringData: {a: ${VALUE}, b: ""}`],
    ['data that is a list', `data: [${VALUE}]`],
    ['data that is a text', `data: ${VALUE}`],
    ['data nested by mistake', `data: {a: {b: ${VALUE}}}`],
    ['data that looks like SOPS without its metadata', `data: {a: "ENC[AES256_GCM,data:${VALUE}]"}`],
  ])('hides %s', (_, body) => {
    const [object] = redactSecrets([secret(body)], key);
    expect(JSON.stringify(object)).not.toContain(VALUE);
    expect(JSON.stringify(object)).toMatch(/<redacted hmac-sha256:[0-9a-f]{16}>/);
    expect(JSON.stringify(hideRedactions(object))).not.toContain('hmac');
  });

  it('hides what kubectl wrote down', () => {
    const annotations = `name: a, annotations: {keep: me, kubectl.kubernetes.io/last-applied-configuration: '{"data":"${VALUE}"}'}`;
    const [object] = redactSecrets([secret('type: Opaque', annotations)], key);
    expect(JSON.stringify(object)).not.toContain(VALUE);
    expect(object?.metadata.annotations?.keep).toBe('me');
  });

  it('hides Secrets inside custom resources, at any depth', () => {
    const text = `{apiVersion: x.example.com/v1, kind: Bundle, metadata: {name: a}, spec: {list: [{apiVersion: v1, kind: Secret, stringData: {a: ${VALUE}}}]}}`;
    expect(JSON.stringify(redacted(text))).not.toContain(VALUE);
  });

  it('tells equal values from different ones, and depends on the key', () => {
    const [a, b, c] = redactSecrets([secret('data: {a: x}'), secret('data: {a: x}'), secret('data: {a: z}')], key);
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    expect(redactSecrets([secret('data: {a: x}')], new Uint8Array(32))[0]).not.toEqual(a);
  });

  it('changes nothing the second time, and nothing of other objects', () => {
    const once = redactSecrets([secret('data: {a: x}')], key);
    expect(redactSecrets(once, new Uint8Array(32))).toEqual(once);
    const config = objectOf('{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}');
    expect(redactSecrets([config], key)[0]).toBe(config);
    const custom = objectOf('{apiVersion: x.example.com/v1, kind: A, metadata: {name: a}, data: {a: b}}');
    expect(redactSecrets([custom], key)[0]).toBe(custom);
  });

  it('hides marks inside longer texts', () => {
    const [object] = redactSecrets([secret('data: {a: x}')], key);
    expect(hideRedactions(`see ${JSON.stringify(object)}`)).toContain('"a":"<redacted>"');
  });
});

describe('hasPlaintextSecret', () => {
  const sops = 'sops: {mac: x}, data: {a: "ENC[AES256_GCM,data:abc=,iv:x,tag:y,type:str]"}';
  it.each([
    ['a value', secret('data: {a: b}'), true],
    ['a value in stringData', secret('stringData: {a: b}'), true],
    ['no values', secret('type: Opaque'), false],
    ['an empty value', secret('data: {a: ""}'), false],
    ['SOPS', secret(sops), false],
    ['SOPS with one value left open', secret(sops.replace('data: {', 'data: {b: open, ')), true],
    ['ciphertext without the key of SOPS', secret(sops.replace('sops: {mac: x}, ', '')), true],
    [
      'a SealedSecret',
      objectOf('{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: a}, spec: {encryptedData: {a: b}}}'),
      false,
    ],
    [
      'an ExternalSecret',
      objectOf('{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {data: [{secretKey: a}]}}'),
      false,
    ],
    [
      'a Secret in a custom resource',
      objectOf('{apiVersion: x.io/v1, kind: B, metadata: {name: a}, spec: {o: {apiVersion: v1, kind: Secret, data: {a: b}}}}'),
      true,
    ],
  ])('%s', (_, object, expected) => {
    expect(hasPlaintextSecret(object)).toBe(expected);
    expect(hasPlaintextSecret(redactSecrets([object], key)[0] ?? object)).toBe(expected);
  });
});
