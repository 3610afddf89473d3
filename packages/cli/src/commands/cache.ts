// fairway cache: where is the render cache, and how is it kept small?
import { createCache, renderCacheDirectory } from '@fairway/adapters';
import { InputError } from '@fairway/contracts';
import { Command } from 'commander';
import type { ContextOf } from '../program.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** `512M`, `2G`, or a number of bytes. */
export const parseSize = (text: string): number => {
  const match = /^(\d+)([KMG]?)i?B?$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? '').toUpperCase()];
  if (match === null || unit === undefined) {
    throw new InputError('input-invalid', `${text} is no size`, { hint: 'write a number of bytes, or for example 512M or 2G' });
  }
  return Number(match[1]) * unit;
};

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

export const cacheCommand = (contextOf: ContextOf): Command => {
  const command = new Command('cache').description('the render cache: outside the work tree, safe to delete');
  command
    .command('path')
    .description('print its directory')
    .action(() => {
      const { stdout, env } = contextOf();
      stdout.write(`${renderCacheDirectory(env)}\n`);
    });
  command
    .command('prune')
    .description('remove the entries that were not used for longest, until it is small enough')
    .option('--max-size <size>', 'what may stay, for example 512M or 2G', '1G')
    .action(async (options: { maxSize: string }) => {
      const { stdout, env } = contextOf();
      const cache = createCache(renderCacheDirectory(env), { scope: 'trusted', maxBytes: parseSize(options.maxSize) });
      const pruned = await cache.prune();
      stdout.write(
        `entries removed: ${pruned.removed} (${megabytes(pruned.removedBytes)}), kept: ${pruned.kept} (${megabytes(pruned.keptBytes)})\n`,
      );
    });
  return command;
};
