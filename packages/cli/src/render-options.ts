// Which flags does render take, and which of them contradict one another?
import { InputError } from '@fairway/contracts';
import { type Command, Option } from 'commander';

export const FORMATS = ['text', 'json', 'markdown', 'html', 'sarif', 'junit'] as const;
export type Format = (typeof FORMATS)[number];
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
type Severity = (typeof SEVERITIES)[number];

export interface RenderFlags {
  readonly env: readonly string[];
  readonly app: readonly string[];
  readonly base?: string;
  readonly baseExact: boolean;
  readonly head?: string;
  readonly output?: string;
  readonly includeSecrets: boolean;
  readonly format: Format;
  readonly json?: boolean;
  readonly reportDir?: string;
  readonly expectEnvironments?: readonly string[];
  readonly failOn?: Severity;
  readonly verifyDeterminism?: boolean;
  readonly concurrency?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly cache: boolean;
  readonly verbose: boolean;
  readonly helm?: string;
  readonly helm3?: string;
  readonly kustomize?: string;
}

/** `a,b` and repeated flags are the same; blanks and empty items are dropped. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value.split(/[,\s]+/).filter((item) => item !== ''),
];

const whole =
  (flag: string, max: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1 || number > max) {
      throw new InputError('input-invalid', `${flag} ${value} is not a whole number from 1 to ${max}`);
    }
    return number;
  };

export const addRenderOptions = (command: Command): Command =>
  command
    .option('-e, --env <names>', 'environments by name or stage, separated by commas', collect, [])
    .option('-a, --app <names>', 'apps by name or env/name, separated by commas', collect, [])
    .option('-b, --base <ref>', 'compare with the merge base of this revision and the head')
    .option('--base-exact', 'compare with the tip of --base itself', false)
    .option('--head <ref>', 'render this commit instead of the work tree')
    .option('-o, --output <dir>', 'write the rendered objects below this directory, which is replaced; Secret values are left out')
    .option('--include-secrets', 'keep Secret values in --output', false)
    .addOption(new Option('-f, --format <format>', 'what is printed').choices(FORMATS).default('text'))
    .option('--json', 'print only the report as JSON, nothing else')
    .option('--report-dir <dir>', 'also write report.json, report.html, report.md, report.sarif, report.junit.xml and timings.json')
    .option('--expect-environments <names>', 'fail when any other environment changes', collect)
    .addOption(
      new Option('--fail-on <severity>', 'new findings of this severity or above fail the run (default: high)').choices(SEVERITIES),
    )
    .option('--verify-determinism', 'render what changed twice and compare (default in CI)')
    .option('--no-verify-determinism', 'render once')
    .option('--concurrency <n>', 'programs at a time (default: number of cores)', whole('--concurrency', 64))
    .option('--timeout <seconds>', 'time that one program may take (default: 120)', whole('--timeout', 3600))
    .option('--no-cache', 'neither read nor write the render cache')
    .option('-v, --verbose', 'list what is unchanged too', false)
    .option('--helm <path>', 'a helm 4 binary of your own')
    .option('--helm3 <path>', 'a helm 3 binary of your own')
    .option('--kustomize <path>', 'a kustomize binary of your own');

/** Pure check of contradictions, before anything is read. Errors: InputError naming both flags. */
export const checkRenderFlags = (flags: RenderFlags): void => {
  const clash = (message: string, hint: string): never => {
    throw new InputError('input-invalid', message, { hint });
  };
  if (flags.baseExact && flags.base === undefined) clash('--base-exact needs --base', 'name the revision: --base main --base-exact');
  if (flags.includeSecrets && flags.output === undefined)
    clash('--include-secrets needs --output', 'only written objects may hold Secret values, never a report');
  if (flags.json === true && flags.format !== 'text' && flags.format !== 'json')
    clash(`--json and --format ${flags.format} contradict each other`, 'use one of them');
  if (flags.expectEnvironments !== undefined && flags.base === undefined)
    clash('--expect-environments needs --base', 'what changed is known only against a base, for example --base main');
};
