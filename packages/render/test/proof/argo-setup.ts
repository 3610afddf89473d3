// How do the Argo CD proofs start?
import { type Argo, type ArgoSettings, startArgo } from '@fairway/testkit';
import { tool } from './plane.ts';
import { moduleDirectory, type Proof, startProof } from './proof-setup.ts';

export { fairway, type Published } from './proof-setup.ts';

export interface ArgoProof extends Proof {
  readonly argo: Argo;
}

export const startArgoProof = async (settings: ArgoSettings): Promise<ArgoProof> => {
  const proof = await startProof();
  try {
    const [argocd, helm, kustomize] = await Promise.all([tool('argocd'), tool('helm4'), tool('kustomize')]);
    const module = await moduleDirectory('github.com/argoproj/argo-cd/v3', 'argocd');
    const argo = await startArgo(proof.plane, { argocd, helm, kustomize, module, redis: '/usr/bin/redis-server' }, settings);
    return { ...proof, argo };
  } catch (error) {
    proof[Symbol.dispose]();
    throw error;
  }
};
