// Do we refuse what an API server refuses, with the place to edit, and read what it accepts?
import { type ManifestObject, parseManifests } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import type { Cluster } from './model.ts';
import { portText } from './ports.ts';
import { readCluster } from './read-cluster.ts';

function clusterOf(text: string): Cluster {
  const { objects, problems } = parseManifests(text);
  expect(problems).toEqual([]);
  const locate = (object: ManifestObject, pointer: string) => ({
    file: `${object.metadata.name}.yaml`,
    line: pointer.split('/').length,
    column: 1,
  });
  return readCluster([{ environment: 'prod', objects, locate }]);
}

function policy(spec: string): Cluster {
  return clusterOf(`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: x}, spec: ${spec}}`);
}

describe('readCluster, policies', () => {
  it.each([
    ['{}', true, false],
    ['{podSelector: null, policyTypes: null, ingress: null, egress: null}', true, false],
    ['{podSelector: {}, policyTypes: []}', true, false],
    ['{podSelector: {}, egress: []}', true, false],
    ['{podSelector: {}, egress: [{}]}', true, true],
    ['{podSelector: {}, policyTypes: [Egress]}', false, true],
    ['{podSelector: {}, policyTypes: [Ingress], egress: [{}]}', true, false],
    ['{podSelector: {}, policyTypes: [Egress], ingress: [{}]}', false, true],
  ])('%s: ingress %s, egress %s', (spec, ingress, egress) => {
    const [read] = policy(spec).policies;
    expect([read?.ingress !== undefined, read?.egress !== undefined, read?.subject]).toEqual([ingress, egress, []]);
  });

  it.each([
    ['[{}]', 'all', undefined],
    ['[{ports: [], from: []}]', 'all', undefined],
    ['[{ports: null, from: null}]', 'all', undefined],
    ['[{ports: [{}]}]', 'TCP 1-65535', undefined],
    ['[{ports: [{protocol: UDP}, {port: 80, endPort: 90}]}]', 'TCP 80-90, UDP 1-65535', undefined],
    ['[{ports: [{port: web}], from: [{podSelector: {}}]}]', 'none', 1],
    ['[{from: [{podSelector: {}, namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]', 'all', 2],
  ])('ingress %s opens %s', (ingress, ports, peers) => {
    const { policies, problems } = policy(`{ingress: ${ingress}}`);
    expect(problems).toEqual([]);
    const rule = policies[0]?.ingress?.[0];
    expect([portText(rule?.ports ?? []), rule?.peers?.length]).toEqual([ports, peers]);
  });

  it.each([
    ['[]', 'spec: found [], expected a mapping'],
    ['{podSelektor: {}}', 'spec.podSelektor: unknown key "podSelektor"'],
    ['{policyTypes: [ingress]}', 'spec.policyTypes.0: found "ingress", expected Ingress or Egress'],
    ['{ingress: {}}', 'spec.ingress: expected a list'],
    ['{ingress: [{to: []}]}', 'spec.ingress.0.to: unknown key "to"'],
    ['{ingress: [{from: [{}]}]}', 'spec.ingress.0.from.0: the peer is empty'],
    ['{ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 1.0.0.0/8}}]}]}', 'spec.ingress.0.from.0: ipBlock stands beside a selector'],
    [
      '{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0}}]}]}',
      'spec.ingress.0.from.0.ipBlock.cidr: found "10.0.0.0": it is no address with a length',
    ],
    [
      '{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}',
      'except.0: 11.0.0.0/16 is not a smaller part of 10.0.0.0/8',
    ],
    [
      '{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}',
      'except.0: 10.0.0.0/8 is not a smaller part of 10.0.0.0/8',
    ],
    ['{ingress: [{ports: [{port: 0}]}]}', 'spec.ingress.0.ports.0.port: found 0, expected 1 to 65535'],
    ['{ingress: [{ports: [{port: 80.5}]}]}', 'ports.0.port: found 80.5'],
    ['{ingress: [{ports: [{port: "80"}]}]}', 'ports.0.port: found "80", expected a port name'],
    ['{ingress: [{ports: [{port: Web}]}]}', 'ports.0.port: found "Web"'],
    ['{ingress: [{ports: [{port: name-of-16-chars}]}]}', 'ports.0.port: found "name-of-16-chars"'],
    ['{ingress: [{ports: [{protocol: tcp}]}]}', 'ports.0.protocol: found "tcp", expected TCP, UDP or SCTP'],
    ['{ingress: [{ports: [{port: 80, endPort: 79}]}]}', 'ports.0.endPort: found 79, expected 80 to 65535'],
    ['{ingress: [{ports: [{port: web, endPort: 79}]}]}', 'ports.0.endPort: endPort needs a port that is a number'],
    ['{ingress: [{ports: [{endPort: 79}]}]}', 'ports.0.endPort: endPort needs a port that is a number'],
    ['{podSelector: {matchLabels: {a: 1}}}', 'spec.podSelector.matchLabels.a: found 1, expected text; quote it'],
  ])('%s is wrong: %s', (spec, message) => {
    const { policies, problems } = policy(spec);
    expect(policies).toEqual([]);
    expect(problems[0]).toMatchObject({ environment: 'prod', ruleId: 'network-policy-invalid', location: { file: 'a.yaml', column: 1 } });
    expect(problems[0]?.message).toContain(message);
  });

  it('knows the old API by name, and names policies of other kinds that it does not judge', () => {
    const text = `{apiVersion: extensions/v1beta1, kind: NetworkPolicy, metadata: {name: a}}
---
{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: b}}
---
{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {name: c}}
`;
    const { problems, notJudged } = clusterOf(text);
    expect(problems[0]?.message).toContain('found extensions/v1beta1, expected networking.k8s.io/v1');
    expect(notJudged.map(({ ref }) => ref.name)).toEqual(['b', 'c']);
  });
});

