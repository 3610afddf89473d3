// Which facts about a cluster do both forms of a template get? Helm takes the cluster files, kustomize the same facts as objects that stay behind.

/** What the tests need of clusters/<name>/{profile,network}.yaml, below `cluster`. */
export const SAMPLE_CLUSTER = {
  kubernetes: '1.36',
  cni: { networkPolicy: true, clusterNetworkPolicy: true, nodeLocalDNS: true, loadBalancerTarget: 'pod', kubeletProbes: 'node-address' },
  network: {
    routable: true,
    vnets: [{ name: 'main', cidrs: ['10.40.0.0/16', '20.40.0.0/16'] }],
    subnets: [
      { name: 'nodes', role: 'nodes', cidrs: ['10.40.0.0/20'] },
      { name: 'ingress', role: 'ingress', cidrs: ['10.40.16.0/24'] },
      { name: 'data', role: 'privateServices', cidrs: ['10.40.17.0/24', '10.40.18.0/24'] },
    ],
    podCIDRs: ['10.41.0.0/16', 'fd00:41::/56'],
    serviceCIDRs: ['10.42.0.0/16', 'fd00:42::/108'],
    dnsServiceIP: '10.42.0.10',
    apiServer: { endpoints: [{ address: '10.40.19.4' }, { address: '10.40.19.5', port: 8443 }] },
    peeredNetworks: [{ name: 'office', cidrs: ['2a00:100::/40', '192.168.8.0/24'] }],
  },
  storage: {
    gpSsd: { provisioner: 'ssd.csi.cloud.example', parameters: { type: 'gp' }, snapshots: true },
    nvme: { provisioner: 'nvme.csi.cloud.example', parameters: { type: 'local' } },
    replicated: { provisioner: 'ssd.csi.cloud.example', parameters: { replicas: '3', type: 'gp' }, snapshots: true },
  },
  loadBalancer: {
    privateAnnotations: { 'lb.cloud.example/scheme': 'internal' },
    publicAnnotations: { 'lb.cloud.example/scheme': 'internet-facing' },
  },
  waf: { annotations: { 'waf.cloud.example/policy': 'baseline' } },
} as const;

const blocks = (...cidrs: readonly string[]) => cidrs.map((cidr) => ({ ipBlock: { cidr } }));
const tcp = (...ports: readonly (string | number)[]) => ports.map((port) => ({ protocol: 'TCP', port }));

/** The same facts as a person would write them for kustomize; see components/README.md. */
export const CLUSTER_FACTS = {
  podSecurityVersion: 'v1.36',
  dnsServices: blocks('10.42.0.10/32'),
  gatewayClients: blocks('10.40.16.0/24', '0.0.0.0/0'),
  nodeSubnets: blocks('10.40.0.0/20'),
  ingressSubnets: blocks('10.40.16.0/24'),
  privateServices: blocks('10.40.17.0/24', '10.40.18.0/24'),
  apiServers: blocks('10.40.19.4/32', '10.40.19.5/32', '10.42.0.1/32', 'fd00:42::1/128'),
  apiServerPorts: tcp(443, 6443, 8443),
  notInternet: {
    v4: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '20.40.0.0/16'],
    v6: ['fc00::/7', 'fe80::/10', '2a00:100::/40'],
  },
  storage: SAMPLE_CLUSTER.storage,
  loadBalancer: {
    ...SAMPLE_CLUSTER.loadBalancer,
    wafAnnotations: { ...SAMPLE_CLUSTER.loadBalancer.publicAnnotations, ...SAMPLE_CLUSTER.waf.annotations },
  },
} as const;

/** One object that kustomize reads and does not print. */
export const localObject = (kind: string, name: string, spec: unknown): string =>
  JSON.stringify({
    apiVersion: 'lks.internal/v1',
    kind,
    metadata: { name, annotations: { 'config.kubernetes.io/local-config': 'true' } },
    spec,
  });

const groups = (...names: readonly string[]) => names.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name }));
const BECAUSE = { owner: 'team-shop', reason: 'needs it', expires: '2027-03-31' } as const;

/** Every object that some component of the set asks for. */
export const allFacts = (environment: string): Readonly<Record<string, string>> => ({
  cluster: localObject('ClusterFacts', 'cluster', CLUSTER_FACTS),
  namespace: localObject('NamespaceFacts', 'namespace', {
    environment,
    denyEnvironments: ['dev', 'test', 'prod'].filter((one) => one !== environment),
    privateServicePorts: tcp(5432),
    gatewayPorts: tcp(10080, 10443),
    probePorts: tcp('http'),
    webhookPorts: tcp(9443, 10250),
    operators: groups('lks:shop'),
    viewers: groups('lks:auditors'),
    clusterAdmins: groups('lks:cluster-admins'),
    breakGlass: groups('lks:break-glass'),
  }),
  internet: localObject('Because', 'internet-https', BECAUSE),
  security: localObject('Because', 'pod-security', BECAUSE),
  glass: localObject('Because', 'break-glass', BECAUSE),
  app: localObject('SameApp', 'store-front', { ports: tcp('http', 9000) }),
  gateway: localObject('GatewayFacts', 'gateway', { environment, hostname: `*.${environment}.shop.example`, clusterIssuer: 'platform' }),
  exposure: localObject('Exposure', 'exposure', { hostname: `web.${environment}.shop.example` }),
  snapshot: localObject('Snapshot', 'snapshot', { name: 'before-upgrade', class: 'lks-gp-ssd', claim: 'data-app-0' }),
  clone: localObject('Clone', 'clone', { name: 'copy', class: 'lks-gp-ssd', size: '10Gi', snapshot: 'before-upgrade' }),
});

/** What an overlay says beyond its components. */
export interface Overlay {
  readonly components: readonly string[];
  readonly environment: string;
  /** Absent: a layer of objects that no namespace owns. */
  readonly namespace?: string;
  readonly base?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly facts?: Readonly<Record<string, string>>;
  readonly patches?: readonly unknown[];
  readonly resources?: Readonly<Record<string, string>>;
}

/** Files of an overlay, its own in `overlay/`. */
export const overlayFiles = (overlay: Overlay, directory = 'overlay'): Readonly<Record<string, string>> => {
  const { base, components, environment, facts = allFacts(environment), labels, namespace, patches, resources = {} } = overlay;
  const own = [...Object.keys(facts).map((name) => `${name}.facts.json`), ...Object.keys(resources)];
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...(namespace === undefined ? {} : { namespace }),
    resources: [...(base === undefined ? [] : [`$NEXT/bases/${base}`]), ...own],
    components: components.map((component) => `$NEXT/components/${component}`),
    ...(labels === undefined ? {} : { labels: [{ pairs: labels }] }),
    ...(patches === undefined ? {} : { patches }),
  };
  return {
    [`${directory}/kustomization.yaml`]: JSON.stringify(kustomization),
    ...Object.fromEntries(Object.entries(facts).map(([name, text]) => [`${directory}/${name}.facts.json`, text])),
    ...Object.fromEntries(Object.entries(resources).map(([path, text]) => [`${directory}/${path}`, text])),
  };
};
