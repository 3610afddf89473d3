// Which program is behind this path: its version in its own words, and its checksum?
import { tmpdir } from 'node:os';
import { ToolError, type ToolSpec } from '@fairway/contracts';
import { runProgram } from '../programs/run-program.ts';
import { sha256OfFile, sha256OfTexts } from './checksum.ts';
import { fileFacts, type ProgramIdentity, recall, remember } from './identity-memo.ts';
import { recordedVersion } from './recorded-version.ts';
import { parseVersion } from './version.ts';

export interface InspectOptions {
  /** Directory of installed programs, where the memory is kept. */
  readonly directory: string;
  readonly signal?: AbortSignal;
  /** Looks again even if the file is remembered. */
  readonly anew?: boolean;
  /** Default 10,000. */
  readonly timeoutMs?: number;
}

const NOWHERE = '/nonexistent';

/** No plugins, no configuration, nothing of the user: a question for the version must not run anything else. */
const PROBE_ENVIRONMENT: Readonly<Record<string, string>> = {
  HOME: NOWHERE,
  HELM_NO_PLUGINS: '1',
  HELM_PLUGINS: NOWHERE,
  HELM_CONFIG_HOME: NOWHERE,
  HELM_CACHE_HOME: NOWHERE,
  HELM_DATA_HOME: NOWHERE,
  KUBECONFIG: NOWHERE,
  LC_ALL: 'C',
};

const noVersion = (path: string, spec: ToolSpec, stderr = ''): ToolError =>
  new ToolError('tool-output', `${path} does not say which version it is`, {
    command: [path, ...spec.versionArgs],
    stderr,
    hint: `Expected ${spec.programs[0]} ${spec.supported}. Give another program with --${spec.flag} or ${spec.environmentVariable}.`,
  });

/** Asks the program for its version, or reads what Go recorded in it. Throws `ToolError` where it fails, hangs, floods, or says no version. */
export const probeVersion = async (path: string, spec: ToolSpec, options: InspectOptions): Promise<string> => {
  if (spec.versionArgs.length === 0) {
    const recorded = parseVersion((await recordedVersion(path, spec.go?.package ?? '')) ?? '');
    if (recorded !== undefined) return recorded;
    throw noVersion(path, spec);
  }
  const done = await runProgram(path, spec.versionArgs, {
    cwd: tmpdir(),
    environment: { ...PROBE_ENVIRONMENT, PATH: '/usr/bin:/bin' },
    timeoutMs: options.timeoutMs ?? 10_000,
    maxOutputBytes: 64 * 1024,
    maxErrorBytes: 64 * 1024,
    name: path,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const version = parseVersion(done.stdout);
  if (version !== undefined) return version;
  throw noVersion(path, spec, done.stderr);
};

/**
 * Version and checksum of a program. The checksum of a script is mixed with the version that it printed, since the script's own bytes say
 * nothing about the program that it starts. Throws `ToolError`: `tool-missing` where no such executable file is.
 */
export const inspectProgram = async (path: string, spec: ToolSpec, options: InspectOptions): Promise<ProgramIdentity> => {
  const facts = await fileFacts(path, spec.versionArgs);
  if (!facts) {
    throw new ToolError('tool-missing', `${path} is not an executable file`, {
      command: [path, ...spec.versionArgs],
      hint: `Expected the program ${spec.programs[0]} ${spec.supported}.`,
    });
  }
  const known = options.anew || facts.script ? undefined : await recall(options.directory, facts);
  if (known) return known;
  const [version, bytes] = await Promise.all([probeVersion(path, spec, options), sha256OfFile(facts.path)]);
  const identity = { version, sha256: facts.script ? sha256OfTexts([bytes, version]) : bytes };
  const after = await fileFacts(path, spec.versionArgs);
  if (after?.facts === facts.facts) await remember(options.directory, facts, identity);
  return identity;
};
