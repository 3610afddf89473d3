// Are the published JSON Schemas fresh, do they accept what we write, and refuse what they should?
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaFiles, staleSchemas } from './generate-schemas.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const DIGEST = 'a'.repeat(64);
const validatorOf = (name: string) => {
  const schema: unknown = JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error(name);
  return new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
};

const EXAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  fairway: [
    { version: 1 },
    {
      version: 1,
      environments: {
        dev: {},
        Prod_b: {
          stage: 'prod',
          cluster: 'clusters/prod',
          kind: 'permanent',
          promoteFrom: ['dev', { from: 'dev', gates: { approvals: 1 } }],
          gates: { soak: '1d2h', calendar: 'c.yaml' },
          render: { helm: '3' },
        },
      },
      apps: [{ path: 'environments/{env}/apps/{app}' }, { path: '.', name: 'x', kind: 'platform' }],
      ignore: [{ path: 'a/**', reason: 'r' }],
      render: { kubernetes: '1.36', loadRestrictor: 'none', apiVersions: ['a.io/v1'] },
      policy: { any: 1 },
    },
  ],
  app: [
    {},
    {
      name: 'a',
      tier: 0,
      renderer: { kind: 'helm', chart: '../c' },
      images: [{ name: 'a', repository: 'r.io/a' }],
      release: { fields: [{ file: 'r', path: '/a' }] },
    },
    { renderer: { kind: 'directory', recurse: true } },
  ],
  profile: [
    { cluster: {} },
    { cluster: { name: 'a', kubernetes: '1.36', reconciler: { kind: 'flux', version: '2.9.5' }, apiVersions: ['v1'] } },
    {
      cluster: {
        region: 'a',
        zones: ['a'],
        privateEndpoint: true,
        upgradeWindow: { schedule: '0 2 * * 0', duration: '4h' },
        pools: { gpu: { labels: { 'a.b/c': 'd' }, taints: [{ key: 'a', effect: 'NoSchedule' }], minNodes: 0 } },
        cni: { networkPolicy: true, loadBalancerTarget: 'pod' },
        storage: { gpSsd: { provisioner: 'a.b', parameters: { c: 'd' }, snapshots: true } },
        loadBalancer: { privateAnnotations: { a: 'b' } },
        waf: { annotations: { a: 'b' } },
        monitor: { endpoint: 'https://a.example' },
      },
    },
  ],
  network: [
    {
      cluster: {
        network: {
          routable: true,
          vnets: [{ name: 'a', cidrs: ['10.0.0.0/18'] }],
          subnets: [{ name: 'n', role: 'nodes', cidrs: ['10.0.4.0/24'], maxNodes: 3 }],
          podCIDRs: ['10.1.0.0/16', 'fd00::/64'],
          podBlock: { v4: 24 },
          serviceCIDRs: ['10.2.0.0/20'],
          dnsServiceIP: '10.2.0.10',
          apiServer: { endpoints: [{ address: '10.0.0.10', port: 443 }] },
          peeredNetworks: [{ name: 'b', cidrs: ['10.8.0.0/18'], cluster: 'b' }],
          egress: [{ name: 'e', cidrs: ['203.0.113.0/28'], ports: [443], reason: 'r' }],
        },
      },
    },
  ],
  identity: [
    {
      cluster: {
        identity: {
          issuer: 'https://a.example',
          audiences: ['a'],
          groupPrefix: 'lks:',
          groups: { clusterAdmins: ['lks:a'], namespaceOperators: 'lks:{team}' },
          secondFactor: { claim: 'amr', value: 'mfa' },
          workloadIdentity: { audience: 'a' },
        },
      },
    },
  ],
  release: [{ id: DIGEST, fields: [{ file: 'r', path: '/a', value: 1 }], carries: [{ file: 'c', sha256: DIGEST }] }],
  report: [
    {
      schemaVersion: 1,
      verb: 'render',
      verdict: 'pass',
      head: {},
      environments: [],
      apps: [],
      skipped: [],
      findings: [],
      waived: [],
      changes: [],
      errors: [],
      notes: [],
      stats: { apps: 0 },
      tools: [],
    },
  ],
  graph: [
    { schemaVersion: 1, nodes: [], edges: [] },
    {
      schemaVersion: 1,
      nodes: [
        { id: 'environment:dev', kind: 'environment', label: 'dev' },
        { id: 'app:dev/a', kind: 'app', label: 'dev/a', env: 'dev', status: 'changed', at: { file: 'a.yaml', line: 1 } },
      ],
      edges: [{ from: 'environment:dev', to: 'app:dev/a', kind: 'makes' }],
    },
  ],
  lock: [
    { version: 1, sources: [] },
    {
      version: 1,
      sources: [
        { kind: 'chart', repository: 'https://a.example', chart: 'c', version: '1.x', resolved: '1.2.3', digest: `sha256:${DIGEST}` },
        { kind: 'oci', url: 'oci://a.example/c', reference: '', resolved: `sha256:${DIGEST}`, digest: `sha256:${DIGEST}` },
        { kind: 'git', url: 'https://a.example/r', reference: 'branch=main', resolved: 'a'.repeat(40), digest: `sha256:${DIGEST}` },
      ],
    },
  ],
  'tools-lock': [{ version: 1, tools: { kustomize: { version: '5.8.1', sha256: { 'linux-amd64': DIGEST }, proof: 'checksum-file' } } }],
  'tools-manifest': [{ version: 1, tools: [] }, JSON.parse(readFileSync(join(root, 'tools/manifest.json'), 'utf8'))],
};

