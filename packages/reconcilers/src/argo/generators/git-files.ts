// Where are the files of the repository that a git generator names?
import { gitReference } from '../app-source-revision.ts';
import type { GeneratorContext, GeneratorSpec } from './generator-context.ts';
import { GeneratorFault } from './generator-fault.ts';
import { textField } from './generator-fields.ts';
import { fixedPart } from './path-patterns.ts';

export interface GitFiles {
  /** Paths relative to the root of that repository, sorted. */
  readonly paths: readonly string[];
  /** Path in our own tree, for reading and for messages. */
  readonly ours: (path: string) => string;
}

/** What is mounted or made for a rendering is no file of the repository: git does not know it. */
const MADE = /^\.fairway\/(?:sources_*|reconciled)\//;

/** Lists the repository of a generator: this one, or one that the lock knows. Throws GeneratorFault where it is not to be had. */
export async function gitFiles(generator: GeneratorSpec, patterns: readonly string[], context: GeneratorContext): Promise<GitFiles> {
  const { world } = context;
  const url = textField(generator, 'repoURL');
  if (url === '') throw new GeneratorFault(`${generator.field} has no repoURL`, 'Name the repository in repoURL.');
  const needed = [...new Set(patterns.map(fixedPart))].filter((path) => path !== '');
  if (world.isSelf(url, needed)) return { paths: world.files.list('').filter((path) => !MADE.test(path)), ours: (path) => path };
  const found = await world.source({ kind: 'git', url, reference: gitReference(textField(generator, 'revision')) });
  if (!found.ok) throw new GeneratorFault(`${generator.field}: ${found.message}`, found.hint);
  const start = found.root === '' ? 0 : found.root.length + 1;
  return { paths: world.files.list(found.root).map((path) => path.slice(start)), ours: (path) => `${found.root}/${path}` };
}