describe('readCluster, pods and namespaces', () => {
  it.each([
    ['apiVersion: v1, kind: Pod', 'containers', ''],
    ['apiVersion: apps/v1, kind: Deployment', 'template', '/spec/template'],
    ['apiVersion: apps/v1, kind: StatefulSet', 'template', '/spec/template'],
    ['apiVersion: apps/v1, kind: DaemonSet', 'template', '/spec/template'],
    ['apiVersion: apps/v1, kind: ReplicaSet', 'template', '/spec/template'],
    ['apiVersion: v1, kind: ReplicationController', 'template', '/spec/template'],
    ['apiVersion: batch/v1, kind: Job', 'template', '/spec/template'],
    ['apiVersion: batch/v1, kind: CronJob', 'jobTemplate', '/spec/jobTemplate/spec/template'],
  ])('{%s} runs pods', (head, shape, template) => {
    const pod =
      '{containers: [{ports: [{name: web, containerPort: 80}]}], initContainers: [{restartPolicy: Always, ports: [{name: side, containerPort: 81, protocol: UDP}]}]}';
    const inner = `{metadata: {labels: {app: a}}, spec: ${pod}}`;
    const spec = { containers: pod, template: `{template: ${inner}}`, jobTemplate: `{jobTemplate: {spec: {template: ${inner}}}}` }[shape];
    const { workloads, problems } = clusterOf(`{${head}, metadata: {name: a, labels: {app: a}}, spec: ${spec}}`);
    expect(problems).toEqual([]);
    expect(workloads[0]).toMatchObject({ template, namespace: { name: 'default' }, hostNetwork: false });
    expect(workloads[0]?.labels).toEqual(new Map([['app', 'a']]));
    expect(workloads[0]?.namedPorts.map(({ name, protocol, port }) => `${name} ${protocol} ${port}`)).toEqual([
      'web TCP 80',
      'side UDP 81',
    ]);
  });

  it.each([
    ['{apiVersion: apps/v1, kind: Pod, metadata: {name: a}, spec: {}}', 'apiVersion: found apps/v1, expected v1'],
    ['{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {}}', 'spec: there is no pod template'],
    [
      '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{ports: [{containerPort: []}]}]}}',
      'spec.containers.0.ports.0.containerPort: found []',
    ],
    ['{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{ports: [{name: a}]}]}}', 'containerPort: found nothing'],
    [
      '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{ports: [{containerPort: 1, protocol: tcp}]}]}}',
      'protocol: found "tcp"',
    ],
    ['{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: {}}}', 'spec.containers: expected a list'],
  ])('%s is wrong: %s', (text, message) => {
    const { workloads, problems } = clusterOf(text);
    expect([workloads.length, problems[0]?.ruleId]).toEqual([0, 'network-workload-invalid']);
    expect(problems[0]?.message).toContain(message);
  });

  it('does not take kinds of other groups for its own', () => {
    expect(clusterOf('{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, metadata: {name: a}, spec: {}}')).toMatchObject({
      workloads: [],
      problems: [],
    });
  });

  it('sets the name label of a namespace whatever its object says, and makes namespaces that are only named', () => {
    const { namespaces } = clusterOf(`{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {kubernetes.io/metadata.name: b, x: z}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: c}, spec: {containers: []}}
`);
    expect(namespaces.map(({ labels }) => Object.fromEntries(labels))).toEqual([
      { 'kubernetes.io/metadata.name': 'a', x: 'z' },
      { 'kubernetes.io/metadata.name': 'c' },
    ]);
  });

  it('takes the first of two objects with one name, and tells', () => {
    const object = '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: []}}';
    const { workloads, problems } = clusterOf(`${object}\n---\n${object}\n`);
    expect([workloads.length, problems.map(({ ruleId }) => ruleId)]).toEqual([1, ['network-duplicate-object']]);
  });
});
