// Which pods does an object make, as far as policies can tell them apart?
import { apiGroup, isRecord, type ManifestObject, podTemplateOf } from '@fairway/manifests';
import type { Complain, Labels } from './label-selector.ts';
import type { NamedPort } from './model.ts';
import { isProtocol, MAX_PORT } from './ports.ts';

/** Kinds that run pods, and the API group that has them. A PodTemplate runs none. */
const WORKLOADS: ReadonlyMap<string, string> = new Map([
  ['Pod', 'v1'],
  ['ReplicationController', 'v1'],
  ['DaemonSet', 'apps/v1'],
  ['Deployment', 'apps/v1'],
  ['ReplicaSet', 'apps/v1'],
  ['StatefulSet', 'apps/v1'],
  ['CronJob', 'batch/v1'],
  ['Job', 'batch/v1'],
]);

/** Other groups have kinds of the same name that are something else. */
const OWN_GROUPS = new Set(['', 'apps', 'batch', 'extensions']);

/** Is this one of the kinds of Kubernetes that run pods, in whatever version it is written? */
export function runsPods(object: ManifestObject): boolean {
  return WORKLOADS.has(object.kind) && OWN_GROUPS.has(apiGroup(object.apiVersion));
}

export interface WorkloadSpec {
  readonly labels: Labels;
  readonly namedPorts: readonly NamedPort[];
  readonly hostNetwork: boolean;
  readonly template: string;
}

function readPort(value: unknown, pointer: string, complain: Complain): readonly NamedPort[] {
  if (!isRecord(value)) {
    complain(pointer, 'a port must be a mapping');
    return [];
  }
  const { containerPort: port, name = '', protocol } = value;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > MAX_PORT) {
    complain(`${pointer}/containerPort`, `found ${JSON.stringify(port) ?? 'nothing'}, expected 1 to ${MAX_PORT}`);
    return [];
  }
  const used = protocol === undefined || protocol === null || protocol === '' ? 'TCP' : protocol;
  if (!isProtocol(used)) {
    complain(`${pointer}/protocol`, `found ${JSON.stringify(protocol)}, expected TCP, UDP or SCTP`);
    return [];
  }
  return typeof name === 'string' && name !== '' ? [{ name, protocol: used, port }] : [];
}

function portsOf(spec: Readonly<Record<string, unknown>>, pointer: string, complain: Complain): readonly NamedPort[] {
  return ['containers', 'initContainers'].flatMap((list) => {
    const containers: unknown = spec[list] ?? [];
    if (!Array.isArray(containers)) {
      complain(`${pointer}/spec/${list}`, 'expected a list');
      return [];
    }
    return containers.flatMap((container: unknown, at) => {
      const place = `${pointer}/spec/${list}/${at}`;
      const ports: unknown = isRecord(container) ? (container.ports ?? []) : undefined;
      if (Array.isArray(ports)) return ports.flatMap((port: unknown, index) => readPort(port, `${place}/ports/${index}`, complain));
      complain(place, 'a container must be a mapping, and its ports a list');
      return [];
    });
  });
}

/** Reads the pods of a workload. What is wrong goes to `complain`; then the result must not be used. */
export function readWorkloadSpec(object: ManifestObject, complain: Complain): WorkloadSpec | undefined {
  const template = podTemplateOf(object);
  if (template === undefined) {
    const expected = WORKLOADS.get(object.kind) ?? '';
    if (apiGroup(expected) === apiGroup(object.apiVersion)) complain('/spec', 'there is no pod template; give it metadata and spec');
    else complain('/apiVersion', `found ${object.apiVersion}, expected ${expected}`);
    return undefined;
  }
  const { pointer, spec } = template;
  return {
    labels: new Map(Object.entries(template.labels)),
    namedPorts: portsOf(spec, pointer, complain),
    hostNetwork: spec.hostNetwork === true,
    template: pointer,
  };
}
