// Does a real API server take every workload of every scenario, in a namespace that enforces Pod Security `restricted`, without a warning?
import { spawnSync } from 'node:child_process';
import { type ManifestObject, objectName, podTemplateOf } from '@fairway/manifests';
import { type ControlPlane, startControlPlane } from '@fairway/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderings } from './render-scenario.ts';
import { objectsOf, pathOf, programs, runProgram, workshop } from './run-renderers.ts';
import { SCENARIOS } from './scenarios.ts';

const tools = await programs();
const kubectl = await pathOf('kubectl');
const place = workshop();
const { objects: render } = renderings(tools, place);
let plane: ControlPlane;

const NAMESPACE = 'example-test';
/** Groups that a bare API server serves; the others come with their controllers. */
const BUILT_IN = ['v1', 'apps/v1', 'batch/v1', 'policy/v1', 'autoscaling/v2', 'networking.k8s.io/v1'];
/** Warnings are what is asked for, so that a warning counts as a refusal. */
const levels = Object.fromEntries(['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']));

beforeAll(async () => {
  const [etcd, apiServer, controllerManager] = await Promise.all(['etcd', 'kube-apiserver', 'kube-controller-manager'].map(pathOf));
  if (etcd === undefined || apiServer === undefined || controllerManager === undefined) throw new Error('no control plane');
  plane = await startControlPlane({ etcd, apiServer, controllerManager, kubectl });
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels: levels } };
  const account = (name: string) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: NAMESPACE } });
  await plane.apply([namespace]);
  await plane.apply(['web', 'web-migrate', 'app', 'job', 'opentelemetry-collector'].map(account));
}, 300_000);
afterAll(() => {
  plane[Symbol.dispose]();
  place[Symbol.dispose]();
});

/** Admission judges pods: what a workload makes, by itself. A StatefulSet adds the volumes of its claims. */
const podOf = (object: ManifestObject): object | undefined => {
  const template = podTemplateOf(object);
  if (template === undefined) return undefined;
  const { labels, annotations, spec } = template;
  const claims = object.kind === 'StatefulSet' ? [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] : [];
  const volumes = [...(Array.isArray(spec.volumes) ? spec.volumes : []), ...claims];
  const metadata = { name: `${objectName(object)}-pod`, namespace: NAMESPACE, labels, annotations };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, volumes } };
};

/** What the API server says when it is asked to take objects and their pods, warnings among it; '' for a plain yes. */
const complaints = (objects: readonly ManifestObject[]): string => {
  const asked = objects.filter(({ apiVersion }) => BUILT_IN.includes(apiVersion)).flatMap((object) => [object, podOf(object) ?? []].flat());
  if (asked.length === 0) throw new Error('nothing to ask about');
  const args = ['--kubeconfig', plane.kubeconfig, 'apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'];
  const input = asked.map((object) => JSON.stringify(object)).join('\n---\n');
  const { status, stdout, stderr } = spawnSync(kubectl, args, { input, encoding: 'utf8', env: { HOME: plane.directory } });
  const taken = stdout.split('\n').filter((line) => line.endsWith('serverside-applied (server dry run)')).length;
  return status === 0 && taken === asked.length ? stderr.trim() : `refused: ${stderr.trim()}`;
};

describe('the API server', () => {
  it.each(SCENARIOS)('takes the chart scenario $id', async (scenario) => {
    expect(complaints(await render(scenario))).toBe('');
  });

  it.each([
    [
      'app',
      [
        'ha/zone-spread',
        'ha/anti-affinity',
        'ha/pdb',
        'ha/hpa',
        'placement/gpu',
        'observability/metrics',
        'observability/logs',
        'observability/traces',
      ],
    ],
    ['app', ['observability/monitor-export', 'secrets/sops', 'backup/tier0']],
    [
      'stateful',
      ['ha/zone-spread', 'ha/anti-affinity', 'ha/pdb', 'placement/system', 'observability/metrics', 'secrets/eso', 'backup/tier1'],
    ],
    ['job', ['backup/tier2']],
  ])('takes the base %s with %j', async (base, components) => {
    const next = '../templates/kustomize/next';
    const overlay = {
      namespace: NAMESPACE,
      resources: [`${next}/bases/${base}`],
      components: components.map((component) => `${next}/components/${component}`),
      labels: [{ pairs: { 'app.kubernetes.io/name': 'web' }, includeSelectors: true }],
    };
    const directory = `admission-${base}-${components.length}`;
    place.write(`${directory}/kustomization.yaml`, JSON.stringify(overlay));
    const { text, failure } = await runProgram(tools.kustomize, ['build', directory], place.directory);
    expect(failure).toBe('');
    expect(complaints(objectsOf(text))).toBe('');
  });

  it.each([
    ['runAsNonRoot: true', 'runAsNonRoot: false', 'violates PodSecurity'],
    ['drop:\n            - ALL', 'drop:\n            - all', 'violates PodSecurity'],
    ['enableServiceLinks: false', 'enableServiceLink: false', 'field not declared in schema'],
  ])('refuses or warns where %j becomes %j', async (before, after, says) => {
    place.write(
      'mutant/kustomization.yaml',
      JSON.stringify({ namespace: NAMESPACE, resources: ['../templates/kustomize/next/bases/app'] }),
    );
    const { text } = await runProgram(tools.kustomize, ['build', 'mutant'], place.directory);
    expect(text).toContain(before);
    expect(complaints(objectsOf(text.replace(before, after)))).toContain(says);
  });
});
