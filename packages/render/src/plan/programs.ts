// Which programs does an app need, and where are they? Each is looked for once, and only when an app needs it.
import { FairwayError, type ResolvedTool } from '@fairway/contracts';
import type { App, RenderSettings } from '@fairway/environments';
import type { InputClosure, RenderPorts } from '../model.ts';

export type ToolName = 'helm3' | 'helm4' | 'kustomize';

/** A program, or why it is not to be had. */
export type Found = ResolvedTool | FairwayError;

export type Programs = (name: ToolName) => Promise<Found>;

/** A program that the person gave and that cannot serve is wrong input: no app is to blame. */
const ENDS_THE_RUN: ReadonlySet<string> = new Set(['cancelled', 'input-invalid', 'tool-version']);

/** Asks the port once per program. An unexpected error is a bug and goes through. */
export const openPrograms = (ports: Pick<RenderPorts, 'tool'>): Programs => {
  const known = new Map<ToolName, Promise<Found>>();
  const find = async (name: ToolName): Promise<Found> => {
    try {
      return await ports.tool(name);
    } catch (error) {
      if (error instanceof FairwayError && !ENDS_THE_RUN.has(error.code)) return error;
      throw error;
    }
  };
  return (name) => {
    const asked = known.get(name) ?? find(name);
    known.set(name, asked);
    return asked;
  };
};

const helmOf = (settings: RenderSettings): ToolName => (settings.helmMajor === '3' ? 'helm3' : 'helm4');

/** kustomize needs helm only where charts are inflated, which are local by then. */
export const neededTools = (app: App, closure: InputClosure, settings: RenderSettings): readonly ToolName[] => {
  const after: readonly ToolName[] = app.after?.some(({ kind }) => kind === 'kustomize') === true ? ['kustomize'] : [];
  if (app.renderer.kind === 'directory') return after;
  if (app.renderer.kind === 'helm') return [helmOf(settings), ...after];
  return closure.charts.length === 0 ? ['kustomize'] : [helmOf(settings), 'kustomize'];
};
