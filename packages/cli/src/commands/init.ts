// fairway init: what was inferred of this repository, written down as fairway.yaml.
import { join } from 'node:path';
import { createOutput, findRepository, openWorkTree } from '@fairway/adapters';
import { ConfigError, InputError } from '@fairway/contracts';
import { discover, initText } from '@fairway/environments';
import { Command } from 'commander';
import type { ContextOf } from '../program.ts';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const initCommand = (contextOf: ContextOf): Command =>
  new Command('init')
    .description('write fairway.yaml with the environments and apps that were found')
    .option('--dry-run', 'print it, write nothing', false)
    .option('--force', 'replace an existing fairway.yaml', false)
    .action(async (options: { dryRun: boolean; force: boolean }) => {
      const { cwd, env, signal, stdout, stderr } = contextOf();
      const git = { environment: env, signal };
      const repository = await findRepository(cwd, git);
      const tree = await openWorkTree(repository.root, { ...git, git: repository.git });
      const discovery = await discover(tree, { below: repository.below, ignoreConfig: true });
      const [first, ...rest] = discovery.problems;
      if (first !== undefined) throw new ConfigError([first, ...rest]);
      const text = initText(discovery);
      if (options.dryRun) {
        stdout.write(text);
        return;
      }
      const exists = (await tree.read(['fairway.yaml'])).get('fairway.yaml')?.kind !== 'absent';
      if (exists && !options.force) {
        throw new InputError('input-invalid', 'fairway.yaml is there already, so nothing was written', {
          hint: 'see what would be written with fairway init --dry-run, or replace the file with --force',
        });
      }
      await createOutput().writeFile(join(repository.root, 'fairway.yaml'), text);
      stderr.write(
        `wrote fairway.yaml: ${count(discovery.apps.length, 'app')} in ${count(discovery.environments.length, 'environment')}\n`,
      );
      for (const note of discovery.notes) stderr.write(`  ${note}\n`);
    });
