// Which Flux and Argo CD objects make the apps of our own app.yaml files run?
import { argocdFiles } from './argocd.ts';
import { fluxFiles } from './flux.ts';
import type { Generated, GenerateInput } from './model.ts';
import { planEnvironments } from './plan.ts';
import { generateSettings } from './settings.ts';

/**
 * Files for both reconcilers of every environment: which of the two folders a cluster syncs is a matter of its profile. The same apps give
 * the same bytes, whatever their order.
 */
export async function generateReconcilers(input: GenerateInput): Promise<Generated> {
  const settings = generateSettings(input.discovery.config);
  if (settings === undefined) return { ...NOTHING, problems: [NO_REPOSITORY] };
  const { plans, problems, notes } = await planEnvironments(input, settings);
  const isHome = homeOf(settings.path);
  if (problems.length > 0) return { ...NOTHING, isHome, problems, notes };
  const files = plans.flatMap((plan) => [...argocdFiles(plan), ...fluxFiles(plan)]);
  return { files: new Map(files.toSorted(([a], [b]) => (a < b ? -1 : 1))), isHome, problems, notes };
}

/** Also where an environment was that is gone. */
function homeOf(pattern: string): (path: string) => boolean {
  const wanted = pattern.split('/');
  return (path) => {
    const segments = path.split('/');
    return segments.length > wanted.length && wanted.every((one, index) => one === '{env}' || one === segments[index]);
  };
}

const NOTHING: Generated = { files: new Map(), isHome: () => false, problems: [], notes: [] };
const NO_REPOSITORY = {
  message: 'fairway.yaml does not say where the clusters find this repository',
  hint: "write 'repository: { url: https://… }'",
  at: { file: 'fairway.yaml' },
};
