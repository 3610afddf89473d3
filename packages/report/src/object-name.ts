// How is a Kubernetes object, or a place in a file, called in one line?
import type { Change, Location, ObjectRef } from '@fairway/contracts';

/** `Deployment shop/web`; a cluster-scoped object has no namespace. Not made visible: each output escapes in its own way. */
export const objectName = (object: ObjectRef): string =>
  `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;

/** What a change is about; a renamed object shows both names, the new one in full where more than the name is another. */
export const changeName = ({ from, object }: Change): string => {
  if (from === undefined) return objectName(object);
  const alike = from.kind === object.kind && from.namespace === object.namespace;
  return `${objectName(from)} → ${alike ? object.name : objectName(object)}`;
};

/** `file`, `file:line` or `file:line:column`, as terminals and editors open it. */
export const locationText = (at: Location): string =>
  [at.file, ...(at.line === undefined ? [] : [at.line, ...(at.column === undefined ? [] : [at.column])])].join(':');

/** What made an object, the outermost first; the file that holds it last. */
export const originParts = ({ chain, source }: NonNullable<Change['origin']>): readonly string[] => [
  ...chain.slice(0, 12),
  ...(source === undefined || chain.at(-1) === source ? [] : [source]),
];

/** The same in one line: `Application argocd/shop → chart templates/helm/app → templates/deployment.yaml`. */
export const originText = (origin: NonNullable<Change['origin']>): string => originParts(origin).join(' → ');
