// What becomes of an ApplicationSet: which Applications, which findings, which failure?
import { describe, expect, it } from 'vitest';
import { argoWorld, problemsOf, SELF, sighted } from '../../test/argo-world.ts';
import type { Expansion, World } from '../model.ts';
import { expandApplicationSet } from './application-set.ts';

const SPEC = `
      project: default
      source: { repoURL: SELF, path: apps }
      destination: { server: https://kubernetes.default.svc, namespace: shop }`;

interface Written {
  readonly generators: string;
  readonly name?: string;
  readonly spec?: string;
  readonly more?: string;
  readonly world?: World;
}

function expand({
  generators,
  name = '{{ .name }}',
  spec = SPEC,
  more = 'goTemplate: true',
  world = argoWorld({}),
}: Written): Promise<Expansion> {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: set, namespace: argocd }
spec:
  ${more}
  generators: ${generators}
  template:
    metadata: { name: '${name}' }
    spec: ${spec}
`;
  return expandApplicationSet(sighted(text.replaceAll('SELF', SELF), 'sets/set.yaml'), world);
}

function names(expansion: Expansion): readonly string[] {
  if (expansion.kind !== 'objects') throw new Error(JSON.stringify(expansion));
  return expansion.objects.map(({ metadata }) => metadata.name);
}

const LIST = '[{ list: { elements: [{ name: web }] } }]';
const git = (fields: string) => `[{ git: { repoURL: SELF, revision: HEAD, ${fields} } }]`;

describe('expandApplicationSet', () => {
  it('makes Applications in the namespace of the set, with the finalizer', async () => {
    const expansion = await expand({ generators: LIST });
    expect(expansion).toMatchObject({
      kind: 'objects',
      findings: [],
      notLookedAt: [],
      objects: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Application',
          metadata: { name: 'web', namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io'] },
          spec: { project: 'default', source: { repoURL: SELF, path: 'apps' } },
        },
      ],
    });
  });

  it.each(['scmProvider', 'pullRequest', 'clusterDecisionResource', 'plugin'])(
    'names %s as not looked at, and expands the others',
    async (kind) => {
      const expansion = await expand({
        generators: `[{ ${kind}: {} }, { list: { elements: [{ name: web }] } }, { matrix: { generators: [{ ${kind}: {} }, { list: {} }] } }]`,
      });
      expect(names(expansion)).toEqual(['web']);
      expect(expansion).toMatchObject({
        notLookedAt: [
          expect.stringContaining(`spec.generators[0].${kind} is not looked at: it `),
          expect.stringContaining(`spec.generators[2].matrix.generators[0].${kind} is not looked at: it `),
        ],
      });
    },
  );

  it.each(['{{ .name }}', 'team-*'])('tells the project %s', async (project) => {
    const expansion = await expand({ generators: LIST, spec: `{ project: '${project}', source: {} }` });
    expect(expansion).toMatchObject({
      findings: [{ ruleId: 'appset-project-templated', severity: 'medium', field: '/spec/template/spec/project' }],
    });
  });

  it.each([
    '[{ list: { elements: [] } }]',
    git('directories: [{ path: nothing/* }]'),
    '[{ list: { elements: [{ name: a }] }, selector: { matchLabels: { name: b } } }]',
  ])('tells the empty generator %s', async (generators) => {
    expect(await expand({ generators })).toMatchObject({ objects: [], findings: [{ ruleId: 'appset-empty', severity: 'info' }] });
  });

  it('takes files of another repository from where they are mounted', async () => {
    const world = argoWorld({
      files: { '.sources/1/apps/a/x.yaml': '', '.sources/1/conf/b.json': '{"name":"b"}', 'apps/ours/x.yaml': '' },
      sources: { 'git https://git.example.test/other.git name=v1': '.sources/1' },
    });
    const other = 'repoURL: https://git.example.test/other.git, revision: v1';
    const generators = `[{ git: { ${other}, directories: [{ path: apps/* }] } }]`;
    expect(names(await expand({ generators, name: '{{ .path.basename }}', world }))).toEqual(['a']);
    expect(names(await expand({ generators: `[{ git: { ${other}, files: [{ path: '**/*.json' }] } }]`, world }))).toEqual(['b']);
    expect(problemsOf(await expand({ generators, name: '{{ .path.basename }}' }))).toEqual([
      expect.stringContaining('is not in fairway.lock'),
    ]);
  });

  it('does not take a mounted source for files of the repository', async () => {
    const world = argoWorld({
      files: { '.fairway/sources/1/x.json': '{"name":"b"}', 'x.json': '{"name":"a"}', '.fairway/x.json': '{"name":"c"}' },
    });
    expect(names(await expand({ generators: git("files: [{ path: '*x.json' }]"), world }))).toEqual(['c', 'a']);
  });

  it('knows only the local cluster where no profile names one, and says so', async () => {
    const expansion = await expand({ generators: '[{ clusters: {} }]' });
    expect(names(expansion)).toEqual(['in-cluster']);
    expect(expansion).toMatchObject({ notLookedAt: [expect.stringContaining('only the local cluster is known')] });
  });

  it('leaves a template as it is where there are no parameters', async () => {
    const expansion = await expand({ generators: '[{ list: { elements: [{}] } }]', name: 'fixed' });
    expect(expansion).toMatchObject({ objects: [{ metadata: { name: 'fixed' } }] });
    expect(JSON.stringify(expansion)).not.toContain('finalizer');
  });
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`apps/a${index}/x.yaml`, '']));

