// How long did each phase take? For stderr and timings.json; never for the report.
export interface Stopwatch {
  /** Runs a phase and adds its milliseconds. */
  measure<T>(phase: string, action: () => Promise<T>): Promise<T>;
  readonly timings: Record<string, number>;
}

const rounded = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

export const startStopwatch = (): Stopwatch => {
  const timings: Record<string, number> = {};
  return {
    timings,
    measure: async (phase, action) => {
      const start = performance.now();
      try {
        return await action();
      } finally {
        timings[phase] = rounded((timings[phase] ?? 0) + performance.now() - start);
      }
    },
  };
};
