import { TextDecoder } from "node:util";

/** One line of an input; `text` is null when it is longer than any sensible row. */
export interface Line {
  /** Counted from 1, as editors count. */
  readonly number: number;
  readonly text: string | null;
}

/** Characters of one line: a bound on memory when a file without line ends is given by mistake. */
const maxLineLength = 10_000_000;

/**
 * The lines of a stream, as many at a time as one chunk completes, so that memory stays constant and what has come in is
 * answered at once. Only a line feed ends a line, as in JSON Lines: Node's own line reader would also split at U+2028, which
 * may stand in a JSON string. A byte order mark and carriage returns are taken off; after the mark of UTF-16, which
 * PowerShell writes, the bytes are read as that.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let decoder: TextDecoder | null = null;
  let rest = "";
  let isCut = false;
  let number = 0;
  const toLine = (text: string): Line => {
    number += 1;
    const isTooLong = isCut || text.length > maxLineLength;
    isCut = false;
    return { number, text: isTooLong ? null : text.replace(/\r$/, "") };
  };
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    const last = others.pop();
    if (last === undefined) rest += first;
    else {
      const completed = [rest + first, ...others];
      rest = last;
      yield completed.map(toLine);
    }
    if (rest.length > maxLineLength) {
      rest = "";
      isCut = true;
    }
  }
  rest += decoder?.decode() ?? "";
  if (rest !== "" || isCut) yield [toLine(rest)];
}

function encodingOf(chunk: Uint8Array): "utf-8" | "utf-16le" {
  return chunk[0] === 0xff && chunk[1] === 0xfe ? "utf-16le" : "utf-8";
}
