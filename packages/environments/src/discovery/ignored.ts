// Which apps and directories does the configuration ignore?
import type { FairwayConfig } from '@fairway/contracts';
import type { App } from '../model.ts';

export type Ignored = NonNullable<FairwayConfig['ignore']>[number];

/** Why a directory or an app id is ignored; undefined when it is not. The first entry that matches speaks. */
export type IgnoreReason = (pathOrId: string) => string | undefined;

export interface Ignoring {
  readonly reasonFor: IgnoreReason;
  /** Apps that the configuration ignores, by id. */
  readonly apps: readonly { readonly app: string; readonly reason: string }[];
  /** One sentence per entry that matches nothing. */
  readonly notes: readonly string[];
}

/** Applies the `ignore` list. `*` stands for one segment or a part of it, `**` for any number of them, none included. */
export function ignoring(entries: readonly Ignored[], apps: readonly App[], others: readonly string[]): Ignoring {
  const patterns = entries.map((entry) => ({ ...entry, matches: globMatcher(entry.path.replace(/\/+$/, '')) }));
  const reasonFor: IgnoreReason = (path) => patterns.find(({ matches }) => matches(path))?.reason;
  const ignored = apps.flatMap((app) => {
    const reason = reasonFor(app.id) ?? reasonFor(app.root);
    return reason === undefined ? [] : [{ app: app.id, reason }];
  });
  const all = [...apps.flatMap(({ id, root }) => [id, root]), ...others];
  const idle = patterns.filter(({ matches }) => !all.some(matches));
  return { reasonFor, apps: ignored, notes: idle.map(({ path }) => `fairway.yaml ignores '${path}', which is nothing here`) };
}

/** Matches by dynamic programming over segments: time is bounded by pattern length times path length, whatever the stars. */
function globMatcher(pattern: string): (path: string) => boolean {
  const parts = pattern.split('/').map((part) => (part === '**' ? part : segmentMatcher(part)));
  return (path) => {
    const segments = path.split('/');
    let reachable = new Set([0]);
    for (const part of parts) {
      const next = new Set<number>();
      for (const at of reachable) {
        if (part === '**') for (let to = at; to <= segments.length; to += 1) next.add(to);
        else if (at < segments.length && part(segments[at] ?? '')) next.add(at + 1);
      }
      reachable = next;
    }
    return reachable.has(segments.length);
  };
}

function segmentMatcher(pattern: string): (segment: string) => boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (segment) => segment === pattern;
  return (segment) => {
    if (segment.length < head.length + tail.length || !segment.startsWith(head) || !segment.endsWith(tail)) return false;
    let from = head.length;
    for (const part of rest) {
      const found = segment.indexOf(part, from);
      if (found === -1 || found + part.length > segment.length - tail.length) return false;
      from = found + part.length;
    }
    return true;
  };
}