it('are fresh, and there is one for each', () => {
  expect(staleSchemas()).toEqual([]);
  expect([...schemaFiles().keys()].toSorted()).toEqual(
    Object.keys(EXAMPLES)
      .map((name) => `${name}.schema.json`)
      .toSorted(),
  );
});

it('a stale, a missing and a foreign file are found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
  for (const [name, text] of schemaFiles())
    if (name !== 'app.schema.json') writeFileSync(join(folder, name), name.startsWith('release') ? `${text} ` : text);
  writeFileSync(join(folder, 'old.schema.json'), '{}');
  expect(staleSchemas(folder)).toEqual(['app.schema.json', 'release.schema.json', 'old.schema.json']);
  rmSync(folder, { recursive: true });
});

describe.each(Object.entries(EXAMPLES))('%s', (name, examples) => {
  const validate = validatorOf(name);

  it('accepts every example', () => {
    for (const example of examples) expect([validate(example), validate.errors]).toEqual([true, null]);
  });

  it('refuses unknown keys, at the top and below', () => {
    for (const example of examples) {
      expect(validate({ ...Object(example), unknownKey: 1 })).toBe(false);
      for (const weakened of withUnknownKeys(example)) expect([weakened, validate(weakened)]).toEqual([weakened, false]);
    }
  });

  it('has an $id, a title and a draft', () => {
    expect(validate.schema).toMatchObject({
      $id: `https://fairway.lks.internal/schemas/${name}.schema.json`,
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: expect.any(String),
    });
  });
});

/** Objects whose keys are names that people choose. */
const FREE = new Set([
  'environments',
  'policy',
  'stats',
  'tools',
  'sha256',
  'data',
  'environment',
  'labels',
  'parameters',
  'annotations',
  'privateAnnotations',
]);

function withUnknownKeys(value: unknown, key = ''): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => withUnknownKeys(item).map((changed) => value.with(index, changed)));
  if (typeof value !== 'object' || value === null) return [];
  const here = FREE.has(key) ? [] : [{ ...value, unknownKey: 1 }];
  const below = Object.entries(value).flatMap(([name, item]) =>
    withUnknownKeys(item, name).map((changed) => ({ ...value, [name]: changed })),
  );
  return [...here, ...below];
}

it('accept every file of this repository that names them', () => {
  const named = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(fairway\.yaml|environments\/.*\/app\.yaml|clusters\/.*\/(?:profile|network|identity)\.yaml)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  expect(named.length).toBeGreaterThan(5);
  for (const { path, text } of named) {
    const name = /\$schema=\S*?([a-z-]+)\.schema\.json/.exec(text)?.[1] ?? '';
    expect([path, name !== '' && validatorOf(name)(parse(text))]).toEqual([path, true]);
  }
});
