// Does a closure hold everything that the real kustomize and helm open, probe and list?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { App } from '@fairway/environments';
import { directoryOf, filesBelow, type MemoryFile, memoryTree, type ProgramTrace, traceProgram } from '@fairway/testkit';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ChartStaging, InputClosure } from '../model.ts';
import { closureIn, helmApp, kustomizeApp, problemsOf } from './sample-app.ts';
import { uncovered } from './uncovered.ts';

const KUSTOMIZE = process.env.FAIRWAY_KUSTOMIZE ?? 'kustomize';
const HELMS = [process.env.FAIRWAY_HELM ?? 'helm', process.env.FAIRWAY_HELM3].filter((helm) => helm !== undefined);
const ROOT = resolve(import.meta.dirname, '../../../..');

const link = (symlink: string): MemoryFile => ({ symlink });
const object = (name: string, kind = 'ConfigMap'): string => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;
const plugin = (kind: string, rest: string): string => `apiVersion: builtin\nkind: ${kind}\nmetadata: { name: p }\n${rest}`;
const indent = (text: string): string => text.replaceAll('\n', '\n  ');
const chart = (name: string, rest = ''): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${rest}`;
const template = (name: string): string => object(name);

interface Fixture {
  readonly name: string;
  readonly files: Readonly<Record<string, MemoryFile>>;
  /** Leaves this field out of the closure: the proof must then turn red. */
  readonly needs: string;
}

const ops = '- { op: add, path: /metadata/labels, value: { a: b } }\n';
const base = { 'overlay/a.yaml': object('a') };

const fixtures: readonly Fixture[] = [
  {
    name: 'files, a directory and its own directory above',
    needs: 'resources',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml, ../base]',
      ...base,
      'base/kustomization.yml': 'resources: [deep/b.yaml, deep/c]',
      'base/deep/b.yaml': object('b'),
      'base/deep/c/Kustomization': 'namePrefix: x-\nresources: [d.json]',
      'base/deep/c/d.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}',
    },
  },
  {
    name: 'bases',
    needs: 'bases',
    files: {
      'overlay/kustomization.yaml': 'bases: [../base]',
      'base/kustomization.yaml': 'resources: [b.yaml]',
      'base/b.yaml': object('b'),
    },
  },
  {
    name: 'components',
    needs: 'components',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ncomponents: [../part]',
      ...base,
      'part/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ path: p.yaml, target: { kind: ConfigMap } }]',
      'part/p.yaml': ops,
    },
  },
  {
    name: 'configurations',
    needs: 'configurations',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\nconfigurations: [c.yaml]',
      ...base,
      'overlay/c.yaml': 'images: []',
    },
  },
  {
    name: 'crds',
    needs: 'crds',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]\ncrds: [c.json]', ...base, 'overlay/c.json': '{}' },
  },
  {
    name: 'openapi',
    needs: 'openapi',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nopenapi: { path: s.json }',
      ...base,
      'overlay/s.json': '{"definitions":{}}',
    },
  },
  {
    name: 'configMapGenerator',
    needs: 'configMapGenerator',
    files: {
      'overlay/kustomization.yaml': 'configMapGenerator:\n- { name: m, files: [a.txt, k=sub/b.txt], envs: [c.env], env: d.env }',
      'overlay/a.txt': 'a',
      'overlay/sub/b.txt': 'b',
      'overlay/c.env': 'A=1',
      'overlay/d.env': 'B=1',
    },
  },
  {
    name: 'secretGenerator',
    needs: 'secretGenerator',
    files: {
      'overlay/kustomization.yaml': 'secretGenerator:\n- { name: m, files: [a.txt], envs: [c.env] }',
      'overlay/a.txt': 'a',
      'overlay/c.env': 'A=1',
    },
  },
  {
    name: 'patches',
    needs: 'patches',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml, target: { kind: ConfigMap } }]',
      ...base,
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'patchesStrategicMerge',
    needs: 'patchesStrategicMerge',
    files: {
      'overlay/kustomization.yaml': `resources: [a.yaml]\npatchesStrategicMerge:\n- p.yaml\n- |-\n  ${indent(`${object('a').trim()}\ndata: { x: y }`)}`,
      ...base,
      'overlay/p.yaml': `${object('a')}data: { a: b }`,
    },
  },
  {
    name: 'patchesJson6902',
    needs: 'patchesJson6902',
    files: {
      'overlay/kustomization.yaml':
        'resources: [a.yaml]\npatchesJson6902: [{ path: p.yaml, target: { version: v1, kind: ConfigMap, name: a } }]',
      ...base,
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'replacements',
    needs: 'replacements',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nreplacements: [{ path: r.yaml }]',
      ...base,
      'overlay/r.yaml':
        'source: { kind: ConfigMap, name: a, fieldPath: metadata.name }\ntargets: [{ select: { kind: ConfigMap }, fieldPaths: [data.x], options: { create: true } }]',
    },
  },
  {
    name: 'transformers: a file that names a file',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ntransformers: [t.yaml]',
      ...base,
      'overlay/t.yaml': plugin('PatchTransformer', 'path: p.yaml\ntarget: { kind: ConfigMap }'),
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'transformers: inline',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': `resources: [a.yaml]\ntransformers:\n- |-\n  ${indent(plugin('PatchStrategicMergeTransformer', 'paths: [p.yaml]'))}`,
      ...base,
      'overlay/p.yaml': `${object('a')}data: { a: b }`,
    },
  },
  {
    name: 'transformers: a directory',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ntransformers: [../cfg]',
      ...base,
      'cfg/kustomization.yaml': 'resources: [t.yaml]',
      'cfg/t.yaml': plugin('PatchJson6902Transformer', 'path: p.yaml\ntarget: { version: v1, kind: ConfigMap, name: a }'),
      'overlay/p.yaml': ops,
    },
  },
  {
    name: 'transformers: a directory that patches its objects',
    needs: 'transformers',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\ntransformers: [../cfg]',
      ...base,
      'cfg/kustomization.yaml': 'resources: [t.yaml]\npatches: [{ path: ch.yaml }]',
      'cfg/t.yaml': plugin('PatchTransformer', 'path: old.yaml\ntarget: { kind: ConfigMap }'),
      'cfg/ch.yaml': plugin('PatchTransformer', 'path: new.yaml'),
      'overlay/new.yaml': ops,
    },
  },
  {
    name: 'generators',
    needs: 'generators',
    files: {
      'overlay/kustomization.yaml': 'generators: [g.yaml]',
      'overlay/g.yaml': plugin('SecretGenerator', 'files: [a.txt]\nenvs: [b.env]'),
      'overlay/a.txt': 'a',
      'overlay/b.env': 'A=1',
    },
  },
  {
    name: 'validators',
    needs: 'validators',
    files: {
      'overlay/kustomization.yaml': 'resources: [a.yaml]\nvalidators: [v.yaml]',
      ...base,
      'overlay/v.yaml': plugin('ReplacementTransformer', 'replacements: [{ path: r.yaml }]'),
      'overlay/r.yaml': '[]',
    },
  },
  {
    name: 'helmCharts',
    needs: 'helmCharts',
    files: {
      'overlay/kustomization.yaml':
        'helmGlobals: { chartHome: home }\nhelmCharts: [{ name: c, releaseName: r, additionalValuesFiles: [v.yaml], valuesInline: { a: 1 } }]',
      'overlay/home/c/Chart.yaml': chart('c'),
      'overlay/home/c/values.yaml': 'a: 2',
      'overlay/home/c/templates/a.yaml': template('a'),
      'overlay/home/c/.helmignore': '*.md\n',
      'overlay/home/c/README.md': '',
      'overlay/v.yaml': 'b: 1',
    },
  },
  {
    name: 'helmCharts below their version',
    needs: 'helmCharts',
    files: {
      'overlay/kustomization.yaml':
        'helmCharts: [{ name: c, version: 1.0.0, repo: "https://example.invalid", releaseName: r, valuesFile: v.yaml }]',
      'overlay/charts/c-1.0.0/c/Chart.yaml': chart('c'),
      'overlay/charts/c-1.0.0/c/templates/a.yaml': template('a'),
      'overlay/v.yaml': 'b: 1',
    },
  },
  {
    name: 'helmChartInflationGenerator',
    needs: 'helmChartInflationGenerator',
    files: {
      'overlay/kustomization.yaml': 'helmChartInflationGenerator: [{ chartName: c, chartHome: ./home, releaseName: r, values: v.yaml }]',
      'overlay/home/c/Chart.yaml': chart('c'),
      'overlay/home/c/templates/a.yaml': template('a'),
      'overlay/v.yaml': 'a: 1',
    },
  },
  {
    name: 'links',
    needs: 'resources',
    files: {
      'overlay/kustomization.yaml': link('kustomization.real'),
      'overlay/kustomization.real': 'resources: [a.yaml, way/b.yaml, way/dir]\n',
      'overlay/a.yaml': link('./one.yaml'),
      'overlay/one.yaml': object('a'),
      'overlay/way': link('real'),
      'overlay/real/b.yaml': object('b'),
      'overlay/real/dir': link('../../base'),
      'base/kustomization.yaml': 'resources: [c.yaml]',
      'base/c.yaml': object('c'),
    },
  },
  {
    name: 'equal keys and letter case',
    needs: 'resources',
    files: { 'overlay/kustomization.yaml': 'Resources: [a.yaml]\nNamePrefix: a-\nnamePrefix: b-\n', ...base },
  },
];

const failing: readonly Fixture[] = [
  { name: 'a file that is not there', needs: '', files: { 'overlay/kustomization.yaml': 'resources: [a.yaml, sub/b.yaml]' } },
  {
    name: 'a link that dangles',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]', 'overlay/a.yaml': link('no/where.yaml') },
  },
  {
    name: 'two kustomization files',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]', 'overlay/Kustomization': 'resources: [a.yaml]' },
  },
  { name: 'a directory without kustomization', needs: '', files: { 'overlay/kustomization.yaml': 'resources: [../d]', 'd/x.yaml': '' } },
  {
    name: 'a file outside the root of the kustomization',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [../a.yaml]', 'a.yaml': object('a') },
  },
  {
    name: 'a missing patch',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: no/p.yaml }]', ...base },
  },
  { name: 'a missing chart', needs: '', files: { 'overlay/kustomization.yaml': 'helmCharts: [{ name: c, releaseName: r }]' } },
  {
    name: 'a cycle',
    needs: '',
    files: { 'overlay/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../overlay]' },
  },
  { name: 'a file where a directory should be', needs: '', files: { 'overlay/kustomization.yaml': 'resources: [a.yaml/b.yaml]', ...base } },
];

const build = (directory: string, path: string, restrictor: 'root-only' | 'none'): ProgramTrace => {
  const flag = restrictor === 'none' ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly';
  const command = [
    KUSTOMIZE,
    'build',
    '--load-restrictor',
    flag,
    '--enable-helm',
    '--helm-command',
    HELMS[0] ?? 'helm',
    join(directory, path),
  ];
  return traceProgram(command, { below: directory });
};

const RESTRICTORS = ['root-only', 'none'] as const;

describe.each(fixtures)('kustomize: $name', ({ files, needs }) => {
  test.each(RESTRICTORS)('%s', async (loadRestrictor) => {
    using disk = directoryOf(files);
    const trace = build(disk.directory, 'overlay', loadRestrictor);
    expect(trace.stderr.replace(/^#.*$/gm, '').trim()).toBe('');
    expect(trace.exitCode).toBe(0);
    expect(trace.files.length).toBeGreaterThan(1);
    const closure = await closureIn(memoryTree(files), kustomizeApp('overlay'), { loadRestrictor });
    expect(problemsOf(closure)).toEqual([]);
    expect(uncovered(closure, trace)).toEqual([]);
    const narrow = await closureIn(memoryTree(files), kustomizeApp('overlay'), { loadRestrictor, without: [needs] });
    expect(uncovered(narrow, trace)).not.toEqual([]);
  });
});

describe.each(failing)('kustomize fails, and so do we: $name', ({ files }) => {
  test.each(RESTRICTORS)('%s', async (loadRestrictor) => {
    using disk = directoryOf(files);
    const trace = build(disk.directory, 'overlay', loadRestrictor);
    const closure = await closureIn(memoryTree(files), kustomizeApp('overlay'), { loadRestrictor });
    expect(uncovered(closure, trace)).toEqual([]);
    expect(problemsOf(closure).length > 0 ? 1 : trace.exitCode).toBe(trace.exitCode);
  });
});

test('a trace that sees nothing would prove nothing', async () => {
  using disk = directoryOf(fixtures[0]?.files ?? {});
  const trace = build(disk.directory, 'overlay', 'root-only');
  expect(trace.absent).toContain('overlay/kustomization.yml');
  const closure = await closureIn(memoryTree(fixtures[0]?.files ?? {}), kustomizeApp('overlay'));
  const without: InputClosure = { ...closure, absent: [], files: new Map(), listings: new Map() };
  expect(uncovered(without, trace)).toEqual(
    expect.arrayContaining(['file overlay/a.yaml', 'absent overlay/kustomization.yml', 'file base/deep/c/d.json']),
  );
});

const helm = (program: string, directory: string, path: string, valueFiles: readonly string[]): ProgramTrace =>
  traceProgram([program, 'template', 'web', join(directory, path), ...valueFiles.flatMap((file) => ['-f', join(directory, file)])], {
    below: directory,
  });

const chartFiles: Readonly<Record<string, MemoryFile>> = {
  'c/Chart.yaml': chart('c', 'dependencies: [{ name: sub, version: 1.0.0, repository: "https://example.invalid" }]'),
  'c/.helmignore': '*.md\nskipped/\n',
  'c/values.yaml': 'a: 1',
  'c/values.schema.json': '{"type":"object"}',
  'c/README.md': '',
  'c/skipped/x': '',
  'c/crds/crd.yaml': object('crd'),
  'c/templates/a.yaml': template('a'),
  'c/templates/shared': link('../../shared'),
  'c/templates/b.yaml': link('../files/b.yaml'),
  'c/files/b.yaml': template('b'),
  'c/charts/sub/Chart.yaml': chart('sub'),
  'c/charts/sub/templates/s.yaml': template('s'),
  'shared/s.yaml': template('shared'),
  'v.yaml': 'a: 2',
};

describe.each(HELMS)('helm', (program) => {
  test('a chart with links, ignored files, a vendored dependency and values', async () => {
    using disk = directoryOf(chartFiles);
    const trace = helm(program, disk.directory, 'c', ['v.yaml']);
    expect(trace.exitCode).toBe(0);
    expect(trace.listed).toContain('c/templates');
    const closure = await closureIn(memoryTree(chartFiles), helmApp('c', ['v.yaml']));
    expect(problemsOf(closure)).toEqual([]);
    expect(uncovered(closure, trace)).toEqual([]);
    const listings = new Map([...closure.listings].filter(([path]) => path !== 'c/templates'));
    expect(uncovered({ ...closure, listings }, trace)).toEqual(['listing c/templates']);
  });

  test('a chart is built from its staging alone', async () => {
    const files = {
      'c/Chart.yaml': chart('c', 'dependencies: [{ name: lib, version: 1.0.0, repository: "file://../lib" }]'),
      'c/templates/a.yaml': '{{ include "lib.object" . }}',
      'lib/Chart.yaml': chart('lib', 'type: library\ndependencies: [{ name: deep, version: 1.0.0, repository: "file://deep" }]'),
      'lib/.helmignore': 'deep/\n',
      'lib/templates/_o.tpl': `{{ define "lib.object" }}${object('from-lib')}{{ end }}`,
      'lib/deep/Chart.yaml': chart('deep'),
      'lib/deep/templates/d.yaml': template('deep'),
    };
    const closure = await closureIn(memoryTree(files), helmApp('c'));
    const staged = (staging: ChartStaging, prefix: string): readonly (readonly [string, string])[] => [
      ...staging.files.map(({ path, source }) => [`${prefix}/${path}`, source] as const),
      ...staging.dependencies.flatMap(({ name, staging: below }) => staged(below, `${prefix}/charts/${name}`)),
    ];
    const copy = Object.fromEntries(
      closure.charts.flatMap((staging) => staged(staging, 'copy')).map(([path, source]) => [path, files[source as keyof typeof files]]),
    );
    using disk = directoryOf(copy);
    const trace = helm(program, disk.directory, 'copy', []);
    expect(trace.stderr).toBe('');
    expect(trace.stdout).toContain('from-lib');
    expect(trace.stdout).toContain('name: deep');
  });
});

/** Apps of this repository's own environments, by their app.yaml. */
function ownApps(): readonly App[] {
  const environments = join(ROOT, 'environments');
  const directories = readdirSync(environments).flatMap((env) => {
    const apps = join(environments, env, 'apps');
    return existsSync(apps) ? readdirSync(apps).map((app) => `environments/${env}/apps/${app}`) : [];
  });
  return directories.map((directory) => {
    const { renderer } = parse(readFileSync(join(ROOT, directory, 'app.yaml'), 'utf8')) as {
      readonly renderer?: { readonly kind: string; readonly chart: string };
    };
    if (renderer?.kind !== 'helm') return kustomizeApp(directory);
    const values = ['values.yaml', 'release.yaml'].map((file) => `${directory}/${file}`).filter((file) => existsSync(join(ROOT, file)));
    return helmApp(join(directory, renderer.chart), values);
  });
}

describe('the environments of this repository', () => {
  const files = Object.fromEntries(
    ['environments', 'templates', 'clusters']
      .filter((name) => existsSync(join(ROOT, name)))
      .flatMap((name) => Object.entries(filesBelow(join(ROOT, name))).map(([path, file]) => [`${name}/${path}`, file])),
  );

  test.each(
    ownApps().map(
      (app) => [dirname(app.declaredAt.file) === '.' ? JSON.stringify(app.renderer) : dirname(app.declaredAt.file), app] as const,
    ),
  )('%s', async (_name, app) => {
    const closure = await closureIn(memoryTree(files), app);
    expect(problemsOf(closure)).toEqual([]);
    const { renderer } = app;
    const traces =
      renderer.kind === 'helm'
        ? HELMS.map((program) => helm(program, ROOT, renderer.chart, renderer.valueFiles))
        : [build(ROOT, renderer.kind === 'kustomize' ? renderer.path : '', 'root-only')];
    for (const trace of traces) {
      expect(trace.exitCode).toBe(0);
      expect(uncovered(closure, trace)).toEqual([]);
    }
  });
});
