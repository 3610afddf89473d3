import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

describe('plaintext-secret', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: door }\ndata: { key: c2VzYW1l }\n';
  const files: Files = { 'app/kustomization.yaml': 'resources: [secret.yaml]\n', 'app/secret.yaml': secret };

  it('is a finding for a manifest with values', () => {
    expect(found(builtContext(files), 'plaintext-secret')).toMatchObject([
      {
        severity: 'high',
        object: { kind: 'Secret', name: 'door' },
        location: { file: 'app/secret.yaml', line: 3 },
        message: 'Secret door holds the key key in plain text',
      },
    ]);
  });

  it.each([
    ['no values', changed(files, 'app/secret.yaml', 'data: { key: c2VzYW1l }', 'type: kubernetes.io/service-account-token')],
    [
      'an ExternalSecret',
      changed(
        changed(files, 'app/secret.yaml', 'kind: Secret', 'kind: ExternalSecret'),
        'app/secret.yaml',
        'apiVersion: v1',
        'apiVersion: external-secrets.io/v1',
      ),
    ],
    [
      'SOPS ciphertext',
      changed(
        files,
        'app/secret.yaml',
        'data: { key: c2VzYW1l }',
        'data: { key: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]" }\nsops: { version: 3.13.2 }',
      ),
    ],
  ])('is no finding: %s', (_, good) => expect(found(builtContext(good), 'plaintext-secret')).toEqual([]));

  it('never says the value', () => {
    expect(JSON.stringify(found(builtContext(files), 'plaintext-secret'))).not.toMatch(/c2VzYW1l|sesame/);
  });

  it('points at the generator entry, and spares files that SOPS encrypted', () => {
    const generated: Files = {
      'app/kustomization.yaml': 'resources: [c.yaml]\nsecretGenerator:\n- name: door\n  envs: [door.env]\n',
      'app/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n',
      'app/door.env': 'key=sesame\n',
    };
    expect(found(builtContext(generated), 'plaintext-secret')).toMatchObject([
      { location: { file: 'app/kustomization.yaml', line: 3, column: 3 } },
    ]);
    const encrypted = { ...generated, 'app/door.env': 'key=ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops_version=3.13.2\n' };
    expect(found(builtContext(encrypted), 'plaintext-secret')).toEqual([]);
    expect(
      found(builtContext(changed(encrypted, 'app/kustomization.yaml', 'envs', 'literals: [more=sesame]\n  envs')), 'plaintext-secret'),
    ).toHaveLength(1);
  });

  it('names decryption as an effect of the reconciler', () => {
    const encrypted = `${secret}sops: { version: 3.13.2 }\n`;
    expect(found(builtContext({ ...files, 'app/secret.yaml': encrypted }), 'fidelity')).toMatchObject([
      { severity: 'info', data: { effect: 'decryption' } },
    ]);
    expect(found(builtContext(files), 'fidelity')).toEqual([]);
  });
});
