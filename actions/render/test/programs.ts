// Which programs does a run of the bundle use in a test? The pinned ones of the tool cache, handed over by environment.
import { resolveTool } from '@fairway/adapters';

/** Environment that names them. Installs what is missing. */
export const programs = async (): Promise<Readonly<Record<string, string>>> => {
  const context = { environment: process.env };
  const [kustomize, helm] = await Promise.all([resolveTool('kustomize', context), resolveTool('helm4', context)]);
  return { FAIRWAY_KUSTOMIZE: kustomize.path, FAIRWAY_HELM: helm.path };
};
