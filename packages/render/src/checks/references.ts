// Which fields of which kinds name another object, where kustomize does not know it?
import { type Fields, fields, items, text } from './json-access.ts';

/** One name of another object. */
export interface Reference {
  readonly pointer: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

interface KnownReference {
  readonly holders: readonly string[];
  /** Keys; `*` stands for each item of a list. The last is the name itself, or the mapping that holds `name` (and `kind`, `namespace`). */
  readonly path: string;
  /** Kind of what is named, where the reference does not say. */
  readonly kind: string;
}

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
const MONITORS = ['ServiceMonitor', 'PodMonitor'];
const ENDPOINTS = ['spec/endpoints/*', 'spec/podMetricsEndpoints/*'];
const SECRET_FIELDS = [
  'basicAuth/username',
  'basicAuth/password',
  'bearerTokenSecret',
  'authorization/credentials',
  'tlsConfig/ca/secret',
  'tlsConfig/cert/secret',
  'tlsConfig/keySecret',
];

/** Gateway API 1.6, Prometheus operator, Velero, cert-manager, External Secrets, KEDA, the vertical autoscaler. */
const KNOWN: readonly KnownReference[] = [
  { holders: ROUTES, path: 'spec/parentRefs/*', kind: 'Gateway' },
  { holders: ROUTES, path: 'spec/rules/*/backendRefs/*', kind: 'Service' },
  { holders: ROUTES, path: 'spec/rules/*/filters/*/requestMirror/backendRef', kind: 'Service' },
  { holders: ['Gateway'], path: 'spec/gatewayClassName', kind: 'GatewayClass' },
  { holders: ['Gateway'], path: 'spec/listeners/*/tls/certificateRefs/*', kind: 'Secret' },
  { holders: ['BackendTLSPolicy'], path: 'spec/targetRefs/*', kind: 'Service' },
  { holders: ['ReferenceGrant'], path: 'spec/to/*', kind: 'Service' },
  { holders: ['ReferenceGrant'], path: 'spec/from/*/namespace', kind: 'Namespace' },
  { holders: MONITORS, path: 'spec/namespaceSelector/matchNames/*', kind: 'Namespace' },
  ...ENDPOINTS.flatMap((endpoint) => SECRET_FIELDS.map((field) => ({ holders: MONITORS, path: `${endpoint}/${field}`, kind: 'Secret' }))),
  { holders: ['Schedule'], path: 'spec/template/includedNamespaces/*', kind: 'Namespace' },
  { holders: ['Schedule'], path: 'spec/template/storageLocation', kind: 'BackupStorageLocation' },
  { holders: ['Certificate'], path: 'spec/issuerRef', kind: 'Issuer' },
  { holders: ['ExternalSecret'], path: 'spec/secretStoreRef', kind: 'SecretStore' },
  { holders: ['ScaledObject'], path: 'spec/scaleTargetRef', kind: 'Deployment' },
  { holders: ['VerticalPodAutoscaler'], path: 'spec/targetRef', kind: 'Deployment' },
];

const byHolder = Map.groupBy(
  KNOWN.flatMap((known) => known.holders.map((holder) => ({ holder, known }))),
  ({ holder }) => holder,
);

const follow = (
  value: unknown,
  path: readonly string[],
  pointer: string,
): readonly { readonly value: unknown; readonly pointer: string }[] => {
  const [head, ...rest] = path;
  if (head === undefined) return [{ value, pointer }];
  if (head === '*') return items(value).flatMap((item, index) => follow(item, rest, `${pointer}/${index}`));
  return Object.hasOwn(fields(value), head) ? follow(fields(value)[head], rest, `${pointer}/${head}`) : [];
};

const referenceAt = (value: unknown, pointer: string, kind: string): readonly Reference[] => {
  if (typeof value === 'string') return [{ pointer, kind, name: value, namespace: undefined }];
  const held: Fields = fields(value);
  const name = text(held.name);
  return name === undefined ? [] : [{ pointer: `${pointer}/name`, kind: text(held.kind) ?? kind, name, namespace: text(held.namespace) }];
};

/** All known references that an object holds. */
export const referencesOf = (object: { readonly kind: string }): readonly Reference[] =>
  (byHolder.get(object.kind) ?? []).flatMap(({ known }) =>
    follow(object, known.path.split('/'), '').flatMap(({ value, pointer }) => referenceAt(value, pointer, known.kind)),
  );
