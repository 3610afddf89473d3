// How do tests ask helm-controller and helm themselves about values?
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HelmValue, isTable } from '../src/helm-values/table.ts';

export interface AskedReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly valuesKey?: string;
  readonly targetPath?: string;
  readonly optional?: boolean;
  readonly literal?: boolean;
}

export type HelmQuestion =
  /** Values of a HelmRelease in the namespace `apps`. */
  | {
      readonly ask: 'release';
      readonly values: string;
      readonly references: readonly AskedReference[];
      readonly sources: readonly { readonly kind: string; readonly name: string; readonly data: Readonly<Record<string, string>> }[];
    }
  | { readonly ask: 'set'; readonly values: string; readonly text: string; readonly typed: boolean }
  /** What the command line reads of one values file and texts of --set. */
  | { readonly ask: 'files'; readonly values: string; readonly parameters: readonly string[] }
  | { readonly ask: 'merge'; readonly values: string; readonly over: string };

export interface HelmAnswer {
  /** Scalars as `kind:text`. */
  readonly value: unknown;
  readonly error?: string;
}

function isAnswers(value: unknown): value is readonly HelmAnswer[] {
  return Array.isArray(value);
}

let program: string | undefined;

/** Built once per test file. Needs Go and the modules of helm-values-reference/go.sum. */
function build(): string {
  const directory = mkdtempSync(join(tmpdir(), 'helm-values-reference-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const built = join(directory, 'helm-values-reference');
  const cwd = join(import.meta.dirname, 'helm-values-reference');
  execFileSync('go', ['build', '-mod=readonly', '-o', built, '.'], { cwd, env: { ...process.env, GOWORK: 'off' } });
  return built;
}

/** Asks many questions of one process. */
export function askHelm(questions: readonly HelmQuestion[]): readonly HelmAnswer[] {
  program ??= build();
  const output = execFileSync(program, { input: JSON.stringify(questions), maxBuffer: 512 * 1024 * 1024, encoding: 'utf8' });
  const answers: unknown = JSON.parse(output);
  if (!isAnswers(answers)) throw new Error('the reference printed no list');
  return answers;
}

/** A float64 as Go prints it. */
function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [digits = '', power = ''] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** Our values in the words of the reference. */
export function told(value: HelmValue): unknown {
  if (value === null) return '<nil>:<nil>';
  if (typeof value === 'bigint') return `int64:${value}`;
  if (typeof value === 'number') return `float64:${floatText(value)}`;
  if (typeof value === 'boolean') return `bool:${value}`;
  if (typeof value === 'string') return `string:${value}`;
  if (Array.isArray(value)) return value.map(told);
  return isTable(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, told(entry)])) : undefined;
}
