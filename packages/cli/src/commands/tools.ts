// fairway tools: which external programs are pinned, and how do they come here?
import { join } from 'node:path';
import {
  createOutput,
  everydayTools,
  examineTools,
  findRepository,
  formatToolsLock,
  lockTools,
  parseLockRequest,
  type Road,
  readToolsLock,
  resolveTool,
  TOOLS_LOCK,
} from '@fairway/adapters';
import { Command, Option } from 'commander';
import type { CliContext } from '../context.ts';
import type { ContextOf } from '../program.ts';
import { type ToolFlags, toolContext } from '../tool-context.ts';
import { toolProgress } from '../tool-progress.ts';
import { toolRows } from '../tool-text.ts';

/** The repository around the working directory, and its lock file. */
const openRepository = async (context: CliContext) => {
  const { root } = await findRepository(context.cwd);
  const lock = await readToolsLock(root);
  return { root, lock, locks: lock === undefined ? {} : { head: lock } };
};

const addGiven = (command: Command): Command =>
  command
    .option('--helm <path>', 'a helm 4 binary of your own')
    .option('--helm3 <path>', 'a helm 3 binary of your own')
    .option('--kustomize <path>', 'a kustomize binary of your own');

const listCommand = (contextOf: ContextOf): Command =>
  addGiven(new Command('list').description('what is pinned, what is there, and from where; installs nothing'))
    .argument('[names...]', 'programs (default: all)')
    .option('--json', 'print it as JSON', false)
    .action(async (names: string[], flags: ToolFlags & { json: boolean }) => {
      const context = contextOf();
      const { root, locks } = await openRepository(context);
      const states = await examineTools(names, toolContext(context, { flags, workTree: root, locks }));
      context.stdout.write(flags.json ? `${JSON.stringify(states, null, 2)}\n` : toolRows(states, context.color));
    });

interface InstallFlags extends ToolFlags {
  readonly quiet: boolean;
  readonly mirror?: string;
  readonly road?: Road;
}

const installCommand = (contextOf: ContextOf): Command =>
  addGiven(new Command('install').description('find each program, or download or build it into the cache'))
    .argument('[names...]', 'programs (default: all)')
    .option('-q, --quiet', 'say nothing about what is there already', false)
    .option('--mirror <url>', 'fetch downloads below this address instead of from upstream (also FAIRWAY_TOOLS_MIRROR)')
    .addOption(new Option('--road <road>', 'only this way of installing').choices(['download', 'build']))
    .action(async (names: string[], flags: InstallFlags) => {
      const context = contextOf();
      const { root, locks } = await openRepository(context);
      const { onProgress, end } = toolProgress(context);
      const { mirror, road } = flags;
      const tools = {
        ...toolContext(context, { flags, workTree: root, locks, onProgress, ...(mirror === undefined ? {} : { mirror }) }),
        ...(road === undefined ? {} : { roads: [road] }),
      };
      const wanted = names.length === 0 ? everydayTools() : names;
      try {
        for (const name of wanted) {
          const tool = await resolveTool(name, tools);
          if (!flags.quiet) context.stdout.write(`${name} ${tool.version} (${tool.origin}) ${tool.path}\n`);
        }
      } finally {
        end();
      }
    });

interface LockFlags {
  readonly mirror?: string;
  readonly dryRun: boolean;
}

const lockCommand = (contextOf: ContextOf): Command =>
  new Command('lock')
    .description(`record upstream's checksums in ${TOOLS_LOCK}, so that downloads can be verified; needs the network`)
    .argument('[names...]', 'programs, or name@version for another version than the pinned one (default: all, as pinned)')
    .option('--mirror <url>', 'read the checksums below this address instead of from upstream (also FAIRWAY_TOOLS_MIRROR)')
    .option('--dry-run', 'print the lock file, write nothing', false)
    .action(async (names: string[], flags: LockFlags) => {
      const context = contextOf();
      const { root, lock } = await openRepository(context);
      const { onProgress, end } = toolProgress(context);
      const { mirror } = flags;
      const tools = toolContext(context, { workTree: root, onProgress, ...(mirror === undefined ? {} : { mirror }) });
      const next = await lockTools(names.map(parseLockRequest), lock, tools).finally(end);
      if (flags.dryRun) {
        context.stdout.write(formatToolsLock(next));
        return;
      }
      await createOutput().writeFile(join(root, TOOLS_LOCK), formatToolsLock(next));
      for (const [name, entry] of Object.entries(next.tools)) {
        context.stderr.write(`${name} ${entry.version}: ${Object.keys(entry.sha256).length} platforms, proof: ${entry.proof}\n`);
      }
      context.stderr.write(`wrote ${TOOLS_LOCK}; commit it\n`);
    });

export const toolsCommand = (contextOf: ContextOf): Command => {
  const command = new Command('tools').description('the external programs: which are pinned, where they are, how they come here');
  for (const sub of [listCommand(contextOf), installCommand(contextOf), lockCommand(contextOf)]) command.addCommand(sub);
  return command;
};
