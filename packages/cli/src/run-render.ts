// How does the render command go from flags to a written report? Opens both sides, builds the adapters, calls the capability, writes what was asked for.
import { join, resolve } from 'node:path';
import {
  createOutput,
  createRenderPorts,
  findRepository,
  type GitOptions,
  mergeBase,
  openCommit,
  openWorkTree,
  type RepositoryPlace,
  resolveRevision,
  toolLocksOf,
} from '@fairway/adapters';
import { InputError, type ProgressPort, type SourceTree } from '@fairway/contracts';
import { outputFiles, type RenderOutcome, type RenderPorts, renderRepository } from '@fairway/render';
import { reportFiles } from '@fairway/report';
import { type CliContext, inCi } from './context.ts';
import { createProgress, type ProgressMode } from './progress.ts';
import type { RenderFlags } from './render-options.ts';

interface Sides {
  readonly head: SourceTree;
  readonly base?: SourceTree;
}

const needGit = (repository: RepositoryPlace, flag: string): void => {
  if (repository.git) return;
  throw new InputError('input-invalid', `${flag} needs a git repository, and ${repository.root} is none`, {
    hint: 'leave it out to render the directory as it is, or run git init and commit',
  });
};

const openSides = async (repository: RepositoryPlace, flags: RenderFlags, git: GitOptions): Promise<Sides> => {
  if (flags.base !== undefined) needGit(repository, '--base');
  if (flags.head !== undefined) needGit(repository, '--head');
  const { root } = repository;
  const headCommit = flags.head === undefined ? undefined : await resolveRevision(root, flags.head, git);
  const openHead = () =>
    headCommit === undefined ? openWorkTree(root, { ...git, git: repository.git }) : openCommit(root, headCommit, git);
  const openBase = async (named: string) => {
    const revision = await resolveRevision(root, named, git);
    return openCommit(root, flags.baseExact ? revision : await mergeBase(root, revision, headCommit ?? 'HEAD', git), git);
  };
  if (flags.base === undefined) return { head: await openHead() };
  const [head, base] = await Promise.all([openHead(), openBase(flags.base)]);
  return { head, base };
};

const createPorts = async (flags: RenderFlags, context: CliContext, repository: RepositoryPlace, sides: Sides): Promise<RenderPorts> =>
  createRenderPorts({
    locks: await toolLocksOf(sides.head, sides.base),
    environment: context.env,
    workTree: repository.root,
    cwd: context.cwd,
    programs: { kustomize: flags.kustomize, helm4: flags.helm, helm3: flags.helm3 },
    progress: progressFor(flags, context),
    ...(flags.cache ? {} : { renderCache: false }),
    signal: context.signal,
  });

const progressMode = (flags: RenderFlags, { env, stderr }: CliContext): ProgressMode => {
  if (flags.json === true) return 'silent';
  if (inCi(env)) return 'lines';
  return stderr.isTTY === true ? 'bar' : 'notes';
};

const progressFor = (flags: RenderFlags, context: CliContext): ProgressPort =>
  createProgress(progressMode(flags, context), context.stderr, { groups: context.env['GITHUB_ACTIONS'] === 'true' });

const writeReports = async (directory: string, outcome: RenderOutcome): Promise<void> => {
  const output = createOutput();
  const timings = { ...outcome.timings, peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024) };
  for (const [name, text] of Object.entries(reportFiles(outcome.report, timings))) await output.writeFile(join(directory, name), text);
};

/** Renders and writes what the flags ask for. Errors: those of the adapters, and InputError for flags that do not fit the repository. */
export const runRender = async (flags: RenderFlags, context: CliContext): Promise<RenderOutcome> => {
  const git: GitOptions = { environment: context.env, signal: context.signal };
  const repository = await findRepository(context.cwd, git);
  const sides = await openSides(repository, flags, git);
  const ports = await createPorts(flags, context, repository, sides);
  const outcome = await renderRepository(
    {
      ...sides,
      ...(flags.head === undefined ? {} : { headRef: flags.head }),
      ...(flags.base === undefined ? {} : { baseRef: flags.base }),
      below: repository.below,
      environments: flags.env,
      apps: flags.app,
      ...(flags.expectEnvironments === undefined ? {} : { expectEnvironments: flags.expectEnvironments }),
      verifyDeterminism: flags.verifyDeterminism ?? inCi(context.env),
      needObjects: flags.output !== undefined,
      includeSecrets: flags.includeSecrets,
      ...(flags.failOn === undefined ? {} : { failOn: flags.failOn }),
      ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
      signal: context.signal,
    },
    ports,
  );
  if (flags.output !== undefined) {
    const files = outputFiles(outcome.rendered, { report: outcome.report });
    await createOutput().replaceTree(resolve(context.cwd, flags.output), files);
  }
  if (flags.reportDir !== undefined) await writeReports(resolve(context.cwd, flags.reportDir), outcome);
  return outcome;
};
