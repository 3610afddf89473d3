// Does a wrong fairway.yaml say all that is wrong with it, in file order, with what was found, what is expected and what to do?
import { ConfigError } from '@fairway/contracts';
import { describe, expect, it } from 'vitest';
import { parseFairwayConfig } from './fairway-config.ts';

const problemsOf = (text: string): string[] => {
  try {
    parseFairwayConfig(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ at, message, hint }) => `${at.line}:${at.column} ${message} | ${hint}`);
  }
  return [];
};

const PAGE = `# yaml-language-server: $schema=…/fairway.schema.json
version: 1
environments:
  dev:    { stage: dev,  cluster: clusters/dev }
  test:   { stage: test, cluster: clusters/test,   promoteFrom: [dev],  gates: { soak: 1h } }
  prod:   { stage: prod, cluster: clusters/prod,   promoteFrom: [test], gates: { soak: 24h, approvals: 2, calendar: calendars/prod.yaml } }
  prod-b: { stage: prod, cluster: clusters/prod-b, promoteFrom: [prod], gates: { soak: 2h } }
apps: [ { path: "environments/{env}/apps/{app}" }, { path: "environments/{env}/namespaces/{app}", kind: namespace } ]
`;

it('accepts what the design shows, with defaults filled in', () => {
  const config = parseFairwayConfig(PAGE);
  expect(Object.keys(config.environments ?? {})).toEqual(['dev', 'test', 'prod', 'prod-b']);
  expect(config.environments?.prod).toMatchObject({ kind: 'permanent', promoteFrom: ['test'] });
  expect(config.apps?.map(({ kind }) => kind)).toEqual(['app', 'namespace']);
});

it('names every problem of one file at once, in file order', () => {
  const text = `version: "1"
enviroments: {}
environments:
  dev: { stage: developement, promoteFrom: [tset] }
  prod: { stagee: prod, render: { kubernetes: 1.30, helm: 4 } }
apps:
  - path: a/{application}
ignore: x
`;
  expect(problemsOf(text)).toEqual([
    "1:10 version is '1': expected 1 | without quotes: version: 1",
    "2:1 unknown key 'enviroments' | did you mean 'environments'? known keys: version, environments, apps, ignore, render, repository, reconcilers, policy, scan, promote",
    "4:17 environments.dev.stage is 'developement': expected dev, test or prod | did you mean 'dev'? for example stage: dev",
    "4:45 dev promotes from 'tset', which is no environment of this file | environments: dev, prod",
    "5:11 unknown key 'stagee' in environments.prod | did you mean 'stage'? known keys: stage, cluster, kind, promoteFrom, gates, render",
    '5:47 environments.prod.render.kubernetes is the number 1.30: expected text | put it in quotes: kubernetes: "1.30"',
    '5:59 environments.prod.render.helm is the number 4: expected 3 or 4 | put it in quotes: helm: "4"',
    "7:11 apps[0].path is 'a/{application}': expected a directory pattern in which {env} and {app} each stand for one whole path segment, once | for example path: environments/{env}/apps/{app}",
    "8:9 ignore is 'x': expected a list | ",
  ]);
});

describe('promoteFrom', () => {
  const chain = (lines: string) => problemsOf(`version: 1\nenvironments:\n${lines}`);

  it.each([
    [
      'an unknown environment',
      '  test: {}\n  prod: { promoteFrom: [tets] }\n',
      "4:25 prod promotes from 'tets', which is no environment of this file | did you mean 'test'? environments: test, prod",
    ],
    [
      'a circle of three',
      '  a: { promoteFrom: [c] }\n  b: { promoteFrom: [a] }\n  c: { promoteFrom: [b] }\n',
      '5:22 promoteFrom goes round in a circle: c → a → b → c | a change must enter somewhere: remove one of these entries',
    ],
    [
      'itself',
      '  a: { promoteFrom: [a] }\n',
      '3:22 promoteFrom goes round in a circle: a → a | a change must enter somewhere: remove one of these entries',
    ],
    ['the same twice', '  a: {}\n  b: { promoteFrom: [a, a] }\n', "4:25 b promotes from 'a' twice | keep one entry"],
    [
      'a preview',
      '  a: { kind: preview }\n  b: { promoteFrom: [a] }\n',
      "4:22 'a' is preview and has no place in the chain from a to b | remove the entry, or make the environment permanent",
    ],
    [
      'a lane without from',
      '  a: {}\n  b: { promoteFrom: [{ from: a }] }\n',
      '4:22 environments.b.promoteFrom[0].gates is missing: expected a mapping | ',
    ],
  ])('refuses %s', (_, lines, expected) => {
    expect(chain(lines)).toContain(expected);
  });

  it('takes several sources, a declared lane and a long chain', () => {
    const lines =
      '  dev: {}\n  hotfix: {}\n  test: { promoteFrom: [dev] }\n  prod: { promoteFrom: [test, { from: hotfix, gates: { approvals: 1 } }] }\n';
    expect(chain(lines)).toEqual([]);
  });
});

it.each([
  ['none as a name', 'environments: { none: {} }', "'none' stands for apps without an environment"],
  ['names that differ in case', 'environments: { prod: {}, Prod: {} }', "'Prod' and 'prod' differ only in case"],
  ['a name with a slash', 'environments: { "a/b": {} }', "'a/b' in environments cannot be a name"],
  ['a cluster outside', 'environments: { a: { cluster: ../x } }', 'expected a path inside the repository'],
  ['an absolute pattern', 'apps: [{ path: "/x/{app}" }]', 'expected a directory pattern'],
  ['a placeholder in part of a segment', 'apps: [{ path: "x/app-{app}" }]', 'expected a directory pattern'],
  ['neither {app} nor a name', 'apps: [{ path: "x/{env}" }]', 'expected either {app} in the path or a name'],
  ['the same pattern twice', 'apps: [{ path: "x/{app}" }, { path: "x/{app}" }]', "the pattern 'x/{app}' is there twice"],
  ['a duration without a unit', 'environments: { a: { gates: { soak: "24" } } }', 'expected a duration such as 30m, 24h or 7d'],
  ['a list', '- version: 1', 'the file is a list: expected a mapping'],
])('refuses %s', (_, text, expected) => {
  const full = text.startsWith('-') ? text : `version: 1\n${text}`;
  expect(problemsOf(full).join('\n')).toContain(expected);
});

it('an empty file is told so', () => {
  expect(problemsOf('# nothing\n')[0]).toContain('the file is empty: expected a mapping');
});

it('shows nothing that a terminal would obey', () => {
  const text = 'version: 1\n"\\e[31mred": 1\nignore: [{ path: "\\u202egnp", reason: 3 }]\n';
  expect(problemsOf(text).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

it('a file with thousands of unknown keys gets an answer that can be read', () => {
  const keys = Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join('\n');
  const problems = problemsOf(`version: 1\n${keys}`);
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toContain('and 4900 more problems');
});
