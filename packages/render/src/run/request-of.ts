// What is a renderer asked for one app?
import type { KustomizeRequest, RendererRequest, ResolvedTool } from '@fairway/contracts';
import { installNamespace } from '../cache/cache-key.ts';
import type { ReadyJob } from '../plan/app-job.ts';
import type { Place } from '../staging/workspace.ts';

const program = (job: ReadyJob, name: 'helm' | 'kustomize'): ResolvedTool => {
  const found = job.tools.find((tool) => tool.name.startsWith(name));
  if (found === undefined) throw new Error(`${job.app.id} was planned without ${name}`);
  return found;
};

const kustomizeHelm = (job: ReadyJob): Pick<KustomizeRequest, 'helm' | 'kubeVersion' | 'apiVersions'> =>
  job.closure.charts.length === 0
    ? {}
    : { helm: program(job, 'helm'), kubeVersion: job.settings.kubeVersion, apiVersions: job.settings.apiVersions };

/** The request for a program; undefined for a plain directory, which needs none. */
export const requestOf = (job: ReadyJob, place: Place): RendererRequest | undefined => {
  const { app, settings, key: id } = job;
  const { renderer } = app;
  const { root } = place;
  if (renderer.kind === 'directory') return undefined;
  if (renderer.kind === 'kustomize') {
    const { loadRestrictor } = settings;
    return {
      renderer: 'kustomize',
      id,
      program: program(job, 'kustomize'),
      root,
      path: renderer.path,
      loadRestrictor,
      ...kustomizeHelm(job),
    };
  }
  return {
    renderer: 'helm',
    id,
    program: program(job, 'helm'),
    root,
    chart: place.chart ?? renderer.chart,
    valueFiles: renderer.valueFiles,
    releaseName: renderer.releaseName,
    namespace: installNamespace(app),
    kubeVersion: settings.kubeVersion,
    apiVersions: settings.apiVersions,
    includeCrds: !renderer.skipCrds,
    ...(renderer.parameters === undefined ? {} : { parameters: renderer.parameters }),
    ...(renderer.skipTests === undefined ? {} : { skipTests: renderer.skipTests }),
    ...(renderer.skipSchemaValidation === undefined ? {} : { skipSchemaValidation: renderer.skipSchemaValidation }),
  };
};
