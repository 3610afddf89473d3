// fairway fetch: bring what fairway.lock names into the cache, so that rendering needs no network.
import { Command } from 'commander';
import { type Brought, bringAll, openSources, requireLock } from '../open-sources.ts';
import { errorText, exitCodeOfError } from '../print-error.ts';
import type { ContextOf } from '../program.ts';
import { errorJson, shortDigest, shortText, tableText } from '../source-text.ts';

const HEAD = ['NAME', 'RESOLVED', 'DIGEST', 'FROM'];
const rowOf = ({ name, locked, from }: Brought): readonly string[] => [name, shortText(locked.resolved), shortDigest(locked), from];

/** As everywhere: the highest code wins. */
export const exitCodeOf = (brought: readonly Brought[]): 0 | 2 | 3 => {
  const codes = brought.flatMap(({ error }) => (error === undefined ? [] : [exitCodeOfError(error)]));
  return codes.includes(3) ? 3 : (codes[0] ?? 0);
};

export const fetchCommand = (contextOf: ContextOf): Command =>
  new Command('fetch')
    .description('bring every archive that fairway.lock names into the cache; says what was there')
    .option('--json', 'print it as JSON', false)
    .action(async (flags: { json: boolean }) => {
      const context = contextOf();
      const open = await openSources(context, flags);
      const brought = await bringAll(open, requireLock(open));
      const json = brought.map(({ locked, name, from, error }) => ({ name, from, ...locked, ...errorJson(error) }));
      context.stdout.write(flags.json ? `${JSON.stringify(json, null, 2)}\n` : tableText(HEAD, brought.map(rowOf)));
      for (const { error } of brought) if (error !== undefined) context.stderr.write(errorText(error, context.color));
      context.exit(exitCodeOf(brought));
    });
