// fairway vendor: keep what fairway.lock names in the repository itself, below vendor/.
import { VENDOR_DIRECTORY, vendorFileName, writeVendor } from '@fairway/adapters';
import { FairwayError } from '@fairway/contracts';
import { Command } from 'commander';
import { bringAll, openSources, openTree, requireLock } from '../open-sources.ts';
import { errorText } from '../print-error.ts';
import type { ContextOf } from '../program.ts';
import { exitCodeOf } from './fetch.ts';

export const vendorCommand = (contextOf: ContextOf): Command =>
  new Command('vendor')
    .description(`write every archive that fairway.lock names to ${VENDOR_DIRECTORY}/, and remove those that it does not name`)
    .option('--json', 'print it as JSON', false)
    .action(async (flags: { json: boolean }) => {
      const context = contextOf();
      const { stdout, stderr } = context;
      const open = await openSources(context, flags);
      const lock = requireLock(open);
      const brought = await bringAll(open, lock);
      for (const { error } of brought) if (error !== undefined) stderr.write(errorText(error, context.color));
      if (exitCodeOf(brought) !== 0) {
        stderr.write(`${VENDOR_DIRECTORY}/ was not changed\n`);
        context.exit(exitCodeOf(brought));
        return;
      }
      const read = async (digest: string): Promise<Uint8Array> => {
        const bytes = await open.shelf.get(digest);
        if (bytes === undefined) throw new FairwayError('disk-failed', 'an archive is gone from the cache while it was needed');
        return bytes;
      };
      const change = await writeVendor(
        open.root,
        lock.sources.map((locked) => ({ locked, read: () => read(locked.digest) })),
      );
      if (flags.json) stdout.write(`${JSON.stringify(change, null, 2)}\n`);
      for (const name of flags.json ? [] : change.written) stdout.write(`wrote ${VENDOR_DIRECTORY}/${name}\n`);
      for (const name of flags.json ? [] : change.removed) stdout.write(`removed ${VENDOR_DIRECTORY}/${name}\n`);
      if (!flags.json) stderr.write(`${VENDOR_DIRECTORY}/ holds ${change.written.length + change.kept.length} archives; commit it\n`);
      const { tree } = await openTree(context);
      const ignored = lock.sources
        .map((locked) => `${VENDOR_DIRECTORY}/${vendorFileName(locked)}`)
        .filter((path) => !tree.entries.has(path));
      if (ignored.length > 0)
        stderr.write(`git ignores ${ignored[0]}: a commit will not hold it. Add !${VENDOR_DIRECTORY}/*.tgz to .gitignore.\n`);
    });
