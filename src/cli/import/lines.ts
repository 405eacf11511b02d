import { createReadStream } from 'node:fs';

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly bytes: number;
  /** Undefined where it is not UTF-8. */
  readonly text: string | undefined;
}

const lineFeed = 0x0a;

/** The lines of a file, one in memory at a time. */
export async function* readLines(path: string): AsyncGenerator<Line, void> {
  let number = 0;
  let begun: Buffer[] = [];
  const lineOf = (bytes: Buffer): Line => {
    number += 1;
    return { number, bytes: bytes.length + 1, text: decode(bytes) };
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      yield lineOf(Buffer.concat([...begun, chunk.subarray(start, end)]));
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
  if (begun.length > 0) yield lineOf(Buffer.concat(begun));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
