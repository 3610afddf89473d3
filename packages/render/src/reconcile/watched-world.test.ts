import type { World } from '@fairway/reconcilers';
import { expect, it } from 'vitest';
import { createKnownObjects } from './known-objects.ts';
import { watchWorld } from './watched-world.ts';

const GROUP = 'source.toolkit.fluxcd.io';
const object = (kind: string, name: string, data: string) => ({
  apiVersion: kind === 'ConfigMap' ? 'v1' : kind === 'ExternalSecret' ? 'external-secrets.io/v1' : `${GROUP}/v1`,
  kind,
  metadata: { name, namespace: 'n' },
  data: { data },
});
const start = () => {
  const objects = createKnownObjects();
  const asked = {
    find: () => undefined,
    all: () => [],
    data: async () => ({ kind: 'absent' }) as const,
  } satisfies Pick<World, 'find' | 'all' | 'data'>;
  // The rest of a world is passed on as it is.
  const { world, changed } = watchWorld<World>({ ...asked } as unknown as World, objects);
  const learn = (kind: string, name: string, data: string, rank = 0) =>
    objects.learn(object(kind, name, data), { app: rank === 0 ? undefined : 'app', rank, at: { file: 'a.yaml' } });
  return { world, changed, learn };
};

it('sees that an object came which was asked for in vain', () => {
  const { world, changed, learn } = start();
  world.find({ group: GROUP, kind: 'GitRepository', namespace: 'n', name: 'a' });
  learn('GitRepository', 'b', 'x');
  expect(changed()).toBe(false);
  learn('GitRepository', 'a', 'x');
  expect(changed()).toBe(true);
});

it('sees that values say something else', async () => {
  const { world, changed, learn } = start();
  learn('ConfigMap', 'values', 'as written');
  await world.data('ConfigMap', 'n', 'values');
  learn('ConfigMap', 'values', 'as written', 2);
  expect(changed()).toBe(false);
  learn('ConfigMap', 'values', 'as rendered', 2);
  expect(changed()).toBe(true);
});

it('sees that something came that makes a Secret', async () => {
  const { world, changed, learn } = start();
  await world.data('Secret', 'n', 'token');
  expect(changed()).toBe(false);
  learn('ExternalSecret', 'token', 'x');
  expect(changed()).toBe(true);
});

it('sees that there is one more of a kind', () => {
  const { world, changed, learn } = start();
  world.all(GROUP, 'GitRepository');
  expect(changed()).toBe(false);
  learn('GitRepository', 'a', 'x');
  expect(changed()).toBe(true);
});
