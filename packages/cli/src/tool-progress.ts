// How does a person see that a program is being downloaded or built?
import type { ToolProgress } from '@fairway/adapters';
import { SingleBar } from 'cli-progress';
import { type CliContext, inCi } from './context.ts';

const MEBIBYTE = 2 ** 20;
const inMebibytes = (bytes: number): number => Math.round((bytes / MEBIBYTE) * 10) / 10;

/** Writes to stderr: a sentence for each step, and a bar for the bytes of a download on a terminal. Call `end` when all is done. */
export const toolProgress = (
  context: Pick<CliContext, 'stderr' | 'env'>,
): { readonly onProgress: (progress: ToolProgress) => void; readonly end: () => void } => {
  let bar: SingleBar | undefined;
  const end = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const wantsBar = context.stderr.isTTY === true && !inCi(context.env);
  const onProgress = (progress: ToolProgress): void => {
    if (progress.done === undefined) {
      end();
      context.stderr.write(`${progress.message}\n`);
      return;
    }
    if (!wantsBar || progress.total === undefined) return;
    if (!bar) {
      bar = new SingleBar({
        stream: context.stderr,
        format: '{bar} {value}/{total} MiB',
        hideCursor: true,
        clearOnComplete: true,
        barsize: 32,
      });
      bar.start(inMebibytes(progress.total), 0);
    }
    bar.update(inMebibytes(progress.done));
  };
  return { onProgress, end };
};
