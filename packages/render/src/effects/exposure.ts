// Can somebody reach this, or be reached by it, from elsewhere than before?
import { apiGroup, isRecord, type ManifestObject } from '@fairway/manifests';
import { at, same, typeOf } from './field.ts';

/** Annotations by which clouds and controllers decide where a load balancer or an ingress listens; their prefixes differ, their words do not. */
const EXPOSING_ANNOTATIONS = /load-?balancer|ingress|metallb|external-dns|tailscale|\/(neg|elb|backend-config|backend-service)/i;

const annotations = (object: ManifestObject | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object?.metadata.annotations ?? {}).filter(([key]) => EXPOSING_ANNOTATIONS.test(key)));

const fields = (object: ManifestObject | undefined, ...keys: readonly string[]): readonly unknown[] =>
  object === undefined ? [] : keys.map((key) => at(object, 'spec', key));

const SERVICE_FIELDS = ['ports', 'externalIPs', 'externalName', 'loadBalancerIP', 'loadBalancerSourceRanges', 'externalTrafficPolicy'];

/** A Service of type ClusterIP is reachable inside the cluster alone: that it comes or goes exposes nothing. */
const serviceView = (object: ManifestObject | undefined): unknown => {
  if (object === undefined) return undefined;
  const type = at(object, 'spec', 'type') ?? 'ClusterIP';
  const external = at(object, 'spec', 'externalIPs');
  return type === 'ClusterIP' && same(external, undefined) ? undefined : [type, ...fields(object, ...SERVICE_FIELDS), annotations(object)];
};

const portsOf = (object: ManifestObject): unknown => {
  const ports = at(object, 'spec', 'ports');
  return Array.isArray(ports) ? ports.map((port) => (isRecord(port) ? [port.port, port.protocol ?? 'TCP', port.nodePort] : port)) : ports;
};

type Exposes = (before: ManifestObject | undefined, after: ManifestObject | undefined) => boolean;

const service: Exposes = (before, after) =>
  !same(serviceView(before), serviceView(after)) || (before !== undefined && after !== undefined && !same(portsOf(before), portsOf(after)));

const whole: Exposes = (before, after) => !same(before?.spec, after?.spec) || !same(annotations(before), annotations(after));

/** Added walls close, removed or changed ones may open. The first policy that selects a pod also cuts it off, so adding counts too. */
const KINDS: Readonly<Record<string, Exposes>> = {
  '/Service': service,
  'networking.k8s.io/Ingress': whole,
  'extensions/Ingress': whole,
  'networking.k8s.io/NetworkPolicy': whole,
  'policy.networking.k8s.io/ClusterNetworkPolicy': whole,
  'policy.networking.k8s.io/AdminNetworkPolicy': whole,
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy': whole,
  'cilium.io/CiliumNetworkPolicy': whole,
  'cilium.io/CiliumClusterwideNetworkPolicy': whole,
  'projectcalico.org/NetworkPolicy': whole,
  'projectcalico.org/GlobalNetworkPolicy': whole,
  'crd.projectcalico.org/NetworkPolicy': whole,
  'crd.projectcalico.org/GlobalNetworkPolicy': whole,
  'route.openshift.io/Route': whole,
  'networking.istio.io/Gateway': whole,
  'networking.istio.io/VirtualService': whole,
  'networking.istio.io/ServiceEntry': whole,
  'security.istio.io/AuthorizationPolicy': whole,
  'traefik.io/IngressRoute': whole,
};

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** Whether hosts, parents, ports, addresses or walls differ. Either side may be absent. */
export const exposureChanges: Exposes = (before, after) => {
  const object = after ?? before;
  if (object === undefined) return false;
  const gateway = apiGroup(object.apiVersion) === GATEWAY_GROUP && object.kind !== 'GatewayClass';
  const rule = KINDS[typeOf(object)] ?? (gateway ? whole : undefined);
  return rule?.(before, after) ?? false;
};
