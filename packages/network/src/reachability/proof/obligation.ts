// What must hold of an environment's network, as data that people can add to?
import { NAME_LABEL } from '../read-cluster.ts';

/** A LabelSelector as in Kubernetes; without one, everything is chosen. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

/** Pods by their namespace and labels. */
export interface PodsWhere {
  readonly namespaces?: LabelSelector;
  readonly pods?: LabelSelector;
}

/** Addresses by the name of a range of the environment's own cluster. */
export interface RangeNamed {
  readonly range: string;
}

export type Party = PodsWhere | RangeNamed;

/** A port of the receiver: a number, or the name that its pods give it. */
export interface WantedPort {
  readonly port: number | string;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

interface Named {
  /** Told in findings and in isolation.json. */
  readonly id: string;
  readonly why: string;
}

export type Obligation =
  /** No pod of these namespaces reaches one of another environment, or a range of another cluster; nor could any pod that may yet be made. */
  | (Named & { readonly kind: 'apart'; readonly namespaces: LabelSelector; readonly label: string })
  /** Every `from` reaches every `to` on all of these ports. Without any `to` it does not hold, without any `from` there is nothing to hold. */
  | (Named & { readonly kind: 'reachable'; readonly from: Party; readonly to: Party; readonly ports: readonly WantedPort[] })
  /** What API servers call by webhook configurations is reachable at the port of the pods, from this range, or from anywhere without one. */
  | (Named & { readonly kind: 'webhooks'; readonly range?: string })
  /** A policy selects every pod, in both directions, and allows nothing. `policy`: the name that it must have. */
  | (Named & { readonly kind: 'default-deny'; readonly namespaces: LabelSelector; readonly policy?: string })
  /** Rules of these namespaces let in, or out to, their own namespace, these parties, and nobody else. */
  | (Named & {
      readonly kind: 'only';
      readonly direction: 'ingress' | 'egress';
      readonly namespaces: LabelSelector;
      readonly parties: readonly Party[];
    })
  /** The namespaces' label names the environment that they belong to. */
  | (Named & { readonly kind: 'environment-label'; readonly namespaces: LabelSelector; readonly label: string })
  | (Named & { readonly kind: 'no-host-network'; readonly namespaces: LabelSelector })
  /** Every policy selects a pod; `except` holds names of policies for pods that come and go. */
  | (Named & { readonly kind: 'policies-select-pods'; readonly namespaces: LabelSelector; readonly except: readonly string[] })
  | (Named & { readonly kind: 'named-ports-resolve'; readonly namespaces: LabelSelector });

/** Where the platform's own pods are, and what labels mean. */
export interface PlatformNames {
  readonly tenantLabel: string;
  readonly environmentLabel: string;
  readonly labelPrefix: string;
  readonly dns: PodsWhere;
  readonly gateway: PodsWhere;
  readonly prometheus: PodsWhere;
  readonly collector: PodsWhere;
  readonly egressProxy: PodsWhere;
}

function inNamespace(name: string, matchLabels: Readonly<Record<string, string>>): PodsWhere {
  return { namespaces: { matchLabels: { [NAME_LABEL]: name } }, pods: { matchLabels } };
}

export const PLATFORM_NAMES: PlatformNames = {
  labelPrefix: 'lks.internal/',
  tenantLabel: 'lks.internal/tenant',
  environmentLabel: 'lks.internal/env',
  dns: inNamespace('kube-system', { 'k8s-app': 'kube-dns' }),
  gateway: inNamespace('gateway-system', { 'app.kubernetes.io/component': 'proxy' }),
  prometheus: inNamespace('monitoring', { 'app.kubernetes.io/name': 'prometheus' }),
  collector: inNamespace('monitoring', { 'app.kubernetes.io/name': 'opentelemetry-collector' }),
  egressProxy: inNamespace('egress-system', { app: 'egress-gateway' }),
};

/** The obligations of the template environments. Ranges that a cluster may declare: apiServer, ingress, privateServices. */
export function standardObligations(names: PlatformNames = PLATFORM_NAMES): readonly Obligation[] {
  const { tenantLabel, environmentLabel: label, labelPrefix, dns, gateway, prometheus, collector, egressProxy } = names;
  const namespaces: LabelSelector = { matchExpressions: [{ key: tenantLabel, operator: 'Exists' }] };
  const labelled = (key: string, value: string): PodsWhere => ({ namespaces, pods: { matchLabels: { [`${labelPrefix}${key}`]: value } } });
  const tcp = (...ports: readonly (number | string)[]): readonly WantedPort[] => ports.map((port) => ({ port, protocol: 'TCP' }));
  return [
    { id: 'environments-apart', kind: 'apart', namespaces, label, why: 'what runs in one environment must not touch another one' },
    { id: 'default-deny', kind: 'default-deny', namespaces, policy: 'default-deny', why: 'pods that nobody thought of must not be open' },
    { id: 'environment-label', kind: 'environment-label', namespaces, label, why: 'selectors go by this label' },
    { id: 'no-host-network', kind: 'no-host-network', namespaces, why: 'no policy holds for pods in the network of the node' },
    {
      id: 'entrances',
      kind: 'only',
      direction: 'ingress',
      namespaces,
      parties: [gateway, prometheus, { range: 'ingress' }],
      why: 'all traffic comes through the gateway',
    },
    {
      id: 'exits',
      kind: 'only',
      direction: 'egress',
      namespaces,
      parties: [dns, egressProxy, collector],
      why: 'other namespaces are reached through their gateway; ways to addresses are reviewed in egress.json',
    },
    {
      id: 'dns',
      kind: 'reachable',
      from: { namespaces },
      to: dns,
      ports: [...tcp(53), { port: 53, protocol: 'UDP' }],
      why: 'without names nothing works',
    },
    {
      id: 'gateway',
      kind: 'reachable',
      from: gateway,
      to: labelled('expose', 'http'),
      ports: tcp('http'),
      why: 'exposed pods get their traffic',
    },
    {
      id: 'metrics',
      kind: 'reachable',
      from: prometheus,
      to: labelled('metrics', 'true'),
      ports: tcp('metrics'),
      why: 'pods are observed',
    },
    {
      id: 'traces',
      kind: 'reachable',
      from: labelled('traces', 'true'),
      to: collector,
      ports: tcp(4317, 4318),
      why: 'traces are collected',
    },
    { id: 'egress-proxy', kind: 'reachable', from: labelled('egress', 'proxy'), to: egressProxy, ports: tcp(3128), why: 'the one way out' },
    {
      id: 'database',
      kind: 'reachable',
      from: labelled('uses-db', 'true'),
      to: { range: 'privateServices' },
      ports: tcp(5432),
      why: 'apps need their data',
    },
    {
      id: 'api-server',
      kind: 'reachable',
      from: labelled('apiserver-client', 'true'),
      to: { range: 'apiServer' },
      ports: tcp(443),
      why: 'operators need the API',
    },
    {
      id: 'webhooks',
      kind: 'webhooks',
      range: 'apiServer',
      why: 'an API server that cannot call a webhook refuses, or lets through, everything',
    },
    {
      id: 'policies-select-pods',
      kind: 'policies-select-pods',
      namespaces,
      except: [],
      why: 'a policy without pods is a mistake in its labels',
    },
    { id: 'named-ports-resolve', kind: 'named-ports-resolve', namespaces, why: 'a name that no pod knows opens nothing' },
  ];
}
