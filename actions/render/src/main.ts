// What does the render action do? Reads inputs, checks them, builds adapters, calls the capability, publishes the result.
import { join, resolve } from 'node:path';
import { info, type RunEvent, readEvent, runnerEnvironment, runnerProgress, setOutputs } from '@fairway/action-kit';
import { createOutput, createRenderPorts, toolLocksOf } from '@fairway/adapters';
import { readEventPayload } from '@fairway/adapters/forge';
import { outputFiles, renderRepository } from '@fairway/render';
import { checkInputs, readInputs } from './inputs.ts';
import { openSides } from './open-sides.ts';
import { publish } from './publish.ts';

const NO_RESULT = { verdict: 'incomplete', 'changed-environments': '[]', 'changed-apps': '[]', findings: 0, 'blocking-findings': 0 };

export const main = async (signal: AbortSignal): Promise<void> => {
  const env = runnerEnvironment();
  const inputs = readInputs();
  const temporary = env['RUNNER_TEMP'] ?? '/tmp';
  const cacheDirectory = resolve(inputs.cacheDirectory ?? join(temporary, 'fairway-cache'));
  const reports = resolve(inputs.reportDirectory ?? join(temporary, 'fairway-report'));
  const files = { 'report-directory': reports, report: join(reports, 'report.json'), html: join(reports, 'report.html') };
  setOutputs({ ...NO_RESULT, ...files, 'artifact-url': '', 'comment-url': '', 'cache-path': cacheDirectory });
  checkInputs(inputs);

  const event: RunEvent = readEvent(env['GITHUB_EVENT_NAME'] ?? '', readEventPayload(env['GITHUB_EVENT_PATH']), env['GITHUB_REPOSITORY']);
  const sides = await openSides(resolve(inputs.directory), inputs.base, { event, git: { environment: env, signal } });
  const ports = createRenderPorts({
    environment: env,
    locks: await toolLocksOf(sides.head, sides.base),
    workTree: sides.root,
    cwd: process.cwd(),
    renderCache: cacheDirectory,
    scope: event.pullRequest?.fork === true ? 'untrusted' : 'trusted',
    programs: inputs.programs,
    progress: runnerProgress(),
    signal,
  });

  const outcome = await renderRepository(
    {
      head: sides.head,
      ...(sides.base === undefined ? {} : { base: sides.base }),
      ...(sides.baseRef === undefined ? {} : { baseRef: sides.baseRef }),
      below: sides.below,
      environments: inputs.environments,
      apps: inputs.apps,
      ...(inputs.expectEnvironments.length === 0 ? {} : { expectEnvironments: inputs.expectEnvironments }),
      verifyDeterminism: inputs.verifyDeterminism,
      needObjects: inputs.outputDirectory !== undefined,
      includeSecrets: false,
      failOn: inputs.failOn,
      ...(inputs.concurrency === undefined ? {} : { concurrency: inputs.concurrency }),
      ...(inputs.timeout === undefined ? {} : { timeoutMs: inputs.timeout * 1000 }),
      signal,
    },
    ports,
  );

  if (inputs.outputDirectory !== undefined) {
    await createOutput().replaceTree(resolve(inputs.outputDirectory), outputFiles(outcome.rendered, { report: outcome.report }));
  }
  const server = { serverUrl: env['GITHUB_SERVER_URL'] ?? 'https://github.com', apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com' };
  await publish(inputs, { event, ...server, runId: env['GITHUB_RUN_ID'] }, outcome, reports);
  info(`render: ${outcome.report.verdict}`);
};
