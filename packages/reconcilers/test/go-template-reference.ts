// How do tests ask Go's own text/template, with sprig and Argo CD's functions, what a template gives?
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface GoTemplateQuestion {
  readonly template: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Such as `missingkey=error`. */
  readonly options?: readonly string[];
  /** Top-level keys that are a map[string]string or a []string. */
  readonly typed?: readonly string[];
}

export interface GoTemplateAnswer {
  readonly output: string;
  readonly error?: string;
}

function isAnswers(value: unknown): value is GoTemplateAnswer[] {
  return Array.isArray(value);
}

function run(args: readonly string[], input: string): unknown {
  const output = execFileSync('go', ['run', '-mod=readonly', '.', ...args], {
    cwd: join(import.meta.dirname, 'go-template-reference'),
    input,
    maxBuffer: 512 * 1024 * 1024,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  });
  return JSON.parse(output);
}

/** Asks many questions in one process. Needs Go and the modules of go-template-reference/go.mod. */
export function askGoTemplates(questions: readonly GoTemplateQuestion[]): GoTemplateAnswer[] {
  const answers = run([], JSON.stringify(questions));
  if (!isAnswers(answers)) throw new Error('the reference program printed no list');
  return answers;
}

/** Names of the functions that Argo CD enables beside those of text/template. */
export function goTemplateFunctions(): readonly string[] {
  const names = run(['functions'], '');
  if (!Array.isArray(names)) throw new Error('the reference program printed no list');
  return names.map(String);
}
