// When is a server too slow?

/** Limits one exchange: as a whole, and each wait in it. All times in milliseconds. */
export interface TimeWatch {
  /** Aborts with `cancelled`, or with a sentence that says what took too long. */
  readonly signal: AbortSignal;
  /** From now on something must come within the time, until `rest` or the next `expect`. */
  readonly expect: (failure: string, milliseconds: number) => void;
  readonly rest: () => void;
  /** Frees everything, also a connection that is still open. */
  readonly end: () => void;
}

export const startWatch = (totalMs: number, outside: AbortSignal | undefined): TimeWatch => {
  const controller = new AbortController();
  const whole = setTimeout(() => controller.abort(`took longer than ${totalMs} ms`), totalMs);
  let wait: NodeJS.Timeout | undefined;
  const cancel = (): void => controller.abort('cancelled');
  if (outside?.aborted) cancel();
  outside?.addEventListener('abort', cancel);
  const rest = (): void => clearTimeout(wait);
  return {
    signal: controller.signal,
    expect: (failure, milliseconds) => {
      rest();
      wait = setTimeout(() => controller.abort(`${failure} for ${milliseconds} ms`), milliseconds);
    },
    rest,
    end: () => {
      rest();
      clearTimeout(whole);
      outside?.removeEventListener('abort', cancel);
      controller.abort('ended');
    },
  };
};