describe('sizes', () => {
  it('yields 5,000 directories', async () => {
    const world = argoWorld({ files: many(5000) });
    const expansion = await expand({ generators: git('directories: [{ path: apps/* }]'), name: 'x-{{ .path.basename }}', world });
    expect(names(expansion)).toHaveLength(5000);
  });

  it('refuses more than 20,000 Applications', async () => {
    const world = argoWorld({ files: many(20_001) });
    const expansion = await expand({ generators: git('directories: [{ path: apps/* }]'), name: 'x-{{ .path.basename }}', world });
    expect(problemsOf(expansion)).toEqual([
      expect.stringContaining('more than 20,000 Applications, 20001 of them from spec.generators[0].git'),
    ]);
  });

  it('refuses a matrix that multiplies beyond reason before it is made', async () => {
    const world = argoWorld({ files: many(2000) });
    const one = '{ git: { repoURL: SELF, directories: [{ path: apps/* }], pathParamPrefix: A } }';
    const generators = `[{ matrix: { generators: [${one.replace('A }', 'a }')}, ${one.replace('A }', 'b }')}] } }]`;
    expect(problemsOf(await expand({ generators, world }))).toEqual([expect.stringContaining('more than 100,000 parameter sets')]);
  });
});

describe('bad input', () => {
  const files = {
    'conf/broken.yaml': 'name: a\n  b: c\n',
    'conf/text.yaml': 'just text\n',
    'conf/good.yaml': 'name: good\n',
    'conf/twice.yaml': '[{ name: x }, { name: x }]',
  };
  const world = argoWorld({ files });

  it.each<readonly [string, Written, readonly string[]]>([
    [
      'the same name twice',
      { generators: '[{ list: { elements: [{ name: a, id: 1 }, { name: a, id: 2 }] } }]' },
      ['two Applications named a: from {name: a, id: 1} of spec.generators[0].list and from {name: a, id: 2}'],
    ],
    ['the same name in two generators', { generators: `[${LIST.slice(1, -1)}, ${LIST.slice(1, -1)}]` }, ['of spec.generators[1].list']],
    ['an unknown generator', { generators: '[{ lists: {} }]' }, ['unknown generator "lists"']],
    ['no generator', { generators: '[{}]' }, ['spec.generators[0] names no generator']],
    ['a generator that is no mapping', { generators: '[7]' }, ['spec.generators[0] must be a mapping']],
    [
      'a missing key',
      { generators: LIST, name: '{{ .nope }}', more: 'goTemplate: true\n  goTemplateOptions: [missingkey=error]' },
      ['spec.template.metadata.name: 1:4: map has no entry for key "nope", with the parameters {name: web} of spec.generators[0].list'],
    ],
    ['a missing key without the option', { generators: LIST, name: '{{ .nope }}' }, ['it gives "<no value>"']],
    [
      'an unknown option',
      { generators: LIST, more: 'goTemplate: true\n  goTemplateOptions: [missingkeys=error]' },
      ['unrecognized option: missingkeys=error'],
    ],
    ['a function of chance', { generators: LIST, name: '{{ uuidv4 }}' }, ['uuidv4 is not deterministic']],
    ['a broken template', { generators: LIST, name: '{{ .name ' }, ['spec.template.metadata.name: 1:1']],
    ['an unfilled name', { generators: LIST, name: '{{ nope }}', more: 'goTemplate: false' }, ['it gives "{{ nope }}"']],
    ['merge without mergeKeys', { generators: '[{ merge: { generators: [{ list: {} }, { list: {} }] } }]' }, ['has no mergeKeys']],
    [
      'merge with one child',
      { generators: '[{ merge: { mergeKeys: [a], generators: [{ list: {} }] } }]' },
      ['has 1 generators and needs 2 or more'],
    ],
    [
      'merge with keys twice',
      { generators: '[{ merge: { mergeKeys: [a], generators: [{ list: { elements: [{ a: 1 }, { a: 1 }] } }, { list: {} }] } }]' },
      ['same merge keys {"a":1}'],
    ],
    ['matrix with one child', { generators: '[{ matrix: { generators: [{ list: {} }] } }]' }, ['has 1 generators and needs exactly 2']],
    [
      'matrix with three children',
      { generators: '[{ matrix: { generators: [{ list: {} }, { list: {} }, { list: {} }] } }]' },
      ['has 3 generators and needs exactly 2'],
    ],
    [
      'matrix three deep',
      { generators: '[{ matrix: { generators: [{ matrix: { generators: [{ matrix: {} }, { list: {} }] } }, { list: {} }] } }]' },
      ['is nested too deeply'],
    ],
    [
      'matrix with two kinds in a child',
      { generators: '[{ matrix: { generators: [{ list: {}, clusters: {} }, { list: {} }] } }]' },
      ['more than one generator: list, clusters'],
    ],
    [
      'matrix that contradicts itself',
      {
        generators: '[{ matrix: { generators: [{ list: { elements: [{ a: x }] } }, { list: { elements: [{ a: z }] } }] } }]',
        more: 'goTemplate: false',
      },
      ['both generators give the parameter a'],
    ],
    ['a file that is no YAML', { generators: git('files: [{ path: conf/broken.yaml }]'), world }, ['conf/broken.yaml:2:']],
    [
      'a file that is text',
      { generators: git('files: [{ path: conf/text.yaml }]'), world },
      ['conf/text.yaml holds neither a mapping nor a list of mappings'],
    ],
    ['a file with one name twice', { generators: git('files: [{ path: conf/twice.yaml }]'), world }, ['two Applications named x']],
    ['a path that leaves', { generators: git('files: [{ path: ../x }]') }, ['points outside the repository']],
    ['a git magic pattern', { generators: git("files: [{ path: ':(glob)x' }]") }, ['begins with a colon']],
    ['git without paths', { generators: git('values: {}') }, ['has neither directories nor files']],
    [
      'a number in a list without goTemplate',
      { generators: '[{ list: { elements: [{ a: 1 }] } }]', more: 'goTemplate: false' },
      ['spec.generators[0].list.elements[0].a must be text'],
    ],
    ['elementsYaml that is no YAML', { generators: "[{ list: { elementsYaml: '[a' } }]" }, ['elementsYaml is no YAML']],
    [
      'a selector with a wrong operator',
      { generators: '[{ list: {}, selector: { matchExpressions: [{ key: a, operator: Near }] } }]' },
      ['has the operator Near'],
    ],
    [
      'a selector over a key that is no label',
      { generators: "[{ list: {}, selector: { matchLabels: { 'a[0]': x } } }]" },
      ['which is no label name'],
    ],
    [
      'a patch that is text',
      { generators: LIST, more: 'goTemplate: true\n  templatePatch: just text' },
      ['spec.templatePatch: it gives no mapping'],
    ],
    ['generators of the wrong type', { generators: 'list' }, ['spec.generators must be a list']],
  ])('%s', async (_, written, expected) => {
    const problems = problemsOf(await expand({ world: argoWorld({}), ...written }));
    expect(problems).toEqual(expected.map((part) => expect.stringContaining(part)));
    expect(problems[0]).toContain('set');
  });

  it('says where in a file, and tells the problems of all generators', async () => {
    const expansion = await expand({
      generators: `[${git('files: [{ path: conf/broken.yaml }]').slice(1, -1)}, { list: { elementsYaml: x } }]`,
      world,
    });
    expect(expansion).toMatchObject({
      kind: 'failed',
      problems: [{ at: { file: 'conf/broken.yaml', line: 2 } }, { at: { file: 'sets/set.yaml' } }],
    });
  });

  it('refuses another version', async () => {
    const text = 'apiVersion: argoproj.io/v1beta1\nkind: ApplicationSet\nmetadata: { name: set }\nspec: {}\n';
    expect(problemsOf(await expandApplicationSet(sighted(text), argoWorld({})))).toEqual([expect.stringContaining('v1beta1 is not known')]);
  });

  it('keeps keys that JavaScript has a meaning for', async () => {
    const generators = `[{ list: { elements: [{ name: web, __proto__: x, constructor: c }] } }]`;
    const expansion = await expand({ generators, name: '{{ .name }}-{{ .constructor }}-{{ index . "__proto__" }}' });
    expect(names(expansion)).toEqual(['web-c-x']);
  });
});
