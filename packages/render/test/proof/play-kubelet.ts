// Who says that a Deployment is ready, where there are no nodes?
import type { FluxProof } from './flux-setup.ts';

const TIME = '2026-01-02T03:04:05Z';
const condition = (type: string, reason: string) => ({ type, reason, status: 'True', lastUpdateTime: TIME, lastTransitionTime: TIME });

/** Writes into the status of each Deployment that all its pods are ready. */
export const playKubelet = ({ plane }: Pick<FluxProof, 'plane'>): void => {
  for (const { metadata, spec, status } of plane.get(['deployments', '--all-namespaces']).items) {
    const { generation, name, namespace } = metadata;
    if (status?.observedGeneration === generation) continue;
    const { replicas = 1 } = spec;
    const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
    const conditions = [condition('Available', 'MinimumReplicasAvailable'), condition('Progressing', 'NewReplicaSetAvailable')];
    const patch = JSON.stringify({ status: { observedGeneration: generation, ...counts, conditions } });
    plane.kubectl(['-n', namespace, 'patch', 'deployment', name, '--subresource=status', '--type=merge', '-p', patch]);
  }
};
