// How do tests ask Flux itself about variables and kustomizations?
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export type FluxQuestion =
  | { readonly ask: 'envsubst'; readonly text: string; readonly vars: Readonly<Record<string, string>>; readonly strict?: boolean }
  /** `text` is one object. */
  | { readonly ask: 'object'; readonly text: string; readonly vars: Readonly<Record<string, string>>; readonly strict?: boolean }
  /** `text`: a .sourceignore file at the root; the answer: those of the paths that are left out, one a line. */
  | { readonly ask: 'ignore'; readonly text: string; readonly paths: readonly string[] }
  | { readonly ask: 'generate'; readonly root: string; readonly path: string; readonly object: Readonly<Record<string, unknown>> };

export interface FluxAnswer {
  readonly text: string;
  /** The object as Flux writes it before it replaces anything. */
  readonly before?: string;
  /** Path of the kustomization file. */
  readonly file?: string;
  readonly error?: string;
}

function isAnswers(value: unknown): value is readonly FluxAnswer[] {
  return Array.isArray(value);
}

const TEXTS: ReadonlySet<string> = new Set(['envsubst', 'ignore']);

/** Time for the first build of the programs, for `beforeAll`. */
export const BUILD_TIME = 15 * 60_000;

/** Asks many questions of one process, all of one kind. Needs Go and the modules of flux-reference/go.sum; Go keeps the built program. */
export function askFlux(questions: readonly FluxQuestion[]): readonly FluxAnswer[] {
  const program = questions.every(({ ask }) => TEXTS.has(ask)) ? './texts' : './objects';
  const output = execFileSync('go', ['run', '-mod=readonly', program], {
    cwd: join(import.meta.dirname, 'flux-reference'),
    input: JSON.stringify(questions),
    maxBuffer: 512 * 1024 * 1024,
    encoding: 'utf8',
  });
  const answers: unknown = JSON.parse(output);
  if (!isAnswers(answers)) throw new Error('the reference printed no list');
  return answers;
}
