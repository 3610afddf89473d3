// Do we find the connections that an independent analyser finds, on its own test cases?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, type ManifestObject, parseManifests } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { reachability, readCluster, type Workload } from '../src/reachability/index.ts';
import { CONTROLLER, referenceIngressRows } from './reference-ingress.ts';
import { canonical, ourRows, type ReferenceRow } from './reference-rows.ts';

const corpus = join(process.env['FAIRWAY_CORPUS'] ?? join(import.meta.dirname, '../../../../shared/corpus'), 'network-reachability');

const cases = readdirSync(corpus, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();

/** The files of a case, each as text. */
function textsOf(name: string): readonly string[] {
  return readdirSync(join(corpus, name, 'in'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => readFileSync(path, 'utf8'));
}

/** The analyser reads a file up to its first broken document. We refuse the file, so that is done here only. */
function readLeniently(text: string): readonly ManifestObject[] {
  const { objects, problems } = parseManifests(text);
  const [first] = problems;
  if (first === undefined) return objects;
  const before = text.split('\n').slice(0, first.line - 1);
  return parseManifests(before.slice(0, before.lastIndexOf('---')).join('\n')).objects;
}

/** What it does not know, or passes over: host network (such a pod is like any other to it), a misspelt containerPort, a wrong apiVersion. */
function asTheyRead(object: ManifestObject): ManifestObject {
  const text = JSON.stringify(object, (key, value) => {
    if (key === 'hostNetwork') return undefined;
    return key === 'ports' && Array.isArray(value) ? value.filter((port) => !(isRecord(port) && 'containerport' in port)) : value;
  });
  const read = parseManifests(text).objects[0] ?? object;
  return read.kind === 'Pod' ? { ...read, apiVersion: 'v1' } : read;
}

/** A pod is known by the controller that owns it, if there is one. */
function ownersOf(objects: readonly ManifestObject[]): ReadonlyMap<string, string> {
  return new Map(
    objects.flatMap((object) => {
      const owners: unknown = object.metadata['ownerReferences'];
      const owner = Array.isArray(owners) ? owners.find((entry) => isRecord(entry) && entry.controller === true) : undefined;
      if (object.kind !== 'Pod' || !isRecord(owner) || owner.kind === 'Node') return [];
      return [[`${object.metadata.namespace ?? 'default'}/${object.metadata.name}`, `${owner.name}[${owner.kind ?? 'Pod'}]`] as const];
    }),
  );
}

function ourAnswer(objects: readonly ManifestObject[]): readonly ReferenceRow[] {
  const owners = ownersOf(objects);
  const nameOf = ({ namespace, ref }: Workload): string => {
    const owner = ref.kind === 'Pod' ? owners.get(`${namespace.name}/${ref.name}`) : undefined;
    return `${namespace.name}/${owner ?? `${ref.name}[${ref.kind}]`}`;
  };
  const engine = reachability(readCluster([{ environment: '', objects }]));
  const withController = reachability(readCluster([{ environment: '', objects: [...objects, CONTROLLER] }]));
  return [...ourRows(engine, nameOf), ...referenceIngressRows(withController, objects, nameOf)];
}

const read = cases.map((name) => {
  const objects = textsOf(name).flatMap(readLeniently).map(asTheyRead);
  const expected: readonly ReferenceRow[] = JSON.parse(readFileSync(join(corpus, name, 'expected.json'), 'utf8'));
  return { name, objects, expected, ours: ourAnswer(objects) };
});

/** Cases with something that an API server refuses. We tell it, the analyser warns. */
const REFUSED = [
  'bad_path_namespace_with_same_name', // two Namespaces of one name
  'document_with_syntax_error',
  'malformed_pod_example', // containerPort: []
  'netpol_named_port_test_2', // containerport
  'udn_with_ingress_controller_two_pods', // a Pod of apps/v1
  'workload_resources', // two Deployments of one name
];

/** Kinds that change connections too and that neither the analyser of this version nor we judge; we say so. */
const NOT_JUDGED = /^nad_test_(3|5|7|9|11|15|17)$/;

describe('the analyser and we', () => {
  it('are asked the same 91 questions', () => {
    const rows = read.flatMap(({ expected }) => expected);
    const fromIngress = rows.filter(({ src }) => src === '{ingress-controller}');
    console.log(`${cases.length} cases, ${rows.length} rows, ${fromIngress.length} of them from Ingress or Route objects; none left out`);
    expect([cases.length, rows.length > 1500, fromIngress.length > 5]).toEqual([91, true, true]);
  });

  it.each(read)('find the same in $name', ({ ours, expected }) => {
    expect(canonical(ours)).toEqual(canonical(expected));
  });

  it('differ in this: we refuse what an API server refuses', () => {
    const refused = cases.filter((name) => {
      const parsed = textsOf(name).map((text) => parseManifests(text));
      const { problems } = readCluster([{ environment: '', objects: parsed.flatMap(({ objects }) => objects) }]);
      return problems.length > 0 || parsed.some((part) => part.problems.length > 0);
    });
    expect(refused).toEqual(REFUSED);
  });

  it('differ in this, too: we name the policies of other kinds that nobody judged', () => {
    const named = read.filter(({ objects }) => readCluster([{ environment: '', objects }]).notJudged.length > 0).map(({ name }) => name);
    expect(named).toEqual(cases.filter((name) => NOT_JUDGED.test(name)));
  });
});
