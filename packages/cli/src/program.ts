// Which commands are there, and which flags do all of them share?
import { resolve } from 'node:path';
import { InputError } from '@fairway/contracts';
import { Command, CommanderError, Help, type Option } from 'commander';
import { cacheCommand } from './commands/cache.ts';
import { doctorCommand } from './commands/doctor.ts';
import { fetchCommand } from './commands/fetch.ts';
import { graphCommand } from './commands/graph.ts';
import { initCommand } from './commands/init.ts';
import { lockCommand } from './commands/lock.ts';
import { networkCommand } from './commands/network.ts';
import { reconcilersCommand } from './commands/reconcilers.ts';
import { renderCommand } from './commands/render.ts';
import { toolsCommand } from './commands/tools.ts';
import { vendorCommand } from './commands/vendor.ts';
import type { CliContext } from './context.ts';
import { errorText } from './print-error.ts';
import { VERSION } from './version.ts';

/** Commands read the context when they run, so that `-C` and `--no-color` count. */
export type ContextOf = () => CliContext;

const SUBCOMMANDS = [
  renderCommand,
  graphCommand,
  initCommand,
  cacheCommand,
  toolsCommand,
  doctorCommand,
  reconcilersCommand,
  lockCommand,
  fetchCommand,
  vendorCommand,
  networkCommand,
];

/** Settings of the program reach every level: subcommands are made before their parent has them. */
const inherit = (command: Command, from: Command): void => {
  command.copyInheritedSettings(from);
  for (const sub of command.commands) inherit(sub, command);
};

/** What commander has to say about a command line looks like every other error. */
const wrongCommandLine = (text: string, color: boolean): string => {
  const [message = '', ...hints] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  return errorText(new InputError('input-invalid', message, { hint: hints.join(' ') }), color);
};

/** A default that says no more than "off" or "none" is not worth a reader's time. */
const describeOption = (option: Option): string => new Help().optionDescription(option).replace(/ \(default: (?:false|\[\])\)$/, '');

const buildProgram = (base: CliContext): Command => {
  const program = new Command('fairway');
  program
    .description('See, judge, scan and promote what runs where: Kustomize and Helm, dev to prod, by pull request.')
    .version(VERSION, '-V, --version')
    .option('-C, --directory <dir>', 'work in the repository that contains this directory; below its root, only apps under it')
    .option('--no-color', 'plain text')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => base.stdout.write(text),
      writeErr: (text) => base.stderr.write(text),
      outputError: (text, write) => write(wrongCommandLine(text, base.color)),
    })
    .configureHelp({ optionDescription: describeOption });
  const contextOf: ContextOf = () => {
    const options = program.opts<{ directory?: string; color: boolean }>();
    return { ...base, cwd: resolve(base.cwd, options.directory ?? '.'), color: base.color && options.color };
  };
  for (const make of SUBCOMMANDS) {
    const command = make(contextOf);
    inherit(command, program);
    program.addCommand(command);
  }
  return program;
};

/** Runs one command line, program name left out. Wrong flags end with exit code 2, help and version with 0. */
export const runProgram = async (context: CliContext, args: readonly string[]): Promise<void> => {
  const program = buildProgram(context);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    context.exit(error.exitCode === 0 ? 0 : 2);
  }
};
