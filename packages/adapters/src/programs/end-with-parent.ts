// Who ends the programs that still run when this process ends?
import process from 'node:process';
import { onExit } from 'signal-exit';

const running = new Set<number>();
let watching = false;

/**
 * From now on the process group of `pid` is killed when this process ends, also by SIGINT, SIGTERM or SIGHUP. One listener serves all
 * programs. Call the returned function when the program has ended.
 */
export const endWithParent = (pid: number | undefined): (() => void) => {
  if (pid === undefined) return () => {};
  if (!watching) {
    watching = true;
    onExit(killAll);
  }
  running.add(pid);
  return () => {
    running.delete(pid);
  };
};

const killAll = (): void => {
  for (const pid of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
  running.clear();
};
