// Would the API server refuse to update this object in place?
import { isRecord, type ManifestObject } from '@fairway/manifests';
import { at, same, typeOf } from './field.ts';
import { IMMUTABLE_FIELDS, STATEFUL_SET_MUTABLE } from './immutable-fields.ts';
import { quantity } from './quantity.ts';

type Rule = (before: ManifestObject, after: ManifestObject) => boolean;

const specWithout = (object: ManifestObject, ignored: ReadonlySet<string>): Readonly<Record<string, unknown>> => {
  const spec = at(object, 'spec');
  return isRecord(spec) ? Object.fromEntries(Object.entries(spec).filter(([key]) => !ignored.has(key))) : {};
};

/** Filled in by the API server, so that writing the default is no change. */
const withStatefulSetDefaults = (spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...spec,
  podManagementPolicy: spec.podManagementPolicy ?? 'OrderedReady',
});

const statefulSet: Rule = (before, after) =>
  !same(
    withStatefulSetDefaults(specWithout(before, STATEFUL_SET_MUTABLE)),
    withStatefulSetDefaults(specWithout(after, STATEFUL_SET_MUTABLE)),
  );

const jobCompletions: Rule = (before, after) => {
  const [was, is] = [at(before, 'spec', 'completions'), at(after, 'spec', 'completions')];
  if (same(was, is)) return false;
  const elastic = at(after, 'spec', 'completionMode') === 'Indexed' && is === at(after, 'spec', 'parallelism');
  return !elastic;
};

/** A suspended Job that never started may still be scheduled elsewhere: these parts of its template stay free. */
const templateWithoutScheduling = (object: ManifestObject): unknown => {
  const template = at(object, 'spec', 'template');
  const spec = at(template, 'spec');
  if (!isRecord(template) || !isRecord(spec)) return template;
  const { nodeSelector: _n, tolerations: _t, schedulingGates: _g, affinity: _a, ...rest } = spec;
  return { ...template, metadata: undefined, spec: rest };
};

const jobTemplate: Rule = (before, after) => {
  const suspended = at(before, 'spec', 'suspend') === true;
  return suspended
    ? !same(templateWithoutScheduling(before), templateWithoutScheduling(after))
    : !same(at(before, 'spec', 'template'), at(after, 'spec', 'template'));
};

/** Both sides say it and it differs; an absent value keeps what was allocated. */
const bothSayAnother = (before: unknown, after: unknown): boolean => before !== undefined && after !== undefined && !same(before, after);

const service: Rule = (before, after) => {
  if ([before, after].some((side) => at(side, 'spec', 'type') === 'ExternalName')) return false;
  const is = at(after, 'spec', 'clusterIP');
  const addressChanged = is !== undefined && is !== '' && !same(at(before, 'spec', 'clusterIP'), is);
  const families = [at(before, 'spec', 'ipFamilies'), at(after, 'spec', 'ipFamilies')].map((list) =>
    Array.isArray(list) ? list[0] : undefined,
  );
  const balanced = [before, after].every((side) => at(side, 'spec', 'type') === 'LoadBalancer');
  return (
    addressChanged ||
    bothSayAnother(families[0], families[1]) ||
    (balanced && !same(at(before, 'spec', 'loadBalancerClass'), at(after, 'spec', 'loadBalancerClass'))) ||
    (balanced && bothSayAnother(at(before, 'spec', 'healthCheckNodePort'), at(after, 'spec', 'healthCheckNodePort')))
  );
};

const CLAIM_MUTABLE: ReadonlySet<string> = new Set(['resources', 'volumeAttributesClassName', 'volumeName', 'volumeMode']);

const shrinks = (before: ManifestObject, after: ManifestObject): boolean => {
  const [was, is] = [before, after].map((side) => quantity(at(side, 'spec', 'resources', 'requests', 'storage')));
  return was !== undefined && is !== undefined && is < was;
};

const claim: Rule = (before, after) => {
  const wasNamed = at(before, 'spec', 'volumeName');
  return (
    !same(specWithout(before, CLAIM_MUTABLE), specWithout(after, CLAIM_MUTABLE)) ||
    !same(at(before, 'spec', 'volumeMode') ?? 'Filesystem', at(after, 'spec', 'volumeMode') ?? 'Filesystem') ||
    (wasNamed !== undefined && !same(wasNamed, at(after, 'spec', 'volumeName'))) ||
    !same(at(before, 'spec', 'resources', 'limits'), at(after, 'spec', 'resources', 'limits')) ||
    shrinks(before, after)
  );
};

const frozenData: Rule = (before, after) =>
  before.immutable === true &&
  (after.immutable !== true || ['data', 'binaryData', 'stringData'].some((key) => !same(before[key], after[key])));

/** What a Pod may change: images, a shorter life, more tolerations, fewer gates (ValidatePodUpdate). */
const podFrozen = (object: ManifestObject): unknown => {
  const spec = at(object, 'spec');
  if (!isRecord(spec)) return spec;
  const {
    activeDeadlineSeconds: _a,
    tolerations: _t,
    schedulingGates: _g,
    terminationGracePeriodSeconds: _p,
    ephemeralContainers: _e,
    ...rest
  } = spec;
  const withoutImages = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((container: unknown) => (isRecord(container) ? { ...container, image: '' } : container)) : list;
  return { ...rest, containers: withoutImages(rest.containers), initContainers: withoutImages(rest.initContainers) };
};

const pod: Rule = (before, after) => !same(podFrozen(before), podFrozen(after));

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'apps/StatefulSet': [statefulSet],
  'batch/Job': [jobCompletions, jobTemplate],
  '/Pod': [pod],
  '/Service': [service],
  '/PersistentVolumeClaim': [claim],
  '/ConfigMap': [frozenData],
  '/Secret': [frozenData],
};

/** Field by field as the API server's update validation does; what the table does not know may change. */
export const refused = (before: ManifestObject, after: ManifestObject): boolean => {
  const kind = typeOf(after);
  const fields = IMMUTABLE_FIELDS[kind] ?? [];
  return (
    fields.some(({ path, default: byDefault }) => !same(at(before, ...path) ?? byDefault, at(after, ...path) ?? byDefault)) ||
    (RULES[kind] ?? []).some((rule) => rule(before, after))
  );
};
