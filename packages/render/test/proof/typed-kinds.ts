// What does kustomize-controller write into objects of built-in kinds before it sends them?
import { apiGroup, isRecord, type ManifestObject } from '@fairway/manifests';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Changes a field that is there. */
const inField = (object: unknown, key: string, change: (value: unknown) => unknown): unknown =>
  isRecord(object) && key in object ? { ...object, [key]: change(object[key]) } : object;

const orEmpty = (object: unknown, key: string): unknown => (isRecord(object) && !(key in object) ? { ...object, [key]: {} } : object);

/** Changes each container of a pod template. */
const inContainers = (object: ManifestObject, change: (container: unknown) => unknown): ManifestObject => {
  const inPod = (pod: unknown): unknown =>
    ['containers', 'initContainers'].reduce((current, key) => inField(current, key, (list) => listOf(list).map(change)), pod);
  const inTemplate = (template: unknown): unknown => inField(template, 'spec', inPod);
  const spec =
    object.kind === 'Pod'
      ? inPod(object['spec'])
      : object.kind === 'CronJob'
        ? inField(object['spec'], 'jobTemplate', (job) => inField(job, 'spec', (inner) => inField(inner, 'template', inTemplate)))
        : inField(object['spec'], 'template', inTemplate);
  return spec === undefined ? object : { ...object, spec };
};

const BUILT_IN = new Set(['', 'apps', 'batch']);
const isBuiltIn = ({ apiVersion }: ManifestObject): boolean => BUILT_IN.has(apiGroup(apiVersion));

/** `stringData` in `data`. */
export const withPlainData = (object: ManifestObject): ManifestObject => {
  if (object.kind !== 'Secret' || !isRecord(object['stringData'])) return object;
  const { stringData, ...rest } = object;
  const encoded = Object.entries(fieldsOf(stringData)).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')] as const);
  return { ...rest, metadata: object.metadata, data: { ...fieldsOf(object['data']), ...Object.fromEntries(encoded) } };
};

const withProtocol = (holder: unknown): unknown =>
  inField(holder, 'ports', (ports) => listOf(ports).map((port) => ({ protocol: 'TCP', ...fieldsOf(port) })));

/** `protocol` of the ports of containers and Services. */
export const withProtocols = (object: ManifestObject): ManifestObject => {
  if (!isBuiltIn(object)) return object;
  return object.kind === 'Service' ? { ...object, spec: withProtocol(object['spec']) } : inContainers(object, withProtocol);
};

/** Ports of a Service have a place for `targetPort`, also when it is 0; the API server takes the port then. */
const withTargetPort = (spec: unknown): unknown =>
  inField(spec, 'ports', (ports) => listOf(ports).map((port) => ({ targetPort: 0, ...fieldsOf(port) })));

const EMPTY_IN_SPEC: Readonly<Record<string, string>> = {
  Deployment: 'strategy',
  StatefulSet: 'updateStrategy',
  DaemonSet: 'updateStrategy',
};

/** Parts that the types write even when they are empty. */
export const withEmptyParts = (object: ManifestObject): ManifestObject => {
  if (!isBuiltIn(object)) return object;
  if (object.kind === 'Namespace') return { ...object, spec: object['spec'] ?? {} };
  if (object.kind === 'Service') return { ...object, spec: withTargetPort(object['spec']) };
  const key = EMPTY_IN_SPEC[object.kind];
  const spec = inField(object['spec'], 'jobTemplate', (job) => orEmpty(job, 'metadata'));
  const filled = spec === undefined ? object : { ...object, spec: key === undefined ? spec : orEmpty(spec, key) };
  return inContainers(filled, (container) => orEmpty(container, 'resources'));
};
