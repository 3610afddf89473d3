// Which namespaces, pods and policies are among these objects?
import type { ObjectRef } from '@fairway/contracts';
import { apiGroup, type ManifestObject, objectRef, refKey, refText } from '@fairway/manifests';
import type { Cluster, Namespace, NetworkFinding, ObjectSource, Policy, Workload } from './model.ts';
import { readPolicySpec } from './read-policy.ts';
import { readWorkloadSpec, runsPods } from './read-workload.ts';

/** Set by the API server on every namespace, whatever the object says. */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Groups and kinds that also decide who may talk to whom; only their presence is told. */
const OTHER_POLICIES = new Set([
  'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'crd.projectcalico.org/NetworkPolicy',
  'crd.projectcalico.org/GlobalNetworkPolicy',
  'projectcalico.org/NetworkPolicy',
  'projectcalico.org/GlobalNetworkPolicy',
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
  'k8s.cni.cncf.io/MultiNetworkPolicy',
]);

interface Reading {
  readonly source: ObjectSource;
  readonly namespaces: Map<string, Namespace>;
  readonly seen: Set<string>;
  readonly workloads: Workload[];
  readonly policies: Policy[];
  readonly problems: NetworkFinding[];
  readonly notJudged: { environment: string; ref: ObjectRef }[];
}

function complainAbout(reading: Reading, object: ManifestObject, ruleId: string): (pointer: string, message: string) => void {
  const { environment, locate } = reading.source;
  const ref = objectRef(object);
  return (field, message) => {
    const location = locate?.(object, field);
    reading.problems.push({
      environment,
      ruleId,
      severity: 'high',
      object: ref,
      field,
      message: `${refText(ref)}: ${field.slice(1).replaceAll('/', '.')}: ${message}`,
      hint: 'correct it: an API server refuses this object, and here it is left out',
      ...(location === undefined ? {} : { location }),
    });
  };
}

/** The namespace of an object; one that has no Namespace object has only the label that it always has. */
function namespaceOf(reading: Reading, name: string): Namespace {
  const key = name === '' ? 'default' : name;
  const known = reading.namespaces.get(key);
  if (known !== undefined) return known;
  const { environment } = reading.source;
  const made = { environment, name: key, labels: new Map([[NAME_LABEL, key]]), ref: undefined, location: undefined };
  reading.namespaces.set(key, made);
  return made;
}

function readNamespace(reading: Reading, object: ManifestObject): void {
  const { environment, locate } = reading.source;
  const { name, labels = {} } = object.metadata;
  reading.namespaces.set(name, {
    environment,
    name,
    labels: new Map([...Object.entries(labels), [NAME_LABEL, name]]),
    ref: objectRef(object),
    location: locate?.(object, '/metadata/labels') ?? locate?.(object, ''),
  });
}

/** Once per object: a second one of the same name would overwrite the first, and nobody could say which. */
function isNew(reading: Reading, object: ManifestObject): boolean {
  const ref = objectRef(object);
  const key = refKey({ ...ref, namespace: ref.kind === 'Namespace' ? '' : (ref.namespace ?? 'default') });
  if (!reading.seen.has(key)) {
    reading.seen.add(key);
    return true;
  }
  complainAbout(reading, object, 'network-duplicate-object')('/metadata/name', 'there is a second object of this name; take one out');
  return false;
}

function readPolicy(reading: Reading, object: ManifestObject): void {
  const before = reading.problems.length;
  const complain = complainAbout(reading, object, 'network-policy-invalid');
  if (object.apiVersion !== 'networking.k8s.io/v1') complain('/apiVersion', `found ${object.apiVersion}, expected networking.k8s.io/v1`);
  const spec = readPolicySpec(object, complain);
  if (reading.problems.length > before) return;
  const { locate } = reading.source;
  const namespace = namespaceOf(reading, object.metadata.namespace ?? '');
  reading.policies.push({ ...spec, namespace, ref: objectRef(object), locate: (pointer) => locate?.(object, pointer) });
}

function readWorkload(reading: Reading, object: ManifestObject): void {
  const before = reading.problems.length;
  const spec = readWorkloadSpec(object, complainAbout(reading, object, 'network-workload-invalid'));
  if (spec === undefined || reading.problems.length > before) return;
  const namespace = namespaceOf(reading, object.metadata.namespace ?? '');
  reading.workloads.push({
    ...spec,
    namespace,
    ref: objectRef(object),
    location: reading.source.locate?.(object, `${spec.template}/spec`),
  });
}

function isPolicy(object: ManifestObject): boolean {
  const group = apiGroup(object.apiVersion);
  return object.kind === 'NetworkPolicy' && (group === 'networking.k8s.io' || group === 'extensions');
}

function readObject(reading: Reading, object: ManifestObject): void {
  if (OTHER_POLICIES.has(`${apiGroup(object.apiVersion)}/${object.kind}`)) {
    reading.notJudged.push({ environment: reading.source.environment, ref: objectRef(object) });
  } else if (isPolicy(object)) {
    if (isNew(reading, object)) readPolicy(reading, object);
  } else if (runsPods(object) && isNew(reading, object)) readWorkload(reading, object);
}

function isNamespace(object: ManifestObject): boolean {
  return object.apiVersion === 'v1' && object.kind === 'Namespace';
}

/**
 * Reads Namespaces, NetworkPolicies and everything that runs pods. An object that an API server would refuse is left out and told; other
 * kinds are passed over. Each source is an environment with namespaces of its own.
 */
export function readCluster(sources: readonly ObjectSource[]): Cluster {
  const readings = sources.map((source): Reading => {
    const reading = { source, namespaces: new Map(), seen: new Set<string>(), workloads: [], policies: [], problems: [], notJudged: [] };
    for (const object of source.objects) if (isNamespace(object) && isNew(reading, object)) readNamespace(reading, object);
    for (const object of source.objects) if (!isNamespace(object)) readObject(reading, object);
    return reading;
  });
  return {
    namespaces: readings.flatMap(({ namespaces }) => [...namespaces.values()]),
    workloads: readings.flatMap(({ workloads }) => workloads),
    policies: readings.flatMap(({ policies }) => policies),
    problems: readings.flatMap(({ problems }) => problems),
    notJudged: readings.flatMap(({ notJudged }) => notJudged),
  };
}
