export interface Bell {
  /** Resolves at the next ring, after so many milliseconds, or when the signal aborts. */
  wait(until: { readonly milliseconds?: number; readonly signal?: AbortSignal }): Promise<void>;
  /** Wakes all who wait now. */
  ring(): void;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    wait({ milliseconds, signal }) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds);
        function wake(): void {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          waiting.delete(wake);
          resolve();
        }
        signal?.addEventListener('abort', wake);
        waiting.add(wake);
      });
    },
    ring() {
      for (const wake of waiting) wake();
    },
  };
}
