// Does the proof hold for walls that hold, and does it turn red for every way of weakening them?
import { refText } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import {
  type IsolationProof,
  type Obligation,
  type ProofEnvironment,
  proveIsolation,
  standardObligations,
} from '../src/reachability/index.ts';
import { CLUSTERS, company, damaged, edited, PREFIX } from './company.ts';

const prove = (environments: readonly ProofEnvironment[]): IsolationProof => proveIsolation({ environments, clusters: CLUSTERS });

/** Findings as `rule object field: message`. */
function told({ findings }: IsolationProof): readonly string[] {
  return findings.map(
    ({ ruleId, object, field = '', message }) => `${ruleId} ${object === undefined ? '' : refText(object)} ${field}: ${message}`,
  );
}

const policy = (name: string): string => `NetworkPolicy shop-prod/${name}`;

interface Mutation {
  readonly name: string;
  readonly environments: () => readonly ProofEnvironment[];
  /** Each must be in one and the same finding: rule, policy, pod, path. */
  readonly names: readonly string[];
}

const mutations: readonly Mutation[] = [
  {
    name: 'drop the default-deny',
    environments: () =>
      damaged('prod', (object) =>
        refText({ ...object, name: object.metadata.name, namespace: object.metadata.namespace ?? '' }) === policy('default-deny')
          ? undefined
          : object,
      ),
    names: ['isolation-default-deny', 'shop-prod', 'no policy that denies by default', 'Deployment shop-prod/'],
  },
  {
    name: 'remove the Egress type',
    environments: () => edited('prod', policy('default-deny'), (text) => text.replace('"Ingress","Egress"', '"Ingress"')),
    names: ['isolation-default-deny', policy('default-deny'), '/spec/policyTypes', 'Egress', 'Deployment shop-prod/'],
  },
  {
    name: 'split the AND of a peer into an OR',
    environments: () =>
      edited('prod', policy('allow-gateway'), (text) =>
        text.replace('"gateway-system"}},"podSelector"', '"gateway-system"}}},{"podSelector"'),
      ),
    names: ['isolation-only', policy('allow-gateway'), '/spec/ingress/0/from/0', 'gateway-system', 'Deployment gateway-system/proxy'],
  },
  {
    name: 'change a namespace label',
    environments: () =>
      edited('prod', 'Namespace /shop-prod', (text) => text.replace('"lks.internal/env":"prod"', '"lks.internal/env":"dev"')),
    names: [
      'isolation-environment-label',
      'Namespace shop-prod',
      'found dev, expected prod',
      'Deployment shop-prod/web',
      'policy shop-prod/',
    ],
  },
  {
    name: 'add an empty rule',
    environments: () => edited('prod', policy('allow-metrics'), (text) => text.replace('"ingress":[', '"ingress":[{},')),
    names: ['isolation-only', policy('allow-metrics'), '/spec/ingress/0', 'everybody'],
  },
  {
    name: 'add a namePrefix',
    environments: () =>
      damaged('prod', (object) =>
        object.kind === 'Namespace' || object.metadata.namespace !== 'shop-prod'
          ? object
          : { ...object, metadata: { ...object.metadata, name: `blue-${object.metadata.name}` } },
      ),
    names: ['isolation-default-deny', policy('blue-default-deny'), '/metadata/name', 'Deployment shop-prod/blue-'],
  },
  {
    name: 'put labels into selectors',
    environments: () =>
      edited('prod', policy('allow-dns'), (text) => text.replace('"k8s-app":"kube-dns"', '"k8s-app":"kube-dns","team":"shop"')),
    names: ['isolation-reachable', policy('allow-dns'), '/spec/egress', 'Deployment shop-prod/web', 'Deployment kube-system/coredns'],
  },
  {
    name: 'put labels into the selector of the default-deny',
    environments: () =>
      edited('prod', policy('default-deny'), (text) => text.replace('"podSelector":{}', '"podSelector":{"matchLabels":{"team":"shop"}}')),
    names: ['isolation-default-deny', policy('default-deny'), '/spec/podSelector', 'Deployment shop-prod/'],
  },
  {
    name: 'rename a port of a pod',
    environments: () => edited('prod', 'Deployment shop-prod/web', (text) => text.replace('"name":"metrics"', '"name":"prom"')),
    names: ['isolation-named-ports-resolve', policy('allow-metrics'), '/spec/ingress/0/ports/0', 'TCP metrics', 'Deployment shop-prod/web'],
  },
  {
    name: 'open the port of the Service in the policy of a webhook',
    environments: () => edited('prod', 'NetworkPolicy webhooks/allow-webhook', (text) => text.replace('9443', '443')),
    names: [
      'isolation-webhooks',
      'NetworkPolicy webhooks/allow-webhook',
      '/spec/ingress/0',
      'TCP 9443',
      'opens TCP 443 only',
      'Deployment webhooks/admission',
    ],
  },
  {
    name: 'put a pod on the network of its node',
    environments: () =>
      edited('prod', 'Deployment shop-prod/api', (text) => text.replace('"containers"', '"hostNetwork":true,"containers"')),
    names: ['isolation-no-host-network', 'Deployment shop-prod/api', '/spec/template/spec/hostNetwork', 'policy shop-prod/default-deny'],
  },
  {
    name: 'let a label of nobody select no pods',
    environments: () => edited('prod', policy('allow-otlp'), (text) => text.replace(`"${PREFIX}traces"`, `"${PREFIX}trace"`)),
    names: ['isolation-policies-select-pods', policy('allow-otlp'), '/spec/podSelector', 'selects no pod'],
  },
  {
    name: 'let traffic out to the pods of another cluster',
    environments: () => edited('prod', policy('allow-private-services'), (text) => text.replace('10.32.0.0/24', '10.0.0.0/8')),
    names: ['isolation-apart', policy('allow-private-services'), '/spec/egress/0/to/0', '10.10.0.0/16', 'range pods of cluster dev'],
  },
  {
    name: 'rename the port of one of two pods that a rule is for',
    environments: () => edited('prod', 'Deployment shop-prod/api', (text) => text.replace('"name":"http"', '"name":"rest"')),
    names: [
      'isolation-named-ports-resolve',
      policy('allow-same-app'),
      '/spec/ingress/0/ports',
      'opens nothing on Deployment shop-prod/api',
    ],
  },
  {
    name: 'let in namespaces that nobody has made yet',
    environments: () =>
      edited('prod', policy('allow-metrics'), (text) => text.replace('"kubernetes.io/metadata.name":"monitoring"', '"purpose":"probe"')),
    names: ['isolation-only', policy('allow-metrics'), '/spec/ingress/0/from/0', 'do not exist yet (purpose=probe)'],
  },
  {
    name: 'let in an environment whose present namespaces are closed, but not the next one',
    environments: () =>
      edited('prod', policy('allow-metrics'), (text) => text.replace('"kubernetes.io/metadata.name":"monitoring"', `"${PREFIX}env":"dev"`)),
    names: ['isolation-apart', policy('allow-metrics'), '/spec/ingress/0', 'a new namespace with', '(dev)', 'namespace shop-prod (prod)'],
  },
  {
    name: 'let the default-deny allow something',
    environments: () =>
      edited('prod', policy('default-deny'), (text) =>
        text.replace('"policyTypes"', '"ingress":[{"from":[{"podSelector":{}}]}],"policyTypes"'),
      ),
    names: ['isolation-default-deny', policy('default-deny'), '/spec/ingress', 'lets something through'],
  },
  {
    name: 'write a policy that no API server takes',
    environments: () => edited('prod', policy('allow-metrics'), (text) => text.replace('"from":[', '"from":[{},')),
    names: ['network-policy-invalid', policy('allow-metrics'), '/spec/ingress/0/from/0', 'the peer is empty'],
  },
];

