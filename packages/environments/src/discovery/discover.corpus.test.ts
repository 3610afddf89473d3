// In repositories that others wrote: is every kustomization and every chart an app or skipped with a reason, and nothing lost or doubled?
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { initText } from '../init-text.ts';
import { discover } from './discover.ts';
import { baseName, directoryOf } from './tree-path.ts';

const corpus = process.env.FAIRWAY_CORPUS ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url));
const folders = existsSync(corpus) ? readdirSync(corpus).filter((name) => lstatSync(join(corpus, name)).isDirectory()) : [];

const load = (folder: string): Record<string, MemoryFile> => {
  const root = join(corpus, folder);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path), entry.isSymbolicLink() ? { symlink: readlinkSync(path) } : readFileSync(path)];
    }),
  );
};

it('the corpus is there', () => {
  expect(folders.length).toBeGreaterThan(0);
});

describe.each(folders)('%s', (folder) => {
  const files = load(folder);
  const found = discover(memoryTree(files));
  const holding = (...names: string[]) => [
    ...new Set(
      Object.keys(files)
        .filter((path) => names.includes(baseName(path)))
        .map(directoryOf),
    ),
  ];

  it('nothing is wrong with it', async () => {
    expect((await found).problems).toEqual([]);
  });

  it('every kustomization and every chart is an app or skipped with a reason, never both', async () => {
    const { apps, skipped } = await found;
    for (const [renderer, directories] of [
      ['kustomize', holding('kustomization.yaml', 'kustomization.yml', 'Kustomization')],
      ['helm', holding('Chart.yaml')],
    ] as const) {
      const ours = new Set(apps.filter((app) => app.renderer.kind === renderer).map(({ root }) => root));
      const reasons = new Map(skipped.map(({ path, reason }) => [path, reason]));
      expect(directories.filter((path) => !ours.has(path) && !reasons.get(path))).toEqual([]);
      expect(directories.filter((path) => ours.has(path) && reasons.has(path))).toEqual([]);
    }
  });

  it('ids are unique, and every environment has an app', async () => {
    const { apps, environments } = await found;
    expect(new Set(apps.map(({ id }) => id.toLowerCase())).size).toBe(apps.length);
    expect(environments.map(({ name }) => name).toSorted()).toEqual([...new Set(apps.map(({ env }) => env))].toSorted());
  });

  it('no Component and no empty file is an app, and every app is there', async () => {
    const { apps } = await found;
    const textOf = (path: string) => String(files[path] ?? '');
    const texts = apps.map(({ declaredAt }) => textOf(declaredAt.file));
    expect(texts.filter((text) => text.trim() === '' || /^kind: Component$/m.test(text))).toEqual([]);
  });

  it('every line that begins a Flux or Argo CD object is not looked at, unless it is a patch', async () => {
    const { notLookedAt } = await found;
    const begins =
      /^apiVersion: ["']?(?:kustomize|helm)\.toolkit\.fluxcd\.io\/[\s\S]*?^kind: (?:Kustomization|HelmRelease)$|^apiVersion: ["']?argoproj\.io\/[\s\S]*?^kind: Application(?:Set)?$/m;
    const holders = Object.keys(files).filter(
      (path) =>
        /\.ya?ml$/.test(path) &&
        String(files[path])
          .split(/^---$/m)
          .some((document) => begins.test(document)),
    );
    const listed = new Set(notLookedAt.map(({ at }) => at.file));
    const patches = Object.values(files).map(String).join('\n');
    expect(holders.filter((path) => !listed.has(path) && !patches.includes(`path: ${baseName(path)}`))).toEqual([]);
  });

  it('what init writes reads back as the same', async () => {
    const before = await found;
    const after = await discover(memoryTree({ ...files, 'fairway.yaml': initText(before) }));
    const facts = ({ apps }: typeof before) => apps.map(({ id, root, renderer, kind }) => ({ id, root, renderer, kind }));
    expect(after.problems).toEqual([]);
    expect(facts(after)).toEqual(facts(before));
    expect(after.environments).toEqual(before.environments);
  });
});
