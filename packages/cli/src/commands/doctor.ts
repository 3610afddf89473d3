// fairway doctor: what is there, from where, and what is missing?
import { examineHost, examineTools, findRepository, openWorkTree, readToolsLock, TOOLS_LOCK } from '@fairway/adapters';
import { FairwayError } from '@fairway/contracts';
import { Command } from 'commander';
import type { CliContext } from '../context.ts';
import type { ContextOf } from '../program.ts';
import { type ToolFlags, toolContext } from '../tool-context.ts';
import { type Diagnosis, diagnosisText } from '../tool-text.ts';
import { VERSION } from '../version.ts';

const CONFIG = 'fairway.yaml';

const examineRepository = async (cwd: string): Promise<Diagnosis['repository']> => {
  try {
    const { root, git } = await findRepository(cwd);
    const tree = await openWorkTree(root, { git });
    const files = await tree.read([CONFIG, TOOLS_LOCK]);
    const there = (path: string): boolean => files.get(path)?.kind === 'file';
    return { root, git, config: there(CONFIG), toolsLock: there(TOOLS_LOCK) };
  } catch (error) {
    if (!(error instanceof FairwayError) || error.code === 'cancelled') throw error;
    return { problem: `${error.message}${error.hint === '' ? '' : `. ${error.hint}`}` };
  }
};

const diagnose = async (context: CliContext, flags: ToolFlags): Promise<Diagnosis> => {
  const repository = await examineRepository(context.cwd);
  const root = 'root' in repository ? repository.root : undefined;
  const lock = root === undefined ? undefined : await readToolsLock(root);
  const tools = toolContext(context, {
    flags,
    ...(root === undefined ? {} : { workTree: root }),
    locks: lock === undefined ? {} : { head: lock },
  });
  return { fairway: VERSION, host: await examineHost(context.env), repository, tools: await examineTools([], { ...tools, anew: true }) };
};

/** True where a run could not do its work: a needed program is absent, and there is no way to get it. */
const isHopeless = (diagnosis: Diagnosis): boolean =>
  diagnosis.host.programs.some((program) => program.needed && program.problem !== undefined) ||
  diagnosis.tools.some((tool) => tool.state === 'broken' || (tool.state === 'missing' && !tool.download.open && !tool.build.open));

export const doctorCommand = (contextOf: ContextOf): Command =>
  new Command('doctor')
    .description('what is there, from where, and what is missing; changes nothing')
    .option('--json', 'print it as JSON', false)
    .option('--helm <path>', 'a helm 4 binary of your own')
    .option('--helm3 <path>', 'a helm 3 binary of your own')
    .option('--kustomize <path>', 'a kustomize binary of your own')
    .action(async (flags: ToolFlags & { json: boolean }) => {
      const context = contextOf();
      const diagnosis = await diagnose(context, flags);
      context.stdout.write(flags.json ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis, context.color));
      context.exit(isHopeless(diagnosis) ? 3 : 0);
    });
