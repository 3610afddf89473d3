// Does fairway network plan show whose addresses are whose, say what does not fit, and end with the right code?
import { fileURLToPath } from 'node:url';
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const network = (block: number, more = ''): string => `cluster:
  network:
    routable: true
    vnets: [{ name: main, cidrs: [10.${block}.0.0/18] }]
    subnets:
      - { name: ingress, role: ingress, cidrs: [10.${block}.1.0/24] }
      - { name: nodes, role: nodes, cidrs: [10.${block}.4.0/24], maxNodes: 10 }
    podCIDRs: [10.${block + 1}.0.0/16]
    podBlock: { v4: 24 }
    serviceCIDRs: [10.${block + 2}.0.0/20]
    dnsServiceIP: 10.${block + 2}.0.10
    apiServer: { endpoints: [{ address: 10.${block}.0.10 }] }
${more}`;
const A = 'clusters/a/network.yaml';
const B = 'clusters/b/network.yaml';
const RIGHT = { [A]: network(16), [B]: network(32) };
const WRONG = { [A]: network(16), [B]: network(32).replace('[10.33.0.0/16]', '[10.17.0.0/16]') };

const plan = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  using repository = temporaryRepository(files);
  return await runCli(repository.directory, ['network', 'plan', ...args]);
};

it('prints a table for each cluster', async () => {
  const run = await plan(RIGHT);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('a  routable  clusters/a/network.yaml\n  RANGE      ROLE     ADDRESSES       COUNT  USE\n');
  expect(run.stdout).toContain('\n  pods                10.33.0.0/16   65,536  /24 for each of 10 nodes\n');
});

describe('an overlap', () => {
  const sentence = `pods 10.17.0.0/16 of b (${B}:8:16) overlaps pods 10.17.0.0/16 of a (${A}:8:16)`;

  it('is told with both owners and both places, and ends with 1', async () => {
    const run = await plan(WRONG);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(`\nLKS-NET-01 ${B}:8:16\n  ${sentence}\n  → move one of them`);
    expect(run.stdout.match(/✗ pods/g)).toHaveLength(2);
  });

  it('is told for the one cluster that is asked for, too', async () => {
    const run = await plan(WRONG, '--cluster', 'a');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(sentence);
    expect(run.stdout).not.toContain('b  routable');
  });

  it('of two others is not told for a third one', async () => {
    const run = await plan({ ...WRONG, 'clusters/c/network.yaml': network(48) }, '--cluster', 'c');
    expect(run).toMatchObject({ code: 0, stdout: expect.not.stringContaining('LKS-NET-01') });
  });

  it('is in the JSON and in the picture', async () => {
    const json = await plan(WRONG, '--format', 'json');
    expect(json.code).toBe(1);
    const { clusters, findings } = JSON.parse(json.stdout);
    expect(clusters.map(({ name }: { name: string }) => name)).toEqual(['a', 'b']);
    expect(findings).toMatchObject([
      { ruleId: 'LKS-NET-01', blocking: true, message: sentence, location: { file: B, line: 8, column: 16 } },
    ]);
    const svg = await plan(WRONG, '--format', 'svg');
    expect(svg.stdout).toMatch(/^<svg [\s\S]*overlaps pods 10\.17\.0\.0\/16 of a[\s\S]*<\/svg>\n$/);
  });
});

describe('what is wrong with the files ends with 2 and prints no plan', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[], string]>([
    [
      'host bits',
      { ...RIGHT, [A]: network(16).replace('10.17.0.0/16', '10.17.0.1/16') },
      [],
      `error ${A}:8:16: '10.17.0.1/16' cannot be taken: it has bits set behind its prefix\n      the range is 10.17.0.0/16`,
    ],
    ['an unknown key', { ...RIGHT, [A]: network(16, '    pods: []\n') }, [], `error ${A}:13:5: unknown key 'pods' in cluster.network`],
    [
      'a wrong profile',
      { ...RIGHT, 'clusters/a/profile.yaml': 'cluster: { zone: a }\n' },
      [],
      "clusters/a/profile.yaml:1:12: unknown key 'zone' in cluster\n      did you mean 'zones'?",
    ],
    ['no network.yaml at all', { 'clusters/a/profile.yaml': 'cluster: {}\n' }, [], 'no cluster has a network.yaml'],
    ['a cluster that is not there', RIGHT, ['--cluster', 'aa'], "there is no cluster 'aa' with a network.yaml"],
    ['a format that is not there', RIGHT, ['--format', 'png'], "'png' is invalid. Allowed choices are text, json, svg"],
  ])('%s', async (_, files, args, expected) => {
    const run = await plan(files, ...args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(expected);
  });

  it('all of them at once', async () => {
    const run = await plan({
      [A]: network(16).replace('10.17.0.0/16', '010.17.0.0/16'),
      [B]: network(32).replace('10.34.0.10', '10.34.0'),
    });
    expect(run.stderr.match(/^error /gm)).toHaveLength(2);
  });
});

it('a cluster without network.yaml was not looked at: that is said, and ends with 3', async () => {
  const run = await plan({ ...WRONG, 'clusters/c/profile.yaml': 'cluster: {}\n' });
  expect(run).toMatchObject({ code: 3, stderr: 'clusters/c has no network.yaml: its addresses were not compared\n' });
  expect(run.stdout).toContain('LKS-NET-01');
});

it('more findings than are listed leave one cluster undecided, and all together wrong', async () => {
  const alike = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`clusters/c${at}/network.yaml`, network(16)]));
  const files = { ...alike, 'clusters/z/network.yaml': network(64) };
  const told = 'There are more findings than these: mend them and run it again.\n';
  expect(await plan(files)).toMatchObject({ code: 1, stderr: told });
  expect(await plan(files, '--cluster', 'z')).toMatchObject({ code: 3, stderr: told });
});

it('a name of the repository moves no terminal', async () => {
  const run = await plan({ 'clusters/a\u001b[31m/network.yaml': network(16), 'clusters/b\u001b[2J/profile.yaml': 'cluster: {}\n' });
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('clusters/a\\u001b[31m/network.yaml') });
  expect(run.stdout + run.stderr).not.toContain('\u001b');
});

it('the plan of this repository is right, for all four clusters', async () => {
  const run = await runCli(fileURLToPath(new URL('../../..', import.meta.url)), ['network', 'plan', '--format', 'json']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const { clusters } = JSON.parse(run.stdout);
  expect(clusters.map(({ name }: { name: string }) => name)).toEqual(['dev', 'test', 'prod', 'prod-b']);
});
