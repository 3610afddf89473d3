// Which apps of the base are still there on the head, although their kustomization says nothing any more?
import { type Discovery, isContentReason } from '@fairway/environments';

/**
 * A kustomization that was emptied, or turned into a Component, is none that inference takes for an app. But what points at its directory
 * still does: it gets an error, or other objects. So the app stays, is rendered as it is, and is never told as removed.
 */
export const keepFadedApps = (head: Discovery, base: Discovery): Discovery => {
  const ids = new Set(head.apps.map(({ id }) => id));
  const reasons = new Map(head.skipped.filter(({ reason }) => isContentReason(reason)).map(({ path, reason }) => [path, reason]));
  const kept = base.apps.filter(({ id, renderer }) => !ids.has(id) && renderer.kind === 'kustomize' && reasons.has(renderer.path));
  if (kept.length === 0) return head;
  const roots = new Set(kept.map(({ root }) => root));
  const names = new Set(head.environments.map(({ name }) => name));
  const environments = base.environments.filter(({ name }) => !names.has(name) && kept.some(({ env }) => env === name));
  return {
    ...head,
    apps: [...head.apps, ...kept],
    environments: [...head.environments, ...environments],
    skipped: head.skipped.filter(({ path, reason }) => !roots.has(path) || !isContentReason(reason)),
    notes: [
      ...head.notes,
      ...kept.map(({ id, root }) => `${id} is an app on the base and stays one: ${root} is now a ${reasons.get(root)}`),
    ],
  };
};
