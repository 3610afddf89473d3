// How does a run show that it goes on? A bar on a terminal, grouped plain lines in CI, silence when only the report is wanted.
import type { ProgressPort } from '@fairway/contracts';
import { SingleBar } from 'cli-progress';

/** `notes`: no progress, but what a person who waits should know, such as that a program is being built for minutes. */
export type ProgressMode = 'bar' | 'lines' | 'notes' | 'silent';

const silent: ProgressPort = { start: () => {}, advance: () => {}, finish: () => {}, note: () => {} };

const bar = (stderr: NodeJS.WriteStream): ProgressPort => {
  let current: SingleBar | undefined;
  return {
    start: (label, total) => {
      current = new SingleBar({
        stream: stderr,
        format: `${label} {bar} {value}/{total}`,
        hideCursor: true,
        clearOnComplete: true,
        barsize: 32,
      });
      if (total > 0) current.start(total, 0);
    },
    advance: () => current?.increment(),
    finish: () => {
      current?.stop();
      current = undefined;
    },
    note: (message) => stderr.write(`${message}\n`),
  };
};

/** A line each tenth of the way, so that a log of a thousand apps stays readable. */
const lines = (stderr: NodeJS.WriteStream, groups: boolean): ProgressPort => {
  let label = '';
  let total = 0;
  let done = 0;
  return {
    start: (name, count) => {
      [label, total, done] = [name, count, 0];
      stderr.write(groups ? `::group::${name} (${count})\n` : `${name}: ${count}\n`);
    },
    advance: (item) => {
      done += 1;
      const step = Math.max(1, Math.ceil(total / 10));
      if (total <= 20) stderr.write(`  ${item}\n`);
      else if (done % step === 0 || done === total) stderr.write(`  ${label} ${done}/${total}\n`);
    },
    finish: () => {
      if (groups) stderr.write('::endgroup::\n');
    },
    note: (message) => stderr.write(`${message}\n`),
  };
};

/** `groups` writes GitHub's folding markers. */
export const createProgress = (mode: ProgressMode, stderr: NodeJS.WriteStream, options: { readonly groups: boolean }): ProgressPort => {
  if (mode === 'silent') return silent;
  if (mode === 'notes') return { ...silent, note: (message) => stderr.write(`${message}\n`) };
  return mode === 'bar' ? bar(stderr) : lines(stderr, options.groups);
};
