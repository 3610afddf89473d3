// Is a wrong cluster profile told what is wrong with it?
import { describe, expect, it } from 'vitest';
import { parseClusterProfile, readClusterProfile } from './cluster-profile.ts';

const problemsOf = (text: string): string => {
  const reading = readClusterProfile(text, 'clusters/a/profile.yaml');
  return reading.ok ? '' : reading.problems.map(({ at, message, hint }) => `${at.line}:${at.column} ${message} | ${hint}`).join('\n');
};

it('accepts a whole one', () => {
  const text =
    'cluster:\n  name: prod\n  kubernetes: "1.36"\n  reconciler: { kind: argocd, version: 3.5.7 }\n  apiVersions: [monitoring.coreos.com/v1, v1, gateway.networking.k8s.io/v1/HTTPRoute]\n';
  expect(parseClusterProfile(text, 'f').cluster.reconciler).toEqual({ kind: 'argocd', version: '3.5.7' });
});

it.each([
  ['a fact outside of cluster', 'kubernetes: "1.36"\ncluster: {}', "1:1 unknown key 'kubernetes' | put it under cluster:"],
  ['nothing', '', 'the file is empty: expected a mapping'],
  [
    'a version that YAML reads as a number',
    'cluster: { kubernetes: 1.30 }',
    'cluster.kubernetes is the number 1.30: expected text | put it in quotes: kubernetes: "1.30"',
  ],
  [
    'an unknown reconciler',
    'cluster: { reconciler: { kind: argo, version: "3.5" } }',
    "cluster.reconciler.kind is 'argo': expected argocd or flux | did you mean 'argocd'?",
  ],
  ['an API version without a version', 'cluster: { apiVersions: [monitoring] }', 'cluster.apiVersions[0]'],
])('refuses %s', (_, text, expected) => {
  expect(problemsOf(text)).toContain(expected);
});

describe('facts about the platform', () => {
  const whole = `cluster:
  region: eu-north-1
  zones: [eu-north-1a, eu-north-1b]
  privateEndpoint: true
  upgradeWindow: { schedule: "0 2 * * 0", duration: 4h }
  pools:
    system: { labels: { lks.internal/pool: system }, taints: [{ key: a.b/c, value: x, effect: NoSchedule }], minNodes: 3 }
  cni: { networkPolicy: true, loadBalancerTarget: pod }
  storage: { gpSsd: { provisioner: ssd.csi.cloud.example, parameters: { type: x }, snapshots: true } }
  loadBalancer: { privateAnnotations: { cloud.example/scope: private } }
  waf: { annotations: { cloud.example/waf: "on" } }
  monitor: { endpoint: https://monitor.cloud.example }
`;

  it('are taken', () => {
    expect(problemsOf(whole)).toBe('');
  });

  it.each([
    ['a pool nobody knows', 'system:', 'systems:', "7:5 unknown key 'systems' in cluster.pools | did you mean 'system'?"],
    [
      'a capability nobody knows',
      'networkPolicy: true',
      'networkPolicies: true',
      "unknown key 'networkPolicies' in cluster.cni | did you mean 'networkPolicy'?",
    ],
    ['an effect nobody knows', 'NoSchedule', 'NoSchedules', "'NoSchedules': expected NoSchedule, PreferNoSchedule or NoExecute"],
    ['a target nobody knows', 'Target: pod', 'Target: pods', "'pods': expected node or pod"],
    [
      'a label key that is none',
      'lks.internal/pool: system',
      'lks/internal/pool: system',
      "'lks/internal/pool' in cluster.pools.system.labels cannot be a name: expected a label key",
    ],
    ['a zone twice', 'eu-north-1b', 'eu-north-1a', "3:24 the zone 'eu-north-1a' is there twice, first in line 3"],
    [
      'an endpoint with a password',
      'https://monitor',
      'https://me:secret@monitor',
      'expected an https:// address without user and password',
    ],
    ['a window that is no cron line', '0 2 * * 0', 'sunday', "'sunday': expected five fields of a cron line"],
  ])('%s is refused', (_, from, to, expected) => {
    expect(problemsOf(whole.replace(from, to))).toContain(expected);
  });

  it('outside of cluster: is told where it belongs', () => {
    expect(problemsOf('cluster: {}\nzones: [a]\n')).toContain("2:1 unknown key 'zones' | put it under cluster:");
  });
});
