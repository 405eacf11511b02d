interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

/** Whether another may be open under this key, which may have so many at the most; counts it until it closes. */
export function connectionCap(max = Number.POSITIVE_INFINITY): (key: string, opened: Closing) => boolean {
  const open = new Map<string, number>();
  return (key, opened) => {
    const others = open.get(key) ?? 0;
    if (others >= max) return false;
    open.set(key, others + 1);
    opened.once('close', () => {
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
    return true;
  };
}
