// What do we know of namespaces, pods and policies, once their objects are read?
import type { Location, ObjectRef } from '@fairway/contracts';
import type { FindingDraft, ManifestObject } from '@fairway/manifests';
import type { AddressSet } from './address-set.ts';
import type { Labels, Selector } from './label-selector.ts';
import type { PortSet, Protocol } from './ports.ts';

/** The line that a person edits for a value of an object; undefined when that is not known. */
export type Locate = (object: ManifestObject, pointer: string) => Location | undefined;

/** Objects that stand in one cluster. Several environments may be judged as if they shared one: then each has a name of its own. */
export interface ObjectSource {
  /** Namespaces of one name in two environments are two namespaces. '' where there is only one. */
  readonly environment: string;
  readonly objects: readonly ManifestObject[];
  readonly locate?: Locate;
}

/** A draft that knows its environment. */
export interface NetworkFinding extends FindingDraft {
  readonly environment: string;
}

export interface Namespace {
  readonly environment: string;
  readonly name: string;
  /** With `kubernetes.io/metadata.name`, which the API server always sets. */
  readonly labels: Labels;
  /** The Namespace object; undefined for a namespace that others only name. */
  readonly ref: ObjectRef | undefined;
  readonly location: Location | undefined;
}

export interface NamedPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Pods that one object makes: all alike to every policy. */
export interface Workload {
  readonly namespace: Namespace;
  readonly ref: ObjectRef;
  readonly labels: Labels;
  /** Ports with a name, of containers and init containers (a sidecar is an init container that stays). */
  readonly namedPorts: readonly NamedPort[];
  /** Such pods use the node's network: no policy selects them, and their traffic is the node's. */
  readonly hostNetwork: boolean;
  /** JSON pointer to the pod's mapping; '' for a Pod. */
  readonly template: string;
  readonly location: Location | undefined;
}

export interface PodPeer {
  readonly kind: 'pods';
  readonly pointer: string;
  /** Undefined: the policy's own namespace. */
  readonly namespaces: Selector | undefined;
  readonly pods: Selector;
}
export interface AddressPeer {
  readonly kind: 'addresses';
  readonly pointer: string;
  readonly addresses: AddressSet;
}
export type Peer = PodPeer | AddressPeer;

/** A port by its name: what it is, the pod at the receiving end says. */
export interface PortName {
  readonly protocol: Protocol;
  readonly name: string;
  readonly pointer: string;
}

export interface Rule {
  readonly pointer: string;
  /** Undefined: everybody, in the cluster and outside. */
  readonly peers: readonly Peer[] | undefined;
  readonly ports: PortSet;
  readonly portNames: readonly PortName[];
}

export type Direction = 'ingress' | 'egress';

export interface Policy {
  readonly namespace: Namespace;
  readonly ref: ObjectRef;
  readonly subject: Selector;
  /** Undefined: the policy says nothing about this direction. Without rules it lets nothing through. */
  readonly ingress: readonly Rule[] | undefined;
  readonly egress: readonly Rule[] | undefined;
  readonly locate: (pointer: string) => Location | undefined;
}

export interface Cluster {
  readonly namespaces: readonly Namespace[];
  readonly workloads: readonly Workload[];
  readonly policies: readonly Policy[];
  /** Objects that could not be read, and are left out: an API server would refuse them. */
  readonly problems: readonly NetworkFinding[];
  /** Objects of other kinds that let traffic through or stop it (Cilium, Calico, ClusterNetworkPolicy …). They are not judged. */
  readonly notJudged: readonly { readonly environment: string; readonly ref: ObjectRef }[];
}
