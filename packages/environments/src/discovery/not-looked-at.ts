// What is in the tree that nobody looks at yet, or that cannot be looked at?
import type { Skipped } from '@fairway/contracts';
import type { ReconcilerObject, WrittenReconciler } from '../model.ts';
import { roleOf } from './file-facts.ts';
import { compare, type Layout } from './layout.ts';
import { makesApps } from './reconciler-facts.ts';
import { baseName, isWithin } from './tree-path.ts';

/** Flux and Argo CD objects with their places, and YAML files too large to be searched for them. Patches of such objects are none. */
export function reconcilerObjects(layout: Layout): readonly ReconcilerObject[] {
  const objects = [...layout.facts.files].flatMap(([file, { reconcilers }]) =>
    reconcilers.length === 0 || layout.isPatchOnly(file)
      ? []
      : reconcilers.filter(makesApps).map(({ kind, name, line, column }) => ({ kind, name, at: { file, line, column } })),
  );
  const unsearched = [...layout.facts.unread].flatMap(([file, reason]) =>
    roleOf(file) === 'yaml' ? [{ kind: 'file', name: reason, at: { file } }] : [],
  );
  return [...objects, ...unsearched].toSorted((a, b) => compare(a.at.file, b.at.file) || lineOf(a) - lineOf(b));
}

/** All Flux and Argo CD objects as they are written, sources among them, by file and line. Patches of such objects are none. */
export function writtenReconcilers(layout: Layout, envOf: (file: string) => string): readonly WrittenReconciler[] {
  return [...layout.facts.files]
    .flatMap(([file, { reconcilers }]) => {
      if (reconcilers.length === 0 || layout.isPatchOnly(file)) return [];
      const loose = !layout.isTaken(file) && !layout.isChartPart(file);
      const env = envOf(file);
      return reconcilers.map(({ kind, name, line, column }) => ({ kind, name, at: { file, line, column }, env, loose }));
    })
    .toSorted((a, b) => compare(a.at.file, b.at.file) || lineOf(a) - lineOf(b));
}

function lineOf({ at }: ReconcilerObject): number {
  return at.line ?? 0;
}

/** One sentence per file of interest that could not be read. */
export function unreadNotes(layout: Layout): readonly string[] {
  return [...layout.facts.unread].filter(([file]) => roleOf(file) !== 'yaml').map(([file, reason]) => `${file} is ${reason}`);
}

/** Submodules, and symlinks that lead out of the repository or to a directory which is looked at under its own name. */
export function skippedLinks(layout: Layout): readonly Skipped[] {
  const submodules = layout.facts.submodules.map((path) => ({ path, reason: 'submodule: its files belong to another repository' }));
  const links = [...layout.facts.links].flatMap(([path, target]) => {
    const real = layout.realPath(path);
    if (real === undefined)
      return mattersHere(path) ? [{ path, reason: 'symlink that leaves the repository or goes round in a circle' }] : [];
    return holdsApps(real, layout) ? [{ path, reason: `symlink to ${target}, which is looked at under its own name` }] : [];
  });
  return [...submodules, ...links];
}

/** A link to a picture is nobody's matter; a YAML file or something without an ending, perhaps a directory, may be. */
function mattersHere(path: string): boolean {
  return roleOf(path) !== undefined || !baseName(path).includes('.');
}

function holdsApps(real: string, layout: Layout): boolean {
  const directories = [...layout.kustomizations.keys(), ...layout.charts.keys()];
  return !layout.entries.has(real) && directories.some((directory) => isWithin(directory, real));
}
