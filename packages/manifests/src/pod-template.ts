// Which pods does an object make, and which images do they run?
import { apiGroup } from './identity.ts';
import { isRecord, jsonPointer } from './json-pointer.ts';
import type { ManifestObject } from './model.ts';

/** A pod as an object describes it. `pointer` leads to the mapping that holds its `metadata` and `spec`; '' for a Pod itself. */
export interface PodTemplate {
  readonly pointer: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
  '/Pod': [],
  '/PodTemplate': ['template'],
  '/ReplicationController': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'apps/Deployment': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'batch/Job': ['spec', 'template'],
  'extensions/DaemonSet': ['spec', 'template'],
  'extensions/Deployment': ['spec', 'template'],
  'extensions/ReplicaSet': ['spec', 'template'],
};

function strings(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (typeof entry === 'string' ? [[key, entry]] : [])));
}

/** The pod template of a built-in workload (Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob …); undefined otherwise. */
export function podTemplateOf(object: ManifestObject): PodTemplate | undefined {
  const path = TEMPLATE_PATHS[`${apiGroup(object.apiVersion)}/${object.kind}`];
  if (path === undefined) return undefined;
  let template: unknown = object;
  for (const segment of path) template = isRecord(template) ? template[segment] : undefined;
  if (!isRecord(template) || !isRecord(template.spec)) return undefined;
  const metadata = isRecord(template.metadata) ? template.metadata : {};
  const { spec } = template;
  return { pointer: jsonPointer(...path), labels: strings(metadata.labels), annotations: strings(metadata.annotations), spec };
}

/** One image that a pod of the object runs. */
export interface ImageUse {
  /** JSON pointer to the image text. */
  readonly pointer: string;
  readonly image: string;
}

const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/** Images of all containers of a built-in workload, in the order of the object. Containers without an image are passed over. */
export function imagesOf(object: ManifestObject): readonly ImageUse[] {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  return CONTAINER_LISTS.flatMap((list) => {
    const containers = template.spec[list];
    if (!Array.isArray(containers)) return [];
    return containers.flatMap((container: unknown, at) => {
      const image = isRecord(container) ? container.image : undefined;
      if (typeof image !== 'string') return [];
      return [{ pointer: `${template.pointer}${jsonPointer('spec', list, at, 'image')}`, image }];
    });
  });
}
