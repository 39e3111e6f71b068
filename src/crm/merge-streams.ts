/**
 * The items of several streams as they come, at most `width` streams at work at once. When the reader stops or a
 * stream fails, the others are ended before the failure is passed on: nothing runs on unseen.
 */
export async function* mergeStreams<T>(
  streams: readonly (() => AsyncGenerator<T>)[],
  width: number,
): AsyncGenerator<T> {
  const waiting = [...streams];
  const running = new Map<AsyncGenerator<T>, Promise<Step<T>>>();
  const advance = (stream: AsyncGenerator<T>) => running.set(stream, step(stream));
  try {
    while (true) {
      while (running.size < width) {
        const next = waiting.shift();
        if (next === undefined) break;
        advance(next());
      }
      if (running.size === 0) return;
      const { stream, result } = await Promise.race(running.values());
      if (result.done === true) {
        running.delete(stream);
      } else {
        advance(stream);
        yield result.value;
      }
    }
  } finally {
    await Promise.allSettled(
      [...running].flatMap(([stream, pending]) => [pending, stream.return(undefined)]),
    );
  }
}

interface Step<T> {
  readonly stream: AsyncGenerator<T>;
  readonly result: IteratorResult<T, unknown>;
}

async function step<T>(stream: AsyncGenerator<T>): Promise<Step<T>> {
  return { stream, result: await stream.next() };
}
