// fairway lock: what do the charts, artifacts and repositories that live elsewhere mean now? Written down by digest.
import { join } from 'node:path';
import { createOutput, createRenderPorts, toolLocksOf } from '@fairway/adapters';
import { formatSourceLock, SOURCE_LOCK_FILE } from '@fairway/environments';
import { type LockOutcome, type LockRow, lockSources, neededSources } from '@fairway/render';
import { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { type OpenSources, openSources } from '../open-sources.ts';
import { errorText, exitCodeOfError } from '../print-error.ts';
import type { ContextOf } from '../program.ts';
import { askedText, errorJson, shortDigest, shortText, tableText } from '../source-text.ts';
import type { ToolFlags } from '../tool-context.ts';

interface LockFlags extends ToolFlags {
  readonly update?: true | readonly string[];
  readonly check: boolean;
  readonly json: boolean;
}

const HEAD = ['NAME', 'ASKED', 'RESOLVED', 'DIGEST', 'STATE', 'NEEDED BY'];

const resolvedText = ({ locked, before }: LockRow): string => {
  if (locked === undefined) return before === undefined ? '-' : shortText(before.resolved);
  return before === undefined ? shortText(locked.resolved) : `${shortText(before.resolved)} → ${shortText(locked.resolved)}`;
};

const reasonText = ({ neededBy }: LockRow): string => {
  const [first] = neededBy;
  if (first === undefined) return '-';
  const place = [first.at.file, first.at.line].filter((part) => part !== undefined).join(':');
  return `${first.neededBy} (${place})${neededBy.length > 1 ? ` and ${neededBy.length - 1} more` : ''}`;
};

const rowOf = (row: LockRow): readonly string[] => {
  const digest = row.locked ?? row.before;
  return [
    row.name,
    askedText(row.request),
    resolvedText(row),
    digest === undefined ? '-' : shortDigest(digest),
    row.state,
    reasonText(row),
  ];
};

const jsonOf = ({ rows, unchanged }: LockOutcome): string =>
  `${JSON.stringify({ unchanged, sources: rows.map(({ error, ...row }) => ({ ...row, ...errorJson(error) })) }, null, 2)}\n`;

const runLock = async (flags: LockFlags, context: CliContext, open: OpenSources): Promise<LockOutcome> => {
  const ports = createRenderPorts({
    locks: await toolLocksOf(open.tree, undefined),
    environment: context.env,
    workTree: open.root,
    cwd: context.cwd,
    programs: { kustomize: flags.kustomize, helm4: flags.helm, helm3: flags.helm3 },
    progress: open.progress,
    signal: context.signal,
  });
  return lockSources(
    {
      needed: (lock) => neededSources(open.tree, { locked: lock.sources, signal: context.signal }, ports),
      previous: open.lock,
      update: flags.update === undefined ? 'none' : flags.update === true ? 'all' : flags.update,
      check: flags.check,
    },
    { source: open.source, archives: open.shelf, progress: open.progress },
  );
};

/** Failures come first: the highest exit code wins, and the lock stays as it is. */
const finish = async (
  flags: LockFlags,
  context: CliContext,
  { open, outcome }: { open: OpenSources; outcome: LockOutcome },
): Promise<void> => {
  const { stderr, exit, color } = context;
  const failed = outcome.rows.flatMap(({ error }) => error ?? []);
  for (const error of failed) stderr.write(errorText(error, color));
  if (failed.length > 0) {
    stderr.write(`${SOURCE_LOCK_FILE} was not written\n`);
    exit(failed.some((error) => exitCodeOfError(error) === 3) ? 3 : 2);
    return;
  }
  if (flags.check) {
    if (!outcome.unchanged) stderr.write(`${SOURCE_LOCK_FILE} is not what is needed: run fairway lock and commit it\n`);
    exit(outcome.unchanged ? 0 : 1);
    return;
  }
  if (outcome.rows.length === 0 && open.lock === undefined) {
    stderr.write('nothing that lives elsewhere is needed, so there is nothing to lock\n');
    return;
  }
  if (outcome.unchanged) {
    stderr.write(`${SOURCE_LOCK_FILE} is up to date\n`);
    return;
  }
  await createOutput().writeFile(join(open.root, SOURCE_LOCK_FILE), formatSourceLock(outcome.lock));
  stderr.write(
    `wrote ${SOURCE_LOCK_FILE}: ${outcome.lock.sources.length} source${outcome.lock.sources.length === 1 ? '' : 's'}; commit it\n`,
  );
};

export const lockCommand = (contextOf: ContextOf): Command =>
  new Command('lock')
    .description(`find the charts, artifacts and repositories that live elsewhere and write them to ${SOURCE_LOCK_FILE}; needs the network`)
    .option('--update [names...]', 'look up anew what a range or a branch means: all sources, or those with these names')
    .option('--check', 'write nothing; exit code 1 when the lock is not what is needed', false)
    .option('--json', 'print it as JSON', false)
    .option('--helm <path>', 'a helm 4 binary of your own')
    .option('--helm3 <path>', 'a helm 3 binary of your own')
    .option('--kustomize <path>', 'a kustomize binary of your own')
    .action(async (flags: LockFlags) => {
      const context = contextOf();
      const open = await openSources(context, flags);
      const outcome = await runLock(flags, context, open);
      context.stdout.write(flags.json ? jsonOf(outcome) : tableText(HEAD, outcome.rows.map(rowOf)));
      await finish(flags, context, { open, outcome });
    });
