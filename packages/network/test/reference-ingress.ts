// What does the reference program say of Ingress and Route objects: which pods does its {ingress-controller} reach?
import { isRecord, type ManifestObject, matchesLabels, podTemplateOf, valueAt } from '@fairway/manifests';
import { intersection, NO_PORTS, type PortSet, portRange, type Reachability, union, type Workload } from '../src/reachability/index.ts';
import { type NameOf, type ReferenceRow, referencePorts } from './reference-rows.ts';

/** The pod that it thinks of: in a namespace of its own, without labels. */
export const CONTROLLER: ManifestObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'ingress-controller', namespace: 'ingress-controller-ns' },
  spec: { containers: [] },
};

type Port = string | number | undefined;

interface Backend {
  readonly namespace: string;
  readonly service: string;
  readonly port: Port;
}

function list(value: unknown, pointer: string): readonly Readonly<Record<string, unknown>>[] {
  const found = valueAt(value, pointer);
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

function portOf(value: unknown): Port {
  return typeof value === 'string' || (typeof value === 'number' && value !== 0) ? value : undefined;
}

function routeBackends(route: ManifestObject, namespace: string): readonly Backend[] {
  const to = valueAt(route, '/spec/to');
  const targets = [...(isRecord(to) ? [to] : []), ...list(route, '/spec/alternateBackends')];
  const port = portOf(valueAt(route, '/spec/port/targetPort'));
  return targets
    .filter(({ kind = 'Service' }) => kind === '' || kind === 'Service')
    .map(({ name }) => ({ namespace, service: String(name), port }));
}

function ingressBackends(ingress: ManifestObject, namespace: string): readonly Backend[] {
  const paths = list(ingress, '/spec/rules').flatMap((rule) => list(rule, '/http/paths').map(({ backend }) => backend));
  return [valueAt(ingress, '/spec/defaultBackend'), ...paths].flatMap((backend) => {
    const service = valueAt(backend, '/service');
    if (!isRecord(service)) return [];
    const port = portOf(valueAt(service, '/port/name')) ?? portOf(valueAt(service, '/port/number'));
    return [{ namespace, service: String(service.name), port }];
  });
}

function backendsOf(object: ManifestObject): readonly Backend[] {
  const namespace = object.metadata.namespace ?? 'default';
  if (object.kind === 'Route') return routeBackends(object, namespace);
  return object.kind === 'Ingress' ? ingressBackends(object, namespace) : [];
}

/** Ports of the pods behind a Service port; with no port named, behind all of them. */
function targetPorts(service: ManifestObject, wanted: Port): readonly (string | number)[] {
  const ports = list(service, '/spec/ports').map(({ name, port, targetPort }) => ({
    name,
    port,
    target: portOf(targetPort) ?? portOf(port),
  }));
  const matching = ports.filter(({ name, port, target }) => name === wanted || port === wanted || target === wanted);
  return (wanted === undefined ? ports : matching.slice(0, 1)).flatMap(({ target }) => target ?? []);
}

function containerPorts(object: ManifestObject): readonly Readonly<Record<string, unknown>>[] {
  return list(podTemplateOf(object)?.spec, '/containers').flatMap((container) => list(container, '/ports'));
}

function opened(object: ManifestObject, targets: readonly (string | number)[]): PortSet {
  const ports = containerPorts(object);
  return targets.reduce((set: PortSet, target) => {
    const found = ports.find(({ name, containerPort }) => name === target || containerPort === target)?.containerPort;
    return typeof found === 'number' ? union(set, portRange('TCP', found)) : set;
  }, NO_PORTS);
}

function objectOf(objects: readonly ManifestObject[], { ref, namespace }: Workload): ManifestObject | undefined {
  return objects.find(
    ({ kind, metadata }) => kind === ref.kind && metadata.name === ref.name && (metadata.namespace ?? 'default') === namespace.name,
  );
}

/** Rows from the controller to the pods behind Ingress and Route objects, cut down by policies. The cluster must hold CONTROLLER. */
export function referenceIngressRows(engine: Reachability, objects: readonly ManifestObject[], nameOf: NameOf): readonly ReferenceRow[] {
  const controller = engine.cluster.workloads.find(({ namespace }) => namespace.name === CONTROLLER.metadata.namespace);
  const node = controller === undefined ? undefined : engine.nodeOf(controller);
  if (node === undefined) return [];
  const allowed = engine.from(node);
  const rows = new Map<string, PortSet>();
  for (const { namespace, service: name, port } of objects.flatMap(backendsOf)) {
    const service = objects.find(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === name && (metadata.namespace ?? 'default') === namespace,
    );
    const selector = valueAt(service, '/spec/selector');
    if (service === undefined || !isRecord(selector)) continue;
    for (const workload of engine.cluster.workloads) {
      const object = objectOf(objects, workload);
      if (workload.namespace.name !== namespace || object === undefined || !matchesLabels(selector, Object.fromEntries(workload.labels)))
        continue;
      const target = engine.nodeOf(workload);
      const cut = target === undefined ? NO_PORTS : (allowed[engine.nodes.indexOf(target)] ?? NO_PORTS);
      const ports = intersection(opened(object, targetPorts(service, port)), cut);
      rows.set(nameOf(workload), union(rows.get(nameOf(workload)) ?? NO_PORTS, ports));
    }
  }
  return [...rows].flatMap(([dst, ports]) =>
    ports.length === 0 ? [] : [{ src: '{ingress-controller}', dst, conn: referencePorts(ports) }],
  );
}
