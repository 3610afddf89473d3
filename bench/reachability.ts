// How long does it take to find out who may talk to whom, beside the analyser of np-guard on the same objects?
// node bench/reachability.ts [pods] [policies]; FAIRWAY_NETPOL_ANALYZER is the path of its program (netpol-analyzer 1.4.4, cmd/netpolicy).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { isRecord, type ManifestObject, parseManifests } from '../packages/manifests/src/index.ts';
import { proveIsolation, reachability, readCluster } from '../packages/network/src/index.ts';
import { canonical, ourRows, type ReferenceRow } from '../packages/network/test/reference-rows.ts';

const [pods = 1000, policies = 300] = process.argv.slice(2).map(Number);
const POLICIES_PER_NAMESPACE = 10;
const namespaces = Math.max(1, Math.ceil(policies / POLICIES_PER_NAMESPACE));
const environments = ['dev', 'test', 'prod'];

function namespace(at: number): ManifestObject {
  const labels = { 'lks.internal/tenant': `team-${Math.floor(at / 3)}`, 'lks.internal/env': environments[at % 3] ?? 'dev' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `ns-${at}`, labels } };
}

/** Every pod has a label of its own, so that no two are alike by their labels alone. */
function pod(at: number): ManifestObject {
  const app = `app-${Math.floor(at / namespaces) % POLICIES_PER_NAMESPACE}`;
  const labels = { app, 'part-of': `${app}-suite`, unique: `u-${at}`, ...(at % 3 === 0 ? { expose: 'http' } : {}) };
  const ports = [
    { name: 'http', containerPort: 8000 + (at % 7) },
    { name: 'metrics', containerPort: 9090 },
  ];
  const spec = { containers: [{ name: 'app', image: 'registry.example/app@sha256:0', ports }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${at}`, namespace: `ns-${at % namespaces}`, labels }, spec };
}

const peers = (at: number): readonly unknown[] => [
  { podSelector: { matchLabels: { app: `app-${(at + 1) % POLICIES_PER_NAMESPACE}` } } },
  {
    namespaceSelector: { matchLabels: { 'lks.internal/tenant': `team-${at % Math.ceil(namespaces / 3)}` } },
    podSelector: { matchExpressions: [{ key: 'expose', operator: 'Exists' }] },
  },
  { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', `172.${16 + (at % 16)}.0.0/16`, '192.168.0.0/16'] } },
];

function policy(at: number): ManifestObject {
  const metadata = { name: `policy-${at}`, namespace: `ns-${at % namespaces}` };
  const number = Math.floor(at / namespaces);
  if (number === 0)
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    };
  const ingress = [{ from: peers(at), ports: [{ port: 'http' }, { port: 9090 + (at % 5), endPort: 9100 + (at % 3) }] }];
  const egress = [
    { to: peers(at).slice(0, 2), ports: [{ port: 'http' }, { port: 8000, endPort: 8003 }] },
    { to: peers(at).slice(2), ports: [{ port: 443 }] },
    { to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] },
  ];
  const podSelector = { matchLabels: { app: `app-${number % POLICIES_PER_NAMESPACE}` } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: { podSelector, policyTypes: ['Ingress', 'Egress'], ingress, egress },
  };
}

const list = <T>(count: number, make: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => make(at));
const objects = [...list(namespaces, namespace), ...list(pods, pod), ...list(policies, policy)];

const input = objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');

const before = process.memoryUsage.rss();
const cpu = process.cpuUsage();
const began = performance.now();
const read = parseManifests(input).objects;
const start = performance.now();
const cluster = readCluster([{ environment: '', objects: read }]);
const engine = reachability(cluster);
let connections = 0;
for (const { source, target } of engine.connections()) {
  connections += (source.kind === 'pods' ? source.workloads.length : 1) * (target.kind === 'pods' ? target.workloads.length : 1);
}
const ours = performance.now() - start;
const oursWithReading = performance.now() - began;
const used = process.cpuUsage(cpu).user / 1e6;
const peak = process.resourceUsage().maxRSS / 1024;
const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
if (cluster.problems.length > 0) throw new Error(cluster.problems[0]?.message);
console.log(`${pods} pods, ${policies} policies, ${namespaces} namespaces: ${engine.nodes.length} groups, ${connections} connections`);
console.log(
  `fairway: ${(ours / 1000).toFixed(3)} s, with reading ${(oursWithReading / 1000).toFixed(3)} s (${used.toFixed(3)} s of processor); ${peak.toFixed(0)} MB at most, of which ${mb(before)} before it began`,
);

const homeOf = (object: ManifestObject): string => object.metadata.namespace ?? object.metadata.name;
const split = environments.map((environment, at) => ({
  environment,
  cluster: environment,
  objects: read.filter((object) => Number(homeOf(object).slice('ns-'.length)) % 3 === at),
}));
const ranges = environments.map((name, at) => ({ name, ranges: [{ name: 'pods', cidr: `10.${at}.0.0/16` }] }));
const proofCpu = process.cpuUsage();
const proofStart = performance.now();
const { findings } = proveIsolation({ environments: split, clusters: ranges });
const proof = performance.now() - proofStart;
const proofUsed = process.cpuUsage(proofCpu).user / 1e6;
const proofPeak = process.resourceUsage().maxRSS / 1024;
console.log(
  `isolation proof over ${environments.length} environments: ${(proof / 1000).toFixed(3)} s (${proofUsed.toFixed(3)} s of processor), ${proofPeak.toFixed(0)} MB at most, ${findings.length} findings`,
);

const program = process.env['FAIRWAY_NETPOL_ANALYZER'] ?? '';
if (program === '') console.log('netpol-analyzer: not run; give its path in FAIRWAY_NETPOL_ANALYZER');
else {
  const directory = mkdtempSync(join(tmpdir(), 'reachability-'));
  try {
    writeFileSync(join(directory, 'objects.yaml'), input);
    const started = performance.now();
    const text = execFileSync(program, ['list', '--dirpath', directory, '-o', 'json', '-q'], { encoding: 'utf8', maxBuffer: 2 ** 30 });
    const theirs = performance.now() - started;
    const answer: unknown = JSON.parse(text);
    const isRow = (row: unknown): row is ReferenceRow =>
      isRecord(row) && [row.src, row.dst, row.conn].every((part) => typeof part === 'string');
    const rows = Array.isArray(answer) ? answer.filter(isRow) : [];
    const own = canonical(ourRows(engine, ({ namespace: home, ref }) => `${home.name}/${ref.name}[${ref.kind}]`));
    const equal = JSON.stringify(own) === JSON.stringify(canonical(rows));
    console.log(
      `netpol-analyzer: ${(theirs / 1000).toFixed(3)} s, reading and printing included; ${rows.length} rows, ${equal ? 'the same as ours' : 'NOT the same as ours'}`,
    );
    console.log(`ratio: ${(theirs / oursWithReading).toFixed(1)} times, both with reading`);
    if (!equal) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
