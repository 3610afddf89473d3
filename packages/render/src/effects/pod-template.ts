// Does a change of this object replace running pods?
import type { ManifestObject } from '@fairway/manifests';
import { at, same, typeOf } from './field.ts';

/** Kinds whose controller replaces its pods when the template changes. A CronJob or a ReplicaSet only uses the new one for new pods. */
const ROLLING: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'extensions/Deployment',
  'extensions/DaemonSet',
  'argoproj.io/Rollout',
  'apps.openshift.io/DeploymentConfig',
  'serving.knative.dev/Service',
]);

const waitsForSomebody = (object: ManifestObject): boolean =>
  at(object, 'spec', 'updateStrategy', 'type') === 'OnDelete' || at(object, 'spec', 'paused') === true;

const runsNothing = (object: ManifestObject): boolean => at(object, 'spec', 'replicas') === 0;

/** The kubelet restarts a container whose image changed. What else of a running Pod may change restarts nothing. */
const imagesOf = (pod: ManifestObject): unknown =>
  ['initContainers', 'containers'].map((field) => {
    const list = at(pod, 'spec', field);
    return Array.isArray(list) ? list.map((container: unknown) => at(container, 'image')) : list;
  });

/** A generated ConfigMap or Secret that got a new name is a change of the template too: the reference in it differs. */
export const restarts = (before: ManifestObject, after: ManifestObject): boolean => {
  if (typeOf(after) === '/Pod') return !same(imagesOf(before), imagesOf(after));
  if (!ROLLING.has(typeOf(after))) return false;
  if (waitsForSomebody(after) || runsNothing(before) || runsNothing(after)) return false;
  return !same(at(before, 'spec', 'template'), at(after, 'spec', 'template'));
};
