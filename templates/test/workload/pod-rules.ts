// What must a workload say? The defaults of the platform for every pod template, field by field.
import { isRecord, type ManifestObject, objectName, podTemplateOf, valueAt } from '@fairway/manifests';

type Fields = Readonly<Record<string, unknown>>;

/** Pods of these kinds serve, the others run to an end. */
const SERVING = new Set(['Deployment', 'StatefulSet']);
const DIGEST = /@sha256:[0-9a-f]{64}$/;

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const MUST: readonly (readonly [pointer: string, holds: (value: unknown) => boolean, wanted: string])[] = [
  ['/securityContext/runAsNonRoot', (value) => value === true, 'true'],
  ['/securityContext/runAsUser', (value) => typeof value === 'number' && value >= 10_000, '10000 or more'],
  ['/securityContext/runAsGroup', (value) => typeof value === 'number' && value >= 10_000, '10000 or more'],
  ['/securityContext/fsGroup', (value) => typeof value === 'number' && value >= 10_000, '10000 or more'],
  ['/securityContext/seccompProfile/type', (value) => value === 'RuntimeDefault', 'RuntimeDefault'],
  ['/automountServiceAccountToken', (value) => value === false, 'false'],
  ['/serviceAccountName', (value) => typeof value === 'string' && value !== '' && value !== 'default', 'an account of its own'],
  ['/enableServiceLinks', (value) => value === false, 'false'],
  ['/terminationGracePeriodSeconds', (value) => typeof value === 'number' && value > 0, 'a number of seconds'],
  ['/hostNetwork', (value) => value === undefined, 'nothing'],
  ['/hostPID', (value) => value === undefined, 'nothing'],
  ['/hostIPC', (value) => value === undefined, 'nothing'],
];

const CONTAINER: readonly (readonly [pointer: string, holds: (value: unknown) => boolean, wanted: string])[] = [
  ['/image', (value) => typeof value === 'string' && DIGEST.test(value), 'an image by digest'],
  ['/imagePullPolicy', (value) => value === 'IfNotPresent', 'IfNotPresent'],
  ['/securityContext/allowPrivilegeEscalation', (value) => value === false, 'false'],
  ['/securityContext/readOnlyRootFilesystem', (value) => value === true, 'true'],
  ['/securityContext/privileged', (value) => value === undefined, 'nothing'],
  ['/securityContext/capabilities', (value) => JSON.stringify(value) === '{"drop":["ALL"]}', 'drop: [ALL] and no more'],
  ['/resources/requests/cpu', (value) => value !== undefined, 'a quantity'],
  ['/resources/requests/memory', (value) => value !== undefined, 'a quantity'],
  ['/resources/requests/ephemeral-storage', (value) => value !== undefined, 'a quantity'],
  ['/resources/limits/memory', (value) => value !== undefined, 'a quantity'],
  ['/resources/limits/ephemeral-storage', (value) => value !== undefined, 'a quantity'],
];

const SERVING_CONTAINER: typeof CONTAINER = [
  ['/startupProbe', isRecord, 'a probe'],
  ['/livenessProbe', isRecord, 'a probe'],
  ['/readinessProbe', isRecord, 'a probe'],
  ['/lifecycle/preStop', isRecord, 'a wait before it stops'],
];

const broken = (at: string, value: unknown, rules: typeof CONTAINER): readonly string[] =>
  rules.flatMap(([pointer, holds, wanted]) => {
    const found = valueAt(value, pointer);
    return holds(found) ? [] : [`${at}${pointer} is ${JSON.stringify(found) ?? 'not set'}, wanted: ${wanted}`];
  });

const containerProblems = (at: string, container: Fields, serving: boolean): readonly string[] => [
  ...broken(at, container, serving ? [...CONTAINER, ...SERVING_CONTAINER] : CONTAINER),
  ...listOf(container.ports).flatMap(({ name, hostPort }) => [
    ...(typeof name === 'string' ? [] : [`${at}/ports has a port without a name`]),
    ...(hostPort === undefined ? [] : [`${at}/ports/${String(name)} is a port of the node`]),
  ]),
];

const volumeProblems = (at: string, spec: Fields): readonly string[] =>
  listOf(spec.volumes).flatMap((volume) => [
    ...(volume.hostPath === undefined ? [] : [`${at}/volumes/${String(volume.name)} is a path of the node`]),
    ...(isRecord(volume.emptyDir) && volume.emptyDir.sizeLimit === undefined
      ? [`${at}/volumes/${String(volume.name)} has no sizeLimit`]
      : []),
  ]);

const sameProbes = (at: string, { livenessProbe, readinessProbe }: Fields): readonly string[] =>
  JSON.stringify(livenessProbe) === JSON.stringify(readinessProbe) ? [`${at}: liveness and readiness ask the same`] : [];

const ROLLOUT: Readonly<Record<string, typeof CONTAINER>> = {
  Deployment: [
    ['/spec/revisionHistoryLimit', (value) => value === 5, '5'],
    ['/spec/strategy/rollingUpdate/maxUnavailable', (value) => value === 0, '0'],
    ['/spec/strategy/rollingUpdate/maxSurge', (value) => value === 1, '1'],
  ],
  StatefulSet: [
    ['/spec/revisionHistoryLimit', (value) => value === 5, '5'],
    ['/spec/persistentVolumeClaimRetentionPolicy/whenDeleted', (value) => value === 'Retain', 'Retain'],
  ],
  Job: [['/spec/activeDeadlineSeconds', (value) => typeof value === 'number', 'a number of seconds']],
  CronJob: [
    ['/spec/concurrencyPolicy', (value) => value !== undefined, 'a policy'],
    ['/spec/startingDeadlineSeconds', (value) => typeof value === 'number', 'a number of seconds'],
    ['/spec/jobTemplate/spec/activeDeadlineSeconds', (value) => typeof value === 'number', 'a number of seconds'],
  ],
};

/** What an object's pods lack, one sentence each; empty for objects that make no pods. */
export const podProblems = (object: ManifestObject): readonly string[] => {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  const at = `${object.kind} ${objectName(object)}`;
  const serving = SERVING.has(object.kind);
  const containers = ['initContainers', 'containers'].flatMap((list) => listOf(template.spec[list]));
  return [
    ...(containers.length === 0 ? [`${at} has no container`] : []),
    ...broken(at, object, ROLLOUT[object.kind] ?? []),
    ...broken(at, template.spec, MUST),
    ...volumeProblems(at, template.spec),
    ...containers.flatMap((container) => containerProblems(`${at}/${String(container.name)}`, container, serving)),
    ...(serving ? containers.flatMap((container) => sameProbes(`${at}/${String(container.name)}`, container)) : []),
    ...(serving && listOf(template.spec.topologySpreadConstraints).length === 0 ? [`${at} is not spread over zones`] : []),
  ];
};
