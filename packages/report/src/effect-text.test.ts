// Does a rename say once what it is called, and what it does to the cluster?
import { sampleChange } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { effectTexts, tellingOps } from './effect-text.ts';
import { changeName } from './object-name.ts';

const renamed = sampleChange('dev/storefront', 'renamed');
const named = { path: '/metadata/name', before: 'a', after: 'b' };
const more = { path: '/spec/replicas', before: 1, after: 2 };

describe('a rename', () => {
  it('is told as what it is: one object deleted, another created', () => {
    expect(effectTexts(renamed)).toEqual(['restarts pods', 'deletes the old object and creates the new one']);
    expect(effectTexts(sampleChange('dev/storefront', 'image'))).toEqual(['restarts pods']);
  });

  it('does not repeat its names as fields', () => {
    expect(tellingOps({ ...renamed, ops: [named, more] })).toEqual([more]);
    expect(tellingOps({ ...renamed, kind: 'changed', ops: [named, more] })).toEqual([named, more]);
  });

  it('names the new namespace where it is another', () => {
    const from = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'a' };
    expect(changeName({ ...renamed, from, object: { ...from, name: 'b' } })).toBe('ConfigMap shop/a → b');
    expect(changeName({ ...renamed, from, object: { ...from, namespace: 'x', name: 'b' } })).toBe('ConfigMap shop/a → ConfigMap x/b');
  });
});
