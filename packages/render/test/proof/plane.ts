// Which programs does a control plane of the proof run? Those that the toolkit pins.
import { resolveTool } from '@fairway/adapters';
import { type ControlPlane, startControlPlane } from '@fairway/testkit';

type ToolName = Parameters<typeof resolveTool>[0];

/** Absolute path of a pinned program. */
export const tool = async (name: ToolName): Promise<string> => (await resolveTool(name, { environment: process.env })).path;

/** A control plane with the pinned programs. */
export const startPlane = async (): Promise<ControlPlane> =>
  startControlPlane({
    etcd: await tool('etcd'),
    apiServer: await tool('kube-apiserver'),
    controllerManager: await tool('kube-controller-manager'),
    kubectl: await tool('kubectl'),
  });
