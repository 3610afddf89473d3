// Do the paths of a Flux Kustomization lead to something in its source?
import { closest } from '@fairway/environments';
import type { ExpansionProblem, SightedObject } from '../model.ts';
import { problemOf } from './flux-object.ts';
import { resolvePath, type SourceFiles } from './kustomization-files.ts';
import type { KustomizationSpec } from './kustomization-spec.ts';

/** For a hint: the nearest directory that is there, what it holds, and which of that may be meant. */
export function whatIsNear(files: Pick<SourceFiles, 'list' | 'isDirectory'> & { readonly root?: string }, path: string): string {
  let parent = path;
  do parent = parent.slice(0, Math.max(0, parent.lastIndexOf('/')));
  while (parent !== files.root && parent !== '' && !files.isDirectory(parent));
  const prefix = parent === '' ? 0 : parent.length + 1;
  const inside = files
    .list(parent)
    .flatMap((file) => (file.indexOf('/', prefix) === -1 ? [] : [file.slice(prefix, file.indexOf('/', prefix))]));
  const names = [...new Set(inside)];
  const near = closest(path.slice(prefix).split('/')[0] ?? '', names);
  const there =
    names.length === 0 ? 'no directories' : `${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
  return `${near === undefined ? '' : `did you mean ${near}? `}${parent === '' ? 'the root' : parent} holds ${there}`;
}

/** What stands where a path was looked for. */
export function pathProblem(sighted: SightedObject, files: SourceFiles, path: string): ExpansionProblem {
  if (files.isFile(path)) return problemOf(sighted, `spec.path ${path} is a file`, { hint: 'name the directory that holds it' });
  return problemOf(sighted, `spec.path ${path} is not there`, { hint: whatIsNear(files, path) });
}

/** As Flux tells remote components from local ones. */
const REMOTE = /^(?:git::|gh:|ssh:\/\/|https?:\/\/|git@|github\.com[:/]|file:\/\/\/|\/)/i;

/** Components that are there, in order, and what is wrong with the others. */
export function readComponents(
  sighted: SightedObject,
  spec: KustomizationSpec,
  { files, path }: { readonly files: SourceFiles; readonly path: string },
) {
  const problems: ExpansionProblem[] = [];
  const there: string[] = [];
  for (const component of spec.components ?? []) {
    const target = resolvePath(path, component);
    const inside = target !== undefined && (files.root === '' || target === files.root || target.startsWith(`${files.root}/`));
    if (REMOTE.test(component)) {
      problems.push(
        problemOf(sighted, `component ${component} is not local and relative`, {
          hint: 'Flux refuses it: name a directory, seen from spec.path',
        }),
      );
    } else if (!inside) {
      problems.push(
        problemOf(sighted, `component ${component} leaves the repository`, {
          hint: 'name a directory of the repository, seen from spec.path',
          code: 'path-escapes',
        }),
      );
    } else if (files.isDirectory(target) || files.isFile(target)) there.push(component);
    else if (spec.ignoreMissingComponents !== true) {
      problems.push(
        problemOf(sighted, `component ${component} is not there: looked for ${target}`, {
          hint: 'correct it, seen from spec.path, or set ignoreMissingComponents',
        }),
      );
    }
  }
  return { problems, there };
}
