// Is the environment of a path found, and not something that only sounds like one?
import { expect, it } from 'vitest';
import { environmentFinder } from './environment-segment.ts';

const find = (path: string, declared: readonly string[] = []) => environmentFinder(new Set(declared))(path);

it.each([
  ['overlays/dev', 'dev'],
  ['apps/production', 'production'],
  ['web/overlays/production-fwi', 'production-fwi'],
  ['clusters/prod-eu-1/flux-system', 'prod-eu-1'],
  ['environments/prod/apps/live-chat', 'prod'],
  ['environments/prod-b/apps/test', 'prod-b'],
  ['apps/dev-portal/overlays/prod', 'prod'],
  ['dev-portal/prod', 'prod'],
  ['test/fixtures/overlays/dev', 'dev'],
  ['live/staging', 'staging'],
  ['environments/sandbox/web', 'sandbox'],
  ['envs/eu/web', 'eu'],
  ['environments/base/web', undefined],
  ['tenants/base/dev-team', undefined],
  ['bases/dev', 'dev'],
  ['overlays/sandbox', undefined],
  ['clusters/eu-1', undefined],
  ['infrastructure/controllers', undefined],
  ['', undefined],
])('%s → %s', (path, expected) => {
  expect(find(path)?.name).toBe(expected);
});

it('a declared name comes before everything else', () => {
  expect(find('overlays/sandbox/dev', ['sandbox'])?.name).toBe('sandbox');
  expect(find('environments/prod-b/apps/test', ['prod-b', 'test'])?.name).toBe('prod-b');
});

it('names what else could have been meant', () => {
  expect(find('prod/test')).toEqual({ index: 1, name: 'test', others: ['prod'] });
  expect(find('environments/prod/apps/test')?.others).toEqual([]);
});
