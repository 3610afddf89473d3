// What would change if only the program and its settings did: the base's files, rendered as the head renders?
import type { RenderSettings } from '@fairway/environments';
import { refText } from '@fairway/manifests';
import { isReady, type ReadyJob } from '../plan/app-job.ts';
import { planJob } from '../plan/plan-jobs.ts';
import type { Programs } from '../plan/programs.ts';
import { type CompareContext, diffJobs, sameRendering, troubleOf } from './compare-apps.ts';
import type { AppPair } from './pairs.ts';

const MOST_NAMED = 5;

const differences = (was: RenderSettings, is: RenderSettings): readonly string[] => [
  ...(was.helmMajor === is.helmMajor ? [] : [`helm ${was.helmMajor} → ${is.helmMajor}`]),
  ...(was.kubeVersion === is.kubeVersion ? [] : [`Kubernetes ${was.kubeVersion} → ${is.kubeVersion}`]),
  ...(JSON.stringify(was.apiVersions) === JSON.stringify(is.apiVersions) ? [] : ['other API versions']),
  ...(was.loadRestrictor === is.loadRestrictor ? [] : [`load restrictor ${was.loadRestrictor} → ${is.loadRestrictor}`]),
];

/** A pair that is rendered differently on the two sides, and the job that renders the base in the way of the head. */
export interface Bridge {
  readonly base: ReadyJob;
  readonly bridge: ReadyJob;
  readonly settings: readonly string[];
}

/** Bridges of all pairs whose settings differ and whose key follows from that. */
export const planBridges = async (pairs: readonly AppPair[], programs: Programs): Promise<readonly Bridge[]> => {
  const bridges: Bridge[] = [];
  for (const { head, base } of pairs) {
    if (!isReady(head) || !isReady(base)) continue;
    const settings = differences(base.settings, head.settings);
    if (settings.length === 0) continue;
    const bridge = await planJob({ ...base, key: `base-as-head ${base.app.id}`, settings: head.settings }, programs);
    if (isReady(bridge) && bridge.bodyKey !== base.bodyKey) bridges.push({ base, bridge, settings });
  }
  return bridges;
};

/** How many objects the program alone changes, and a sentence that names them. The objects of both jobs must have been obtained. */
export const toolOnlyChanges = (
  { base, bridge, settings }: Bridge,
  context: CompareContext,
): { readonly count: number; readonly note: string } => {
  const how = `${base.app.id}: the way of rendering changes (${settings.join(', ')})`;
  const trouble = troubleOf(bridge, context.store);
  if (trouble !== undefined) return { count: 0, note: `${how}; the base cannot be rendered in the new way: ${trouble.reason}` };
  const changes = sameRendering(base, bridge, context.store) ? [] : diffJobs(base, bridge, context);
  if (changes.length === 0) return { count: 0, note: `${how}; that alone changes nothing` };
  const names = changes.slice(0, MOST_NAMED).map(({ object }) => refText(object));
  const more = changes.length > MOST_NAMED ? ` and ${changes.length - MOST_NAMED} more` : '';
  return { count: changes.length, note: `${how}; that alone changes ${names.join(', ')}${more}` };
};
