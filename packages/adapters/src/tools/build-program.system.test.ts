// Does the real Go build the pinned kustomize from what is committed, into an empty cache, twice the same?
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../../test/tool-server.ts';
import { shippedCatalogue } from './manifest.ts';
import { resolveTool } from './resolve-tool.ts';

const PATH = (process.env['PATH'] ?? '')
  .split(':')
  .filter((entry) => !entry.includes('node_modules'))
  .join(':');

test('kustomize', { timeout: 600_000 }, async () => {
  await using first = await temporary();
  await using second = await temporary();
  const build = (cache: string) => resolveTool('kustomize', { environment: { ...process.env, PATH }, cache, roads: ['build'] });
  const [one, two] = [await build(first.path), await build(second.path)];
  expect(one).toMatchObject({ origin: 'build', version: shippedCatalogue().tools.find(({ name }) => name === 'kustomize')?.version });
  expect(one.path.startsWith(join(first.path, 'tools', 'kustomize'))).toBe(true);
  expect(two.sha256).toBe(one.sha256);
});

test('module files that do not fit are refused instead of mended', { timeout: 600_000 }, async () => {
  await using cache = await temporary();
  const shipped = shippedCatalogue();
  const module = shipped.modules['kustomize'];
  if (!module) throw new Error('no module files');
  const sum = module.sum.replace(/^sigs\.k8s\.io\/kustomize\/api .*\n/m, '');
  const catalogue = { ...shipped, modules: { kustomize: { ...module, sum } } };
  const failure = await resolveTool('kustomize', {
    environment: { ...process.env, PATH },
    cache: cache.path,
    roads: ['build'],
    catalogue,
  }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'tool-failed', stderr: expect.stringContaining('missing go.sum entry') });
});
