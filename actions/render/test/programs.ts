// Which programs does a run of the bundle use in a test? The pinned ones of the tool cache, handed over by environment.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { resolveTool } from '@fairway/adapters';

/** Environment that names them. Installs what is missing. */
export const programs = async (): Promise<Readonly<Record<string, string>>> => {
  const context = {
    env: process.env,
    cacheDirectory: join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fairway', 'tools'),
  };
  const [kustomize, helm] = await Promise.all([resolveTool('kustomize', context), resolveTool('helm4', context)]);
  return { FAIRWAY_KUSTOMIZE: kustomize.path, FAIRWAY_HELM: helm.path };
};