describe('proveIsolation', () => {
  it('has nothing to say about walls that hold', () => {
    expect(told(prove(company()))).toEqual([]);
  });

  it.each(mutations)('turns red: $name', ({ environments, names }) => {
    const proof = prove(environments());
    const hits = told(proof).filter((line) => names.every((name) => line.includes(name)));
    expect(hits, told(proof).join('\n')).not.toEqual([]);
    expect(proof.findings.every(({ location }) => location?.file.endsWith('.yaml') && location.line !== undefined)).toBe(true);
  });

  it('names both policies and both pods where two environments meet', () => {
    const open = (name: string): ReturnType<typeof company>[number] => {
      const from = JSON.stringify({ podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'shop' } } });
      const wide = from.replace('{"podSelector"', `{"namespaceSelector":{"matchLabels":{"${PREFIX}tenant":"shop"}},"podSelector"`);
      const all = edited(name, `NetworkPolicy shop-${name}/allow-same-app`, (text) => text.replaceAll(from, wide));
      return all.find(({ environment }) => environment === name) ?? all[0] ?? company()[0] ?? never();
    };
    const lines = told(prove([open('dev'), ...company().slice(1, 2), open('prod')]));
    const [way] = lines.filter(
      (line) =>
        line.startsWith('isolation-apart') &&
        line.includes('Deployment shop-dev/web (dev) reaches Deployment shop-prod/web (prod) on TCP 8080'),
    );
    expect(way).toContain('policy shop-dev/allow-same-app /spec/egress/0 lets it out');
    expect(way).toContain('policy shop-prod/allow-same-app /spec/ingress/0 lets it in');
  });

  it('finds a way for pods that do not exist yet', () => {
    const peer = `{"namespaceSelector":{"matchLabels":{"${PREFIX}tenant":"shop"}},"podSelector":{"matchLabels":{"future":"yes"}}}`;
    const add = (name: string, direction: 'ingress' | 'egress', side: string) =>
      edited(name, `NetworkPolicy shop-${name}/allow-same-app`, (text) =>
        text.replace(`"${direction}":[`, `"${direction}":[{"${side}":[${peer}]},`),
      ).find(({ environment }) => environment === name) ?? never();
    const lines = told(prove([add('dev', 'egress', 'to'), ...company().slice(1, 2), add('prod', 'ingress', 'from')]));
    expect(
      lines.filter(
        (line) => line.includes('would reach one in namespace shop-prod (prod)') && line.includes('in namespace shop-dev (dev)'),
      ),
    ).toHaveLength(1);
    expect(lines.some((line) => line.includes('(dev) reaches'))).toBe(false);
  });

  it('does not take an environment without tenants for proven', () => {
    const lines = told(prove(company().map((entry) => ({ ...entry, objects: entry.objects.filter(({ kind }) => kind !== 'Namespace') }))));
    expect(lines.filter((line) => line.startsWith('isolation-nothing-proven'))).toHaveLength(3);
  });

  it('says that there is nobody to reach, instead of holding', () => {
    const lines = told(prove(damaged('prod', (object) => (object.metadata.name === 'coredns' ? undefined : object))));
    expect(lines.some((line) => line.startsWith('isolation-reachable') && line.includes('no pod is there'))).toBe(true);
  });

  it('takes obligations that people add', () => {
    const mine: Obligation = {
      id: 'web-to-api',
      kind: 'reachable',
      from: { pods: { matchLabels: { app: 'api' } } },
      to: { pods: { matchLabels: { app: 'web' } } },
      ports: [{ port: 9100, protocol: 'TCP' }],
      why: 'a test says so',
    };
    const proof = proveIsolation({ environments: company(), clusters: CLUSTERS, obligations: [...standardObligations(), mine] });
    expect(told(proof).every((line) => line.includes('web-to-api') && line.includes('TCP 9100'))).toBe(true);
    expect(proof.findings.length).toBeGreaterThan(0);
  });

  it('refuses an obligation or a range that cannot be read, and says which', () => {
    const obligation = {
      id: 'odd',
      why: '',
      kind: 'no-host-network',
      namespaces: { matchExpressions: [{ key: 'a', operator: 'In' }] },
    } as const;
    expect(() => proveIsolation({ environments: company(), obligations: [obligation] })).toThrow(
      /obligation odd: selector\/matchExpressions\/0\/values/,
    );
    const clusters = [{ name: 'dev', ranges: [{ name: 'pods', cidr: '10.0.0/8' }] }];
    expect(() => proveIsolation({ environments: company(), clusters })).toThrow(/range pods of cluster dev/);
  });

  it('refuses what would take too long, and says what to do', () => {
    // As many pods as one likes are alike to the engine where there are no policies; to the proof each pair of namespaces counts.
    const open = (environment: string): ProofEnvironment => ({
      environment,
      cluster: environment,
      objects: Array.from({ length: 200 }, (_, at) => [
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: `n-${at}`, labels: { [`${PREFIX}tenant`]: 'x', [`${PREFIX}env`]: environment } },
        },
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: `n-${at}` }, spec: { containers: [] } },
      ]).flat(),
    });
    const environments = [open('dev'), open('prod')];
    expect(() => proveIsolation({ environments, maxSteps: 100_000 })).toThrow(/needs more than 100000 steps/);
    const { findings } = proveIsolation({ environments });
    expect(findings.some(({ message }) => message.includes('more of the same kind are left out'))).toBe(true);
    expect(findings.length).toBeLessThan(2500);
  });

  it('writes the same documents whatever the order of objects and environments', () => {
    const turned = company().map((entry) => ({ ...entry, objects: entry.objects.toReversed() }));
    const [documents, again] = [prove(company()).documents, prove(turned).documents];
    expect(again).toEqual(documents);
    const prod = documents.find(({ environment }) => environment === 'prod');
    expect(prod?.egress).toMatchObject({
      environment: 'prod',
      egress: [
        { workload: 'Deployment books-prod/api' },
        { workload: 'Deployment books-prod/web' },
        {
          workload: 'Deployment shop-prod/api',
          ways: [
            { ports: 'TCP 3128', to: ['Deployment egress-system/gateway'] },
            { ports: 'TCP 4317-4318', to: ['Deployment monitoring/collector'] },
            { ports: 'TCP 53, UDP 53', to: ['Deployment kube-system/coredns'] },
            { ports: 'TCP 5432', to: ['10.32.0.0/24'] },
            { ports: 'TCP 8080', to: ['Deployment shop-prod/web'] },
          ],
        },
        { workload: 'Deployment shop-prod/web' },
      ],
    });
    expect(prod?.isolation).toMatchObject({
      obligations: expect.arrayContaining([{ id: 'dns', holds: true, why: 'without names nothing works' }]),
      ingress: expect.arrayContaining([
        {
          workload: 'Deployment shop-prod/web',
          ways: [
            { ports: 'TCP 8080', from: ['Deployment gateway-system/proxy', 'Deployment shop-prod/api'] },
            { ports: 'TCP 9100', from: ['Deployment monitoring/prometheus'] },
          ],
        },
      ]),
      notJudged: [],
    });
  });
});

function never(): never {
  throw new Error('not reached');
}
