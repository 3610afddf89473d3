// Does a finding keep its fingerprint as long as it is the same finding?
import { Finding } from '@fairway/contracts';
import { describe, expect, it } from 'vitest';
import { fingerprint, finishFinding } from './finish-finding.ts';
import { baseOfGeneratedName, lastingName } from './generated-name.ts';
import { apiGroup, refKey, refText } from './identity.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const base = { ruleId: 'a-rule', env: 'dev', app: 'web', object, field: '/spec/x', detail: 'd' };

describe('fingerprint', () => {
  it('is the same over versions of the API and generated names', () => {
    expect(fingerprint({ ...base, object: { ...object, apiVersion: 'apps/v1beta1' } })).toBe(fingerprint(base));
    const config = (name: string) => fingerprint({ ...base, object: { apiVersion: 'v1', kind: 'ConfigMap', name } });
    expect(config('a-2t6k9f8hb7')).toBe(config('a-ck52mhbt9d'));
    expect(config('a-2t6k9f8hb7')).not.toBe(config('b-ck52mhbt9d'));
  });

  it.each([
    [{ ruleId: 'b-rule' }],
    [{ env: 'prod' }],
    [{ app: 'other' }],
    [{ field: '/spec/y' }],
    [{ detail: 'e' }],
    [{ object: { ...object, name: 'web2' } }],
    [{ object: { ...object, namespace: 'other' } }],
    [{ object: { ...object, apiVersion: 'x/v1' } }],
    [{ object: { ...object, kind: 'StatefulSet' } }],
    [{ object: { ...object, name: 'web-2t6k9f8hb7' } }],
  ])('differs by %j', (other) => {
    expect(fingerprint({ ...base, ...other })).not.toBe(fingerprint(base));
  });

  it('does not mix up absent parts', () => {
    expect(fingerprint({ ruleId: 'r', env: 'a' })).not.toBe(fingerprint({ ruleId: 'r', app: 'a' }));
    expect(fingerprint({ ruleId: 'r', field: 'a' })).not.toBe(fingerprint({ ruleId: 'r', detail: 'a' }));
  });
});

describe('finishFinding', () => {
  it('makes what the report contract accepts', () => {
    const draft = {
      ruleId: 'a-rule',
      severity: 'high',
      message: 'm',
      hint: 'h',
      object,
      field: '/x',
      location: { file: 'a.yaml', line: 1 },
      data: { n: 1 },
      detail: 'd',
    } as const;
    const finding = finishFinding(draft, { env: 'dev', app: 'web', status: 'new', blocking: true });
    expect(Finding.parse(finding)).toEqual(finding);
    expect(finding.subject).toEqual({ env: 'dev', app: 'web', object, field: '/x' });
    expect(finding.fingerprint).toBe(fingerprint({ ...base, field: '/x' }));
  });

  it('leaves out what is not known', () => {
    const finding = finishFinding({ ruleId: 'r', severity: 'low', message: 'm', hint: '' }, { status: 'new', blocking: false });
    expect(Finding.parse(finding)).toEqual(finding);
    expect(finding.subject).toEqual({});
  });
});

describe('names', () => {
  it.each([
    ['a-2t6k9f8hb7', 'a'],
    ['a-b-mmmmmmmmmm', 'a-b'],
    ['a-0123456789', undefined],
    ['a-abcdefghij', undefined],
    ['a-2t6k9f8hb', undefined],
    ['2t6k9f8hb7', undefined],
  ])('base of %s is %s', (name, expected) => {
    expect(baseOfGeneratedName(name)).toBe(expected);
  });

  it('only ConfigMaps and Secrets have generated names', () => {
    expect(lastingName({ apiVersion: 'v1', kind: 'Secret', name: 'a-2t6k9f8hb7' })).toBe('a');
    expect(lastingName({ apiVersion: 'v1', kind: 'Service', name: 'a-2t6k9f8hb7' })).toBe('a-2t6k9f8hb7');
    expect(lastingName({ apiVersion: 'x/v1', kind: 'Secret', name: 'a-2t6k9f8hb7' })).toBe('a-2t6k9f8hb7');
  });

  it('identity has no version, and reads well', () => {
    expect(apiGroup('v1')).toBe('');
    expect(refKey(object)).toBe('apps/Deployment/shop/web');
    expect(refText(object)).toBe('Deployment shop/web');
    expect(refText({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' })).toBe('Namespace shop');
  });
});
