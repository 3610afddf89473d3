// Is a wrong identity.yaml told what is wrong with it, and where?
import { expect, it } from 'vitest';
import { parseClusterIdentity, readClusterIdentity } from './cluster-identity.ts';

const RIGHT = `cluster:
  identity:
    issuer: https://iam.cloud.example/oidc
    audiences: [lks]
    groupPrefix: "lks:"
    groups:
      clusterAdmins: ["lks:cluster-admins"]
      breakGlass: ["lks:break-glass"]
      namespaceOperators: "lks:{team}"
`;

const problemsOf = (text: string): readonly string[] => {
  const reading = readClusterIdentity(text, 'clusters/a/identity.yaml');
  return reading.ok ? [] : reading.problems.map(({ at, message, hint }) => `${at.line}:${at.column} ${message} | ${hint}`);
};

it('accepts a whole one', () => {
  expect(parseClusterIdentity(RIGHT, 'f').cluster.identity.groups.namespaceOperators).toBe('lks:{team}');
});

it.each([
  ['a key at the top', `${RIGHT}issuer: https://x.example\n`, "10:1 unknown key 'issuer' | put it under cluster.identity:"],
  [
    'an issuer without TLS',
    RIGHT.replace('https:', 'http:'),
    "3:13 cluster.identity.issuer is 'http://iam.cloud.example/oidc': expected an https:// address",
  ],
  [
    'a group without the prefix',
    RIGHT.replace('"lks:cluster-admins"', 'cluster-admins'),
    "7:23 the group 'cluster-admins' does not begin with the prefix 'lks:': no token can hold it | write 'lks:cluster-admins'",
  ],
  [
    'a group of Kubernetes',
    RIGHT.replace('"lks:cluster-admins"', '"system:masters"'),
    "7:23 cluster.identity.groups.clusterAdmins[0] is 'system:masters': expected a name that does not begin with system:",
  ],
  [
    'a prefix that could issue such groups',
    RIGHT.replaceAll('lks:', 'system:'),
    "5:18 cluster.identity.groupPrefix is 'system:': expected a name that does not begin with system:",
  ],
  ['no prefix', RIGHT.replace('"lks:"', '""'), '5:18 cluster.identity.groupPrefix'],
  [
    'one group in two roles',
    RIGHT.replace('break-glass', 'cluster-admins'),
    "8:20 the group 'lks:cluster-admins' has the role clusterAdmins already, in line 7, and here breakGlass",
  ],
  ['a team group without a team', RIGHT.replace('{team}', 'teams'), '9:27 cluster.identity.groups.namespaceOperators'],
])('refuses %s', (_, text, expected) => {
  expect(problemsOf(text)[0]).toContain(expected);
});

it('a broken file is told and crashes nothing', () => {
  for (const text of [
    '',
    '[]',
    'cluster: 1',
    'cluster: { identity: { groups: 7 } }',
    'cluster: { identity: { groups: { platform: [1] } } }',
  ])
    expect(problemsOf(text).length, text).toBeGreaterThan(0);
});
