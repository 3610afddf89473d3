// Does every pod template of every chart scenario and of every base say what a workload must say?
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestObject, objectName, podTemplateOf } from '@fairway/manifests';
import { afterAll, describe, expect, it } from 'vitest';
import { podProblems } from './pod-rules.ts';
import { helmTemplate, objectsOf, type Programs, programs, runProgram, TEMPLATES, workshop } from './run-renderers.ts';
import { SCENARIOS } from './scenarios.ts';

const tools: Programs = await programs();
const place = workshop();
afterAll(() => place[Symbol.dispose]());

const makesPods = (object: ManifestObject): boolean => podTemplateOf(object) !== undefined;

describe('a chart', () => {
  it.each(SCENARIOS)('writes pods that are restricted, sized, asked and stopped: $id', async (scenario) => {
    const { text, failure } = await helmTemplate(tools.helm4, scenario, place.directory);
    expect(failure).toBe('');
    expect(objectsOf(text).flatMap(podProblems)).toEqual([]);
  });

  it('is looked at with all that makes pods: deployment, set, jobs, migration hook and test', async () => {
    const kinds = new Set<string>();
    for (const scenario of SCENARIOS) {
      const { text } = await helmTemplate(tools.helm4, scenario, place.directory);
      for (const object of objectsOf(text).filter(makesPods))
        kinds.add(`${object.kind} ${objectName(object).replace(/\d{10}$|[0-9a-f]{10}$/, 'hash')}`);
    }
    expect([...kinds].toSorted()).toEqual([
      'CronJob web',
      'Deployment web',
      'Job web-hash',
      'Job web-migrate',
      'Pod web-smoke-test',
      'StatefulSet web',
    ]);
  });
});

/** An overlay as small as can be: the spread component, for bases that serve, and an image by digest. */
const overlayOf = (base: string, components: readonly string[]): string => {
  const image = (name: string) => ({ name, newName: `registry.lks.internal/example/${name}`, digest: `sha256:${'1'.repeat(64)}` });
  const next = '../templates/kustomize/next';
  place.write(
    `${base}/kustomization.yaml`,
    JSON.stringify({
      resources: [`${next}/bases/${base}`],
      components: components.map((component) => `${next}/components/${component}`),
      images: ['app', 'job', 'opentelemetry-collector'].map(image),
    }),
  );
  return base;
};

const BASES: readonly (readonly [string, readonly string[]])[] = [
  ['app', ['ha/zone-spread', 'observability/monitor-export']],
  ['stateful', ['ha/zone-spread']],
  ['job', []],
];

const ofBase = async (base: string, components: readonly string[]): Promise<readonly ManifestObject[]> => {
  const { text, failure } = await runProgram(tools.kustomize, ['build', overlayOf(base, components)], place.directory);
  expect(failure).toBe('');
  return objectsOf(text);
};

describe('a base', () => {
  it.each(BASES)('%s writes pods that are restricted, sized, asked and stopped', async (base, components) => {
    const objects = await ofBase(base, components);
    expect(objects.filter(makesPods).length).toBe(base === 'app' ? 2 : 1);
    expect(objects.flatMap(podProblems)).toEqual([]);
  });

  it('is in the table', () => {
    const own = readdirSync(join(TEMPLATES, 'kustomize/next/bases')).filter((name) => name !== 'namespace');
    expect(own.toSorted()).toEqual(BASES.map(([name]) => name).toSorted());
  });
});

describe('the rules', () => {
  /** Text of the base, what takes its place, and the problem that must be named. */
  const MUTATIONS: readonly (readonly [string, string, string])[] = [
    ['runAsNonRoot: true', 'runAsNonRoot: false', 'runAsNonRoot'],
    ['runAsUser: 10001', 'runAsUser: 999', 'runAsUser'],
    ['runAsGroup: 10001', 'runAsGroup: 0', 'runAsGroup'],
    ['fsGroup: 10001', 'fsGroup: 1', 'fsGroup'],
    ['type: RuntimeDefault', 'type: Unconfined', 'seccompProfile'],
    ['readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false', 'readOnlyRootFilesystem'],
    ['- ALL', '- all', 'capabilities'],
    ['allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true', 'allowPrivilegeEscalation'],
    ['allowPrivilegeEscalation: false', 'privileged: true', 'privileged'],
    ['      automountServiceAccountToken: false', '      automountServiceAccountToken: true', 'automountServiceAccountToken'],
    ['serviceAccountName: app', 'serviceAccountName: default', 'serviceAccountName'],
    ['enableServiceLinks: false', 'enableServiceLinks: true', 'enableServiceLinks'],
    ['terminationGracePeriodSeconds: 30', 'hostNetwork: true', 'hostNetwork'],
    ['terminationGracePeriodSeconds: 30', 'hostPID: true', 'hostPID'],
    ['terminationGracePeriodSeconds: 30', 'hostIPC: true', 'terminationGracePeriodSeconds'],
    ['preStop:', 'postStart:', 'preStop'],
    ['startupProbe:', 'startup:', 'startupProbe'],
    ['livenessProbe:', 'liveness:', 'livenessProbe'],
    ['readinessProbe:', 'readiness:', 'readinessProbe'],
    ['/readyz', '/healthz', 'ask the same'],
    ['cpu: 50m', 'gpu: 1', 'requests/cpu'],
    ['memory: 128Mi', 'swap: 1Gi', 'limits/memory'],
    ['memory: 64Mi', 'swap: 1Gi', 'requests/memory'],
    ['ephemeral-storage: 256Mi', 'disk: 1Gi', 'limits/ephemeral-storage'],
    ['ephemeral-storage: 64Mi', 'disk: 1Gi', 'requests/ephemeral-storage'],
    [`@sha256:${'1'.repeat(64)}`, ':latest', 'image by digest'],
    ['imagePullPolicy: IfNotPresent', 'imagePullPolicy: Always', 'imagePullPolicy'],
    ['revisionHistoryLimit: 5', 'revisionHistoryLimit: 50', 'revisionHistoryLimit'],
    ['maxUnavailable: 0', 'maxUnavailable: 1', 'maxUnavailable'],
    ['maxSurge: 1', 'maxSurge: 0', 'maxSurge'],
    ['sizeLimit: 64Mi', 'medium: Memory', 'sizeLimit'],
    ['emptyDir:', 'hostPath:', 'path of the node'],
    ['topologySpreadConstraints:', 'constraints:', 'spread over zones'],
    ['containerPort: 8080', 'hostPort: 8080', 'port of the node'],
    ['containers:', 'sidecars:', 'no container'],
  ];

  const base = runProgram(tools.kustomize, ['build', overlayOf('app', ['ha/zone-spread'])], place.directory);
  it.each(MUTATIONS)('turns red where %j becomes %j', async (before, after, problem) => {
    const { text } = await base;
    expect(text).toContain(before);
    const found = objectsOf(text.replace(before, after)).flatMap(podProblems);
    expect(found.join('\n')).toContain(problem);
  });
});
