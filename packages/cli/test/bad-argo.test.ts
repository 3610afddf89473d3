// What does a person see when an Argo CD repository without any configuration is wrong? The object, the place, what to do; the other apps go on.
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { application, argoRepository, CHART, type Files, rendered, told } from './reconciler-repositories.ts';

const AT = 'clusters/dev/bad.yaml:1';
const one = (source: string, version?: string): Files =>
  argoRepository({ ...CHART, 'clusters/dev/bad.yaml': application('bad', source, version === undefined ? {} : { version }) });
const LIST = '{ list: { elements: [{ name: one }] } }';
const setOf = (
  generators: string,
  { name = '{{.name}}', path = 'apps/good', options = '' } = {},
): string => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: bad, namespace: argocd }
spec:
  goTemplate: true
  goTemplateOptions: [${options}]
  generators: [${generators}]
  template:
    metadata: { name: "${name}" }
    spec:
      project: default
      destination: { server: "https://kubernetes.default.svc", namespace: apps }
      source: { repoURL: "https://git.example/fleet", path: "${path}" }
`;
const set = (...args: Parameters<typeof setOf>): Files => argoRepository({ 'clusters/dev/bad.yaml': setOf(...args) });
const sources = (text: string): string => application('bad', '').replace(/ {2}source:[\s\S]*$/, `  sources:\n${text}`);

/** One app failed: exit 3. */
const FAILED: readonly (readonly [string, Files, string, string])[] = [
  ['a path outside', one('path: ../../etc'), 'spec.source.path ../../etc points outside the repository', 'below the root'],
  ['a path of the disk', one('path: /etc'), 'spec.source.path /etc must be relative to the root', 'below the root'],
  [
    'a path that is not there',
    one('path: apps/goood'),
    'spec.source.path apps/goood does not exist',
    'did you mean good? apps holds good, more',
  ],
  [
    'path and chart, both wrong',
    one('path: apps/goood\nchart: web\ntargetRevision: 1.x'),
    'the chart web 1.x of https://git.example/fleet is not in fairway.lock',
    'fairway lock',
  ],
  ['neither path nor chart', one('targetRevision: main'), 'spec.source has neither path nor chart', 'Name a directory'],
  ['an unknown version', one('path: apps/good', 'v9'), 'apiVersion argoproj.io/v9 is not known', 'argoproj.io/v1alpha1'],
  [
    'a list of values',
    one('path: charts/web\nhelm: { values: "- a" }'),
    'helm.values must be a mapping of values, found a list',
    'key: value',
  ],
  ['values that are a number', one('path: charts/web\nhelm: { values: 5 }'), 'helm.values must be text, found 5', 'helm.values'],
  [
    'an object of values that is a list',
    one('path: charts/web\nhelm: { valuesObject: [a] }'),
    'must be a mapping, found a list',
    'valuesObject',
  ],
  [
    'a values file outside',
    one('path: charts/web\nhelm: { valueFiles: [../../../etc/passwd] }'),
    'valueFiles: ../../../etc/passwd points outside the repository',
    'below the root',
  ],
  [
    'an unknown $ref',
    argoRepository({
      ...CHART,
      'clusters/dev/bad.yaml': sources(
        '    - { repoURL: "https://git.example/fleet", path: charts/web, helm: { valueFiles: [$vals/dev.yaml] } }\n    - { repoURL: "https://git.example/fleet", ref: values }\n',
      ),
    }),
    'spec.sources[0].helm.valueFiles: no source has the ref of $vals/dev.yaml',
    'ref',
  ],
  [
    'one name twice',
    set('{ list: { elements: [{ name: a }, { name: a }] } }'),
    'it makes two Applications named a: from {name: a} of spec.generators[0].list',
    'tells them apart',
  ],
  [
    'an unknown generator',
    set('{ lst: { elements: [] } }'),
    'spec.generators[0] has the unknown generator "lst"',
    'Known generators are list,',
  ],
  [
    'a missing key, where that is an error',
    set('{ list: { elements: [{ nam: a }] } }', { options: 'missingkey=error' }),
    'spec.template.metadata.name: 1:3: map has no entry for key "name", with the parameters {nam: a}',
    'Correct spec.template.metadata.name',
  ],
  ['a missing key', set('{ list: { elements: [{ nam: a }] } }'), 'it gives "<no value>"', 'Correct spec.template.metadata.name'],
  ['a template that is none', set(LIST, { name: '{{.name' }), 'spec.template.metadata.name: 1:8: unclosed action', 'Correct'],
  ['names that lead elsewhere', set('{ list: { elements: [{ name: __proto__ }] } }'), 'it gives "__proto__"', 'Correct'],
];

describe('an app fails, the others go on', () => {
  it.each(FAILED)('%s', async (_, files, message, hint) => {
    using repository = temporaryRepository(files);
    const report = await rendered(repository);
    expect(report).toMatchObject({ code: 3, verdict: 'incomplete' });
    expect(report.apps.find(({ app }) => app === 'bad')).toMatchObject({ status: 'failed', objects: 0 });
    const line =
      told(report)
        .split('\n')
        .find((text) => /^dev\/bad (file-unreadable|path-escapes) /.test(text)) ?? '';
    expect(line).toMatch(new RegExp(`^dev/bad [a-z-]+ ${AT} Application(Set)? argocd/bad: `));
    expect(line).toContain(message);
    expect(line.slice(line.indexOf(' | '))).toContain(hint);
  });

  it('a values file that is not there', async () => {
    using repository = temporaryRepository(one('path: charts/web\nhelm: { valueFiles: [nope.yaml] }'));
    const report = await rendered(repository);
    expect(report.code).toBe(3);
    expect(told(report)).toMatch(new RegExp(`^dev/bad file-unreadable ${AT} .*charts/web/nope\\.yaml.* \\| .*Correct the path`, 'm'));
  });
});

/** Named, and the verdict is incomplete. */
describe('what nobody can know from outside is not looked at', () => {
  it.each<[string, Files, string]>([
    ['a plugin', one('path: apps/good\nplugin: { name: vault }'), 'Application bad: spec.source is rendered by a plugin'],
    [
      'Jsonnet',
      one('path: apps/good\ndirectory: { jsonnet: { tlas: [{ name: a, value: b }] } }'),
      'jsonnet is set, and Jsonnet is not evaluated',
    ],
    [
      'a file of Jsonnet',
      argoRepository({ 'clusters/dev/bad.yaml': application('bad', 'path: apps/j'), 'apps/j/main.jsonnet': '{}' }),
      'apps/j/main.jsonnet is Jsonnet',
    ],
    ['an SCM generator', set('{ scmProvider: { github: { organization: x } } }'), 'spec.generators[0].scmProvider'],
    ['a generator of pull requests', set('{ pullRequest: { github: { owner: x, repo: y } } }'), 'spec.generators[0].pullRequest'],
    ['a plugin generator', set(`{ plugin: { configMapRef: { name: x } } }, ${LIST}`), 'spec.generators[0].plugin'],
    [
      'an object that is no YAML',
      argoRepository({ 'clusters/dev/bad.yaml': `${application('bad', 'path: apps/good')} bad: [\n` }),
      'nothing here renders it, and as it stands it is no object',
    ],
  ])('%s', async (_, files, reason) => {
    using repository = temporaryRepository(files);
    const report = await rendered(repository);
    expect(report).toMatchObject({ code: 3, verdict: 'incomplete', errors: [] });
    expect(told(report)).toMatch(/^clusters\/dev\/bad\.yaml not looked at: /m);
    expect(told(report)).toContain(reason);
  });
});
