// Would an expansion come out otherwise by now, because an object that it asked for has come, gone, or changed?
import type { World } from '@fairway/reconcilers';
import { type KnownObjects, keyText } from './known-objects.ts';

export interface Watched<W extends World> {
  /** The same world; what is asked of it is noted. */
  readonly world: W;
  /** Has one of the answers changed since? */
  readonly changed: () => boolean;
}

/** Kinds from which the cluster makes Secrets: asked for where there is no Secret. */
const MAKERS = [
  ['external-secrets.io', 'ExternalSecret'],
  ['bitnami.com', 'SealedSecret'],
] as const;

export const watchWorld = <W extends World>(world: W, objects: KnownObjects): Watched<W> => {
  const found = new Map<string, unknown>();
  const kinds = new Map<string, { readonly asked: readonly [string, string]; readonly revision: number }>();
  const noteKey = (key: string): void => {
    if (!found.has(key)) found.set(key, objects.get(key)?.object);
  };
  const noteKind = (group: string, kind: string): void => {
    const name = `${group}/${kind}`;
    if (!kinds.has(name)) kinds.set(name, { asked: [group, kind], revision: objects.revision(group, kind) });
  };
  return {
    world: {
      ...world,
      find: (key) => {
        noteKey(keyText(key));
        return world.find(key);
      },
      all: (group, kind) => {
        noteKind(group, kind);
        return world.all(group, kind);
      },
      data: (kind, namespace, name) => {
        noteKey(keyText({ group: '', kind, namespace, name }));
        if (kind === 'Secret') for (const [group, maker] of MAKERS) noteKind(group, maker);
        return world.data(kind, namespace, name);
      },
    },
    changed: () =>
      [...found].some(([key, object]) => objects.get(key)?.object !== object) ||
      [...kinds.values()].some(({ asked: [group, kind], revision }) => objects.revision(group, kind) !== revision),
  };
};
