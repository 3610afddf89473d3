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

it('takes no other order of keys for something else', () => {
  const known = createKnownObjects();
  const { spec, ...rest } = source('a');
  known.learn({ ...rest, spec: { ...spec, interval: '1m' } }, { app: 'x', rank: 2, at });
  known.learn({ spec: { interval: '1m', ...spec }, ...rest }, { app: 'y', rank: 2, at });
  expect(known.conflicts()).toEqual([]);
  expect(known.overlooked()).toEqual([]);
});

it('keeps the first of two that differ, and tells of it', () => {
  const known = createKnownObjects();
  known.learn(source('a'), { app: 'x', rank: 2, at });
  expect(known.learn(source('b'), { app: 'y', rank: 2, at })).toBe(false);
  expect(known.find(KEY)?.object.spec).toEqual({ url: 'a' });
  expect(known.conflicts().map(({ key, first, second }) => [key, first.app, second.app])).toEqual([[keyText(KEY), 'x', 'y']]);
});

it('believes the first of two files, and tells of the other', () => {
  const known = createKnownObjects();
  known.learn(source('a'), { app: undefined, rank: 0, at });
  expect(known.learn(source('b'), { app: undefined, rank: 0, at: { file: 'b.yaml' } })).toBe(false);
  expect(known.find(KEY)?.object.spec).toEqual({ url: 'a' });
  expect(known.overlooked().map((one) => [one.at.file, one.for.at.file])).toEqual([['b.yaml', 'a.yaml']]);
});

it('forgets what an app holds no more, and believes the next one again', () => {
  const known = createKnownObjects();
  known.learn(source('file'), { app: undefined, rank: 0, at });
  known.learn(source('rendered'), { app: 'x', rank: 2, at });
  known.learn(source('otherwise'), { app: 'y', rank: 2, at });
  const before = known.revision(KEY.group, KEY.kind);
  known.keepOnly('x', new Set());
  expect(known.find(KEY)?.object.spec).toEqual({ url: 'otherwise' });
  expect(known.conflicts()).toEqual([]);
  known.keepOnly('y', new Set());
  expect(known.find(KEY)?.object.spec).toEqual({ url: 'file' });
  expect(known.revision(KEY.group, KEY.kind)).toBe(before + 2);
});

it('forgets what a set makes no more', () => {
  const known = createKnownObjects();
  known.learn(source('made'), { app: undefined, rank: 3, at, madeBy: 'set' });
  known.keepMade('set', new Set([keyText(KEY)]));
  expect(known.find(KEY)).toBeDefined();
  known.keepMade('set', new Set());
  expect(known.find(KEY)).toBeUndefined();
  expect(known.all(KEY.group, KEY.kind)).toEqual([]);
});

it('takes an object without namespace for one of the default namespace', () => {
  const known = createKnownObjects();
  const { metadata, ...rest } = source('a');
  known.learn({ ...rest, metadata: { name: metadata.name } }, { app: undefined, rank: 0, at });
  expect(known.find({ ...KEY, namespace: 'default' })).toBeDefined();
});
