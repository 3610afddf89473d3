// Do the objects depend on each other in a circle, or on something that is not there?
import { type FindingDraft, objectRef, refText } from '@fairway/manifests';
import type { ObjectKey } from '@fairway/reconcilers';
import type { MadeRecord } from './app-record.ts';
import { type KnownObjects, keyText } from './known-objects.ts';

const nodeOf = (env: string, key: string): string => `${env} ${key}`;

/** Nodes that can be reached from themselves, each with the way round. One walk per node that is not known to be free of circles. */
const circles = (edges: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  const free = new Set<string>();
  for (const start of edges.keys()) {
    if (free.has(start) || found.has(start)) continue;
    // Insertion order is the order of the way, so that the way round can be read off it.
    const path = new Set([start]);
    const stack: { readonly node: string; next: number }[] = [{ node: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (top === undefined) break;
      const next = edges.get(top.node)?.[top.next];
      top.next += 1;
      if (next === undefined) {
        free.add(top.node);
        stack.pop();
        path.delete(top.node);
      } else if (path.has(next)) {
        const way = [...path];
        const round = way.slice(way.indexOf(next));
        for (const node of round) if (!found.has(node)) found.set(node, [...round, next]);
      } else if (!free.has(next)) {
        stack.push({ node: next, next: 0 });
        path.add(next);
      }
    }
  }
  return found;
};

const shortName = (node: string): string => {
  const [, kind = '', namespace = '', name = ''] = node.slice(node.indexOf(' ') + 1).split('/');
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
};

/** Findings by provisional key of the app. */
export const dependencyFindings = (
  made: readonly MadeRecord[],
  { known }: { readonly known: ReadonlyMap<string, KnownObjects> },
): ReadonlyMap<string, readonly FindingDraft[]> => {
  const edges = new Map(
    made.map(({ app, made: { known: object, dependsOn } }) => [
      nodeOf(app.env, object.key),
      dependsOn.map((key) => nodeOf(app.env, keyText(key))),
    ]),
  );
  const rounds = circles(edges);
  return new Map(
    made.map(({ key, app, made: { known: own, dependsOn } }) => {
      const object = objectRef(own.object);
      const at = { location: { ...own.at }, object };
      const round = rounds.get(nodeOf(app.env, own.key));
      const missing = dependsOn.filter((wanted: ObjectKey) => known.get(app.env)?.find(wanted) === undefined);
      return [
        key,
        [
          ...(round === undefined
            ? []
            : [
                {
                  ruleId: 'reconciler-dependency-cycle',
                  severity: 'high' as const,
                  message: `${refText(object)} waits for itself: ${round.map(shortName).join(' → ')}`,
                  hint: 'remove one of these from dependsOn: as it is, none of them is ever applied',
                  field: '/spec/dependsOn',
                  ...at,
                },
              ]),
          ...missing.map((wanted) => ({
            ruleId: 'reconciler-dependency-missing',
            severity: 'medium' as const,
            message: `${refText(object)} depends on ${shortName(nodeOf('', keyText(wanted)))}, which nothing here makes`,
            hint: 'correct the name or the namespace, or remove it: as long as it is not there, this object is not applied',
            field: '/spec/dependsOn',
            detail: keyText(wanted),
            ...at,
          })),
        ],
      ];
    }),
  );
};
