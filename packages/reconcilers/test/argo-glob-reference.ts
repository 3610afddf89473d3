// How do tests ask the Go libraries of Argo CD what they match and substitute?
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type GlobQuestion =
  | { readonly ask: 'gobwas' | 'doublestar' | 'match'; readonly pattern: string; readonly text: string; readonly separator?: string }
  | { readonly ask: 'expand'; readonly text: string; readonly vars: Readonly<Record<string, string>> }
  /** An address, read and written again. */
  | { readonly ask: 'url'; readonly text: string };

export interface GlobAnswer {
  readonly matches: boolean;
  readonly text: string;
}

function isAnswers(value: unknown): value is readonly GlobAnswer[] {
  return Array.isArray(value);
}

let program: string | undefined;

/** Built once per test file. Needs Go and the modules of argo-glob-reference/go.sum. */
function build(): string {
  const directory = mkdtempSync(join(tmpdir(), 'argo-glob-reference-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const built = join(directory, 'argo-glob-reference');
  const cwd = join(import.meta.dirname, 'argo-glob-reference');
  execFileSync('go', ['build', '-mod=readonly', '-o', built, '.'], { cwd, env: { ...process.env, GOWORK: 'off' } });
  return built;
}

/** Asks many questions of one process. */
export function askGlobs(questions: readonly GlobQuestion[]): readonly GlobAnswer[] {
  program ??= build();
  const output = execFileSync(program, { input: JSON.stringify(questions), maxBuffer: 512 * 1024 * 1024, encoding: 'utf8' });
  const answers: unknown = JSON.parse(output);
  if (!isAnswers(answers)) throw new Error('the reference printed no list');
  return answers;
}
