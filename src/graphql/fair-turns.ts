/** Resolves when an address may do the next thing; undefined: at once. */
export type TakeTurn = (address: string) => Promise<void> | undefined;

const turnMs = 8;

/**
 * Each address of those that are held may begin one thing in a turn of 8 ms. What it asks beyond that waits in a line
 * of its own, in order, so that whoever asks much waits for itself, and others do not wait for it.
 */
export function fairTurns(isHeld: (address: string) => boolean): TakeTurn {
  /** Of the addresses that had something in this turn: what waits for the next. */
  const lines = new Map<string, (() => void)[]>();

  function next(): void {
    for (const [address, line] of lines) {
      const begin = line.shift();
      if (begin) begin();
      else lines.delete(address);
    }
    if (lines.size > 0) setTimeout(next, turnMs);
  }

  return (address) => {
    const line = lines.get(address);
    if (line) return new Promise((resolve) => line.push(resolve));
    if (!isHeld(address)) return undefined;
    if (lines.size === 0) setTimeout(next, turnMs);
    lines.set(address, []);
    return undefined;
  };
}
