import { describe, expect, it } from "@jest/globals";
import { mergeStreams } from "../../src/crm/merge-streams.ts";

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A stream that notes its end; it fails at its third item when its name says so. */
function aStream(name: string, count: number, notes: string[]) {
  return async function* () {
    try {
      for (let item = 0; item < count; item += 1) {
        await rest(2);
        if (item === 3 && name === "bad") throw new Error(`${name} failed`);
        yield `${name}${item}`;
      }
    } finally {
      notes.push(`${name} ended`);
    }
  };
}

async function drain(stream: AsyncGenerator<string>): Promise<string[]> {
  const items: string[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe("streams side by side", () => {
  it("give all items, those of one stream in order", async () => {
    const notes: string[] = [];
    const items = await drain(
      mergeStreams(
        ["a", "b", "c"].map((name) => aStream(name, 4, notes)),
        2,
      ),
    );
    expect(items).toHaveLength(12);
    expect(items.filter((item) => item.startsWith("b"))).toEqual(["b0", "b1", "b2", "b3"]);
    expect(notes.toSorted()).toEqual(["a ended", "b ended", "c ended"]);
  });

  it("are at work no more than allowed at once", async () => {
    let running = 0;
    let most = 0;
    const streams = Array.from(
      { length: 6 },
      () =>
        async function* () {
          running += 1;
          most = Math.max(most, running);
          await rest(3);
          yield "x";
          running -= 1;
        },
    );
    await drain(mergeStreams(streams, 3));
    expect(most).toBe(3);
  });

  it("are all ended when one fails, and the failure comes through", async () => {
    const notes: string[] = [];
    const streams = [aStream("a", 50, notes), aStream("bad", 50, notes)];
    await expect(drain(mergeStreams(streams, 2))).rejects.toThrow("bad failed");
    expect(notes.toSorted()).toEqual(["a ended", "bad ended"]);
  });

  it("are all ended when the reader stops, and those that wait are never begun", async () => {
    const notes: string[] = [];
    for await (const item of mergeStreams(
      ["a", "b", "c"].map((name) => aStream(name, 50, notes)),
      2,
    )) {
      if (item.endsWith("3")) break;
    }
    expect(notes.toSorted()).toEqual(["a ended", "b ended"]);
  });
});
