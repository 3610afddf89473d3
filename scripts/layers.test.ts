// Does every package import only what its layer may? Reads each package.json and each import, so that neither can lie.
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Who may import whom (docs/design.md). A new package needs a decision record and a row here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  manifests: ['contracts'],
  network: ['manifests', 'contracts'],
  environments: ['manifests', 'contracts'],
  reconcilers: ['environments', 'manifests', 'contracts'],
  governance: ['environments', 'manifests', 'contracts'],
  report: ['contracts'],
  adapters: ['contracts'],
  'action-kit': ['contracts'],
  testkit: ['contracts'],
  render: ['reconcilers', 'environments', 'manifests', 'network', 'contracts'],
  cli: ['adapters', 'contracts', 'environments', 'governance', 'manifests', 'network', 'reconcilers', 'render', 'report'],
  'action-render': ['action-kit', 'adapters', 'contracts', 'environments', 'manifests', 'render', 'report'],
};

interface Package {
  readonly name: string;
  readonly directory: string;
  readonly dependencies: readonly string[];
}

const ours = (names: readonly string[]): string[] => names.filter((name) => name.startsWith('@fairway/')).map((name) => name.slice(9));

const readPackages = (): Package[] =>
  ['packages', 'actions'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(root, group, name))
      .filter((directory) => existsSync(join(directory, 'package.json')))
      .map((directory) => {
        const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
        return { name: ours([manifest.name])[0] ?? manifest.name, directory, dependencies: Object.keys(manifest.dependencies ?? {}) };
      }),
  );

const isTest = (entry: Dirent): boolean => entry.name.endsWith('.test.ts') || /[/\\]test([/\\]|$)/.test(entry.parentPath);

/** Packages named by import statements, in sources and in tests. */
const importsOf = (directory: string, tests: boolean): Set<string> => {
  const found = new Set<string>();
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || isTest(entry) !== tests) continue;
    if (/node_modules|[/\\](dist|generated)([/\\]|$)/.test(entry.parentPath)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, typeOnly, specifier = ''] of text.matchAll(/^(?:import|export) (type )?(?:[^'";=]*? from )?'([^']+)'/gm)) {
      // Types of others are gone at run time; our own packages count all the same.
      if (typeOnly !== undefined && !specifier.startsWith('@fairway/')) continue;
      if (!specifier.startsWith('.') && !specifier.startsWith('node:')) {
        found.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        );
      }
    }
  }
  return found;
};

const findCycle = (graph: ReadonlyMap<string, readonly string[]>): string[] | undefined => {
  const visit = (name: string, path: string[]): string[] | undefined => {
    if (path.includes(name)) return [...path, name];
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next, [...path, name]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
};

const packages = readPackages();

describe('layers', () => {
  it.each(packages.map((one) => [one.name, one] as const))('%s depends only on lower layers', (name, { dependencies }) => {
    const allowed = MAY_IMPORT[name];
    expect(allowed, `${name} has no row in the table of layers`).toBeDefined();
    expect(ours(dependencies).filter((dependency) => !allowed?.includes(dependency))).toEqual([]);
  });

  it.each(packages.map((one) => [one.name, one] as const))(
    '%s names what it imports, and nothing more',
    (_, { directory, dependencies }) => {
      const imported = [...importsOf(directory, false)];
      expect(imported.filter((name) => !dependencies.includes(name))).toEqual([]);
      expect(dependencies.filter((name) => !imported.includes(name))).toEqual([]);
    },
  );

  it('testkit is imported from tests only', () => {
    const offenders = packages.filter(({ name, directory }) => name !== 'testkit' && importsOf(directory, false).has('@fairway/testkit'));
    expect(offenders.map(({ name }) => name)).toEqual([]);
  });

  it('there is no cycle', () => {
    expect(findCycle(new Map(packages.map(({ name, dependencies }) => [name, ours(dependencies)])))).toBeUndefined();
  });

  it('a cycle would be found', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
        ]),
      ),
    ).toEqual(['a', 'b', 'c', 'a']);
  });

  it('every dependency is pinned exactly', () => {
    const manifests = [join(root, 'package.json'), ...packages.map(({ directory }) => join(directory, 'package.json'))];
    const loose = manifests.flatMap((path) => {
      const manifest = JSON.parse(readFileSync(path, 'utf8'));
      const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
      return Object.entries(all)
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))
        .map(([name]) => `${path}: ${name}`);
    });
    expect(loose).toEqual([]);
  });
});
