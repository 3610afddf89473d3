// Do our edits mean what `kustomize edit` writes? Asked of the real program.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveTool } from '@fairway/adapters';
import { isRecord, readYaml } from '@fairway/manifests';
import { realFiles } from '@fairway/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addAnnotations,
  addComponents,
  addLabels,
  addPatches,
  type Edited,
  type Kustomization,
  modernised,
  setImages,
  setReplicas,
} from './kustomize-edit.ts';

let kustomize = '';
beforeAll(async () => {
  kustomize = (await resolveTool('kustomize', { environment: process.env })).path;
});

const parsed = (text: string): Kustomization => {
  const [value] = readYaml(text).values;
  return isRecord(value) ? value : {};
};

/** The kustomization after real edits; text: kustomize refused. */
const really = (text: string, edits: readonly (readonly string[])[]): Edited => {
  using files = realFiles(
    { 'app/kustomization.yaml': text, 'component/kustomization.yaml': 'kind: Component\n', 'app/r.yaml': '' },
    { kustomize, helm: '' },
  );
  const cwd = join(files.directory, 'app');
  for (const edit of edits) {
    const { status, stderr } = spawnSync(kustomize, ['edit', ...edit], { cwd, encoding: 'utf8' });
    if (status !== 0) return stderr;
  }
  return modernised(parsed(readFileSync(join(cwd, 'kustomization.yaml'), 'utf8')));
};

type Row = readonly [what: string, before: string, edits: readonly (readonly string[])[], ours: (before: Kustomization) => Edited];

const off = { force: false, withoutSelector: false, includeTemplates: false };
const IMAGES = `
images:
- { name: z, newTag: "1" }
- { name: a, newName: b, newTag: "2", digest: sha256:00 }
`;
const image = (before: string, ...images: readonly string[]): Row => [
  `image ${images.join(' ')}`,
  before,
  [['set', 'image', ...images]],
  (kustomization) => setImages(kustomization, images),
];
const label = (before: string, labels: Readonly<Record<string, string>>, switches: Partial<typeof off>): Row => {
  const flags = [
    ...(switches.force === true ? ['--force'] : []),
    ...(switches.withoutSelector === true ? ['--without-selector'] : []),
    ...(switches.includeTemplates === true ? ['--include-templates'] : []),
  ];
  return [
    `label ${Object.keys(labels)} ${flags} after ${before.split('\n')[0]}`,
    before,
    [['add', 'label', ...flags, ...Object.entries(labels).map(([key, value]) => `${key}:${value}`)]],
    (kustomization) => addLabels(kustomization, labels, { ...off, ...switches }),
  ];
};

// The calls of kustomize.Build, util/kustomize/kustomize.go of argo-cd v3.5.7.
const ROWS: readonly Row[] = [
  image('', 'a:1'),
  image(IMAGES, 'a:3'),
  image(IMAGES, 'a=c'),
  image(IMAGES, 'a=c:3@sha256:11'),
  image(IMAGES, 'a@sha256:22', 'b:1', 'z=host:5000/z:9'),
  image(IMAGES, 'a=*:3'),
  image(IMAGES, 'a=d:*'),
  image(IMAGES, 'a=d@*'),
  image(IMAGES, 'new=*:*'),
  image(IMAGES, 'host:5000/x/y:1.0@sha256:33'),
  image(IMAGES, 'plain'),
  image('imageTags: [{ name: old, newTag: "1" }]\n', 'a:1'),
  image('images: [{ name: a, newTag: "1", tagSuffix: -x }, { name: b, newTag: "1", tagSuffix: -y }]\n', 'a:2'),
  image('resources: [r.yaml]\nbases: [../base]\n', 'a:2'),
  [
    'replicas',
    'replicas: [{ name: z, count: 1 }, { name: b, count: 2 }]\n',
    [['set', 'replicas', 'b=5', 'a=0']],
    (before) =>
      setReplicas(before, [
        { name: 'b', count: 5 },
        { name: 'a', count: 0 },
      ]),
  ],
  label('', { a: 'b', c: '"quoted"' }, {}),
  label('commonLabels: { a: x }\n', { a: 'b' }, {}),
  label('commonLabels: { a: x }\n', { a: 'b' }, { force: true }),
  label('labels: [{ pairs: { a: x } }]\n', { b: 'y', c: 'z' }, { withoutSelector: true }),
  label('labels: [{ pairs: { a: x } }]\n', { a: 'y' }, { withoutSelector: true }),
  label('labels: [{ pairs: { a: x } }]\n', { a: 'y' }, { withoutSelector: true, force: true }),
  label('labels: [{ pairs: { a: x }, includeSelectors: true }]\n', { a: 'y' }, { withoutSelector: true }),
  label('labels: [{ pairs: { a: x } }]\n', { a: 'y' }, { withoutSelector: true, includeTemplates: true }),
  label('', { a: 'y', b: 'z' }, { withoutSelector: true, includeTemplates: true }),
  label('', { a: 'y' }, { includeTemplates: true }),
  [
    'annotation',
    'commonAnnotations: { a: x }\n',
    [['add', 'annotation', 'b:c:d', 'e:']],
    (before) => addAnnotations(before, { b: 'c:d', e: '' }, false),
  ],
  [
    'annotation again',
    'commonAnnotations: { a: x }\n',
    [['add', 'annotation', 'a:c']],
    (before) => addAnnotations(before, { a: 'c' }, false),
  ],
  [
    'annotation by force',
    'commonAnnotations: { a: x }\n',
    [['add', 'annotation', '--force', 'a:c']],
    (before) => addAnnotations(before, { a: 'c' }, true),
  ],
  ['component', 'components: [b]\n', [['add', 'component', '../component']], (before) => addComponents(before, ['../component'])],
  [
    'component again',
    'components: [../component]\n',
    [['add', 'component', '../component']],
    (before) => addComponents(before, ['../component']),
  ],
  [
    'names and namespace',
    'namePrefix: old-\n',
    [
      ['set', 'nameprefix', '--', 'pre-'],
      ['set', 'namesuffix', '--', '-post'],
      ['set', 'namespace', '--', 'shop'],
    ],
    (before) => ({ ...before, namePrefix: 'pre-', nameSuffix: '-post', namespace: 'shop' }),
  ],
];

describe('kustomize edit', () => {
  it.each(ROWS)('%s', (_, before, edits, ours) => {
    const real = really(before, edits);
    const edited = ours(modernised(parsed(before)));
    if (typeof real === 'string') expect(typeof edited, real).toBe('string');
    else expect(edited).toEqual(real);
  });

  it('keeps patches in front of those of the Application', () => {
    expect(addPatches({ patches: [{ path: 'a' }] }, [{ path: 'b' }])).toEqual({ patches: [{ path: 'a' }, { path: 'b' }] });
    expect(addPatches({ patches: { path: 'a' } }, [])).toBe('patches must be a list');
  });
});
