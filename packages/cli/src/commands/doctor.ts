// fairway doctor: what is there, from where, and what is missing?
import { examineHost, examineTools, findRepository, openWorkTree, readToolsLock, TOOLS_LOCK, type ToolState } from '@fairway/adapters';
import { FairwayError } from '@fairway/contracts';
import { discover } from '@fairway/environments';
import { compareWithRelease, type ProgramVersions } from '@fairway/reconcilers';
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

const versionsOf = (tools: readonly ToolState[]): ProgramVersions => {
  const version = (name: string): string | undefined => tools.find((tool) => tool.name === name)?.tool?.version;
  return { kustomize: version('kustomize'), helm3: version('helm3'), helm4: version('helm4') };
};

/** A repository whose configuration is wrong has none: `render` says what is wrong with it. */
const examineReconcilers = async (cwd: string, tools: readonly ToolState[]): Promise<Diagnosis['reconcilers']> => {
  const { root, git } = await findRepository(cwd);
  const { environments } = await discover(await openWorkTree(root, { git }));
  const clusters = new Map(environments.map(({ cluster, profile }) => [cluster, profile?.reconciler]));
  return [...clusters].flatMap(([cluster, reconciler]) => {
    const found = reconciler === undefined ? undefined : compareWithRelease(reconciler, versionsOf(tools));
    return cluster === undefined || found === undefined ? [] : [{ cluster, ...found }];
  });
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
  const states = await examineTools([], { ...tools, anew: true });
  const reconcilers = root === undefined ? [] : await examineReconcilers(context.cwd, states);
  return { fairway: VERSION, host: await examineHost(context.env), repository, reconcilers, tools: states };
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
