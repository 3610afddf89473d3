import { expect, it } from 'vitest';
import { createKnownObjects, keyText } from './known-objects.ts';

const source = (url: string) => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'a', namespace: 'flux-system' },
  spec: { url },
});
const KEY = { group: 'source.toolkit.fluxcd.io', kind: 'GitRepository', namespace: 'flux-system', name: 'a' };
const at = { file: 'a.yaml' };

it('believes what an app renders rather than what a file says, in whatever order', () => {
  const known = createKnownObjects();
  expect(known.learn(source('file'), { app: undefined, rank: 0, at })).toBe(true);
  expect(known.learn(source('rendered'), { app: 'x', rank: 2, at })).toBe(true);
  expect(known.learn(source('file again'), { app: undefined, rank: 0, at })).toBe(false);
  expect(known.find(KEY)?.object.spec).toEqual({ url: 'rendered' });
  expect(known.all(KEY.group, KEY.kind)).toHaveLength(1);
  expect(known.conflicts()).toEqual([]);
});

it('says nothing new where an object is the same', () => {
  const known = createKnownObjects();
  known.learn(source('a'), { app: undefined, rank: 0, at });
  expect(known.learn(source('a'), { app: 'x', rank: 2, at })).toBe(false);
  expect(known.find(KEY)?.app).toBe('x');
});

it('keeps the first of two that differ, and tells of it', () => {
  const known = createKnownObjects();
  known.learn(source('a'), { app: 'x', rank: 2, at });
  expect(known.learn(source('b'), { app: 'y', rank: 2, at })).toBe(false);
  expect(known.find(KEY)?.object.spec).toEqual({ url: 'a' });
  expect(known.conflicts().map(({ key, first, second }) => [key, first.app, second.app])).toEqual([[keyText(KEY), 'x', 'y']]);
});
