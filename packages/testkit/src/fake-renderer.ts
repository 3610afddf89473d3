// How does a test stand in for kustomize and helm, and see exactly what they were asked?
import type { RendererLimits, RendererPort, RendererRequest, RendererResult, ResolvedTool } from '@fairway/contracts';
import { FairwayError, ToolError } from '@fairway/contracts';

/** What the program prints for a request; an error for one that fails; undefined for one that never answers. */
export type FakeAnswer = (request: RendererRequest, call: number) => string | Error | undefined;

export interface FakeRenderer extends RendererPort {
  /** Every request in the order asked, batch by batch. */
  readonly batches: readonly (readonly RendererRequest[])[];
  /** Limits of each batch. */
  readonly limits: readonly (RendererLimits | undefined)[];
  /** All requests of all batches. */
  readonly requests: readonly RendererRequest[];
}

const failure = (request: RendererRequest, message: string): ToolError =>
  new ToolError('tool-failed', message, { command: [request.renderer], exitCode: 1, stderr: message, hint: 'correct it' });

/** Answers in reverse order of asking, so that nothing relies on the order. `call` counts the requests of one app from 0. */
export const fakeRenderer = (answer: FakeAnswer): FakeRenderer => {
  const batches: (readonly RendererRequest[])[] = [];
  const limits: (RendererLimits | undefined)[] = [];
  const calls = new Map<string, number>();
  const resultOf = (request: RendererRequest): RendererResult | undefined => {
    const call = calls.get(request.id) ?? 0;
    calls.set(request.id, call + 1);
    const said = answer(request, call);
    if (said === undefined) return undefined;
    const { id } = request;
    if (typeof said === 'string') return { id, ok: true, stdout: said, stderr: '', milliseconds: 1 };
    const error = said instanceof FairwayError ? said : failure(request, said.message);
    return { id, ok: false, error, milliseconds: 1 };
  };
  return {
    batches,
    limits,
    get requests() {
      return batches.flat();
    },
    render: async function* (batch, given) {
      batches.push(batch);
      limits.push(given);
      for (const request of batch.toReversed()) {
        const result = resultOf(request);
        if (result !== undefined) yield result;
      }
    },
  };
};

/** A program that is found at once; the checksum is made of name and version. */
export const fakeTool = (name: string, version = '1.0.0'): ResolvedTool => ({
  name,
  version,
  sha256: Buffer.from(`${name}@${version}`).toString('hex').padEnd(64, '0').slice(0, 64),
  path: `/programs/${name}`,
  origin: 'flag',
});
