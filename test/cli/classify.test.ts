import { Readable, Writable } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { type ClassifyOptions, classify } from "../../src/cli/classify.ts";

interface Ran {
  readonly isGood: boolean;
  readonly rows: readonly Record<string, unknown>[];
  readonly said: readonly string[];
}

async function run(
  chunks: readonly (string | Uint8Array)[],
  options: Partial<ClassifyOptions> = {},
): Promise<Ran> {
  let written = "";
  const said: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      written += chunk.toString();
      done();
    },
  });
  const input = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const streams = { input, output, say: (line: string) => void said.push(line) };
  const isGood = await classify(streams, { isExplained: false, ...options });
  const lines = written.split("\n").slice(0, -1);
  return { isGood, rows: lines.map((line) => JSON.parse(line) as Record<string, unknown>), said };
}

const offer = {
  id: "a",
  text: "They find it too expensive. I will send a smaller offer on Friday.",
  written_on: "2026-03-17",
};

function line(given: object): string {
  return `${JSON.stringify({ ...offer, ...given })}\n`;
}

describe("classify", () => {
  it("answers a row with the fields of the contract, in their order", async () => {
    const { isGood, rows, said } = await run([line({})]);
    expect([isGood, said]).toEqual([true, []]);
    expect(rows).toEqual([
      {
        id: "a",
        lang: "en",
        verdict: "solution",
        step: "concrete",
        step_kind: "proposal",
        due: "2026-03-20",
        reason: "price",
        party: "manager",
        evidence: [
          { start: 0, end: 26, kind: "reason" },
          { start: 28, end: 65, kind: "step" },
        ],
        confidence: expect.any(Number),
        abstained: false,
      },
    ]);
    expect(Object.keys(rows[0] ?? {}).join()).toBe(
      "id,lang,verdict,step,step_kind,due,reason,party,evidence,confidence,abstained",
    );
  });

  it("keeps the order and gives each id back as it came", async () => {
    const { rows } = await run([1, "1", "b", -2.5, ""].map((id) => line({ id })));
    expect(rows.map(({ id }) => id)).toEqual([1, "1", "b", -2.5, ""]);
  });

  it("answers nothing to an empty input, and that is no failure", async () => {
    expect(await run([])).toEqual({ isGood: true, rows: [], said: [] });
    expect(await run(["\n \r\n\n"])).toEqual({ isGood: true, rows: [], said: [] });
  });

  it("reads a byte order mark, carriage returns, empty lines and a last line without an end", async () => {
    const { rows, said } = await run([
      `\uFEFF${line({ id: 1 })}\r\n${line({ id: 2 }).trim()}\r\n${line({ id: 3 }).trim()}`,
    ]);
    expect([rows.map(({ id }) => id), said]).toEqual([[1, 2, 3], []]);
  });

  it("reads the same whatever way the bytes are cut into chunks, also in the middle of a letter", async () => {
    const bytes = Buffer.from(line({ text: "Zadzwonię w piątek 🙂, цена высокая" }) + line({ id: "b" }));
    const whole = await run([bytes]);
    for (const size of [1, 2, 3, 7, 64]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(await run(chunks)).toEqual(whole);
    }
  });

  it("reads what PowerShell writes", async () => {
    const { rows } = await run([
      Buffer.from(`\uFEFF${line({ text: "Дорого" })}\r\n${line({ id: 2 })}`, "utf16le"),
    ]);
    expect(rows).toMatchObject([{ id: "a", lang: "ru", reason: "price" }, { id: 2 }]);
  });

  it("takes a line separator inside of a text for a part of the text", async () => {
    const { rows, said } = await run([line({ text: "Price.\u2028I call on Friday\u2029" })]);
    expect([rows.length, said]).toEqual([1, []]);
  });

  it("says of a bad line what is wrong, and answers all others", async () => {
    const bad = ["hello\n", "[1]\n", "null\n", line({ text: null }), line({ written_on: "17.03.2026" })];
    const { isGood, rows, said } = await run([line({ id: 1 }), ...bad, line({ id: 2 })]);
    expect([isGood, rows.map(({ id }) => id)]).toEqual([false, [1, 2]]);
    expect(said).toEqual([
      "line 2: is not JSON; each line must be one object",
      expect.stringMatching(/^line 3: must be one object such as/),
      expect.stringMatching(/^line 4: must be one object/),
      'line 5 (id "a"): text must be a string',
      expect.stringMatching(/^line 6 \(id "a"\): written_on must be a date such as 2026-03-17 or an instant/),
      "5 of 7 rows could not be read; all others are answered.",
    ]);
  });

  it.each([
    ["written_on", { written_on: "2026-02-30" }],
    ["written_on", { written_on: "2026-03-17T25:00:00Z" }],
    ["written_on", { written_on: 1_773_705_600 }],
    ["time_zone", { time_zone: "Mars/Base" }],
    ["channel", { channel: "smoke" }],
    ["lang", { lang: "English!" }],
    ["id", { id: null }],
  ])("names the field that is wrong: %s %j", async (field, given) => {
    const { rows, said } = await run([line(given)]);
    expect([rows, said[0]]).toEqual([[], expect.stringContaining(`: ${field} `)]);
  });

  it("never repeats a text in its messages", async () => {
    const { said } = await run([
      '{"id":1,"text":"secret talk", nonsense}\n',
      line({ text: "secret", id: [] }),
    ]);
    expect(said.join()).not.toContain("secret");
  });

  it.each([
    ["2026-03-17", undefined, "2026-03-18"],
    ["2026-03-17T23:30:00Z", undefined, "2026-03-18"],
    ["2026-03-17T23:30:00Z", "Europe/Warsaw", "2026-03-19"],
    ["2026-03-17T23:30:00.123+0000", "Europe/Warsaw", "2026-03-19"],
    ["2026-03-17 23:30:00+00", "America/New_York", "2026-03-18"],
    ["2026-03-18T03:30:00Z", "America/New_York", "2026-03-18"],
    ["2026-03-17T23:30:00", "Europe/Warsaw", "2026-03-18"],
    ["2026-03-17", "Asia/Tokyo", "2026-03-18"],
  ])("counts “tomorrow” from the civil date of %s in %s", async (written_on, time_zone, due) => {
    const { rows } = await run([line({ text: "I will call Anna tomorrow", written_on, time_zone })]);
    expect(rows[0]).toMatchObject({ due });
  });

  it.each([
    ["en-GB", "en"],
    ["PL", "pl"],
    ["ru_RU", "ru"],
    ["uk", "other"],
    ["und", "en"],
    ["", "en"],
    [null, "en"],
  ])("takes the language tag %j for %s", async (lang, read) => {
    const { rows } = await run([line({ lang })]);
    expect(rows[0]).toMatchObject({ lang: read, abstained: read === "other" });
  });

  it("adds the clauses and what spoke for each when it is asked to explain", async () => {
    const { rows } = await run([line({}), line({ lang: "de" })], { isExplained: true });
    expect(rows[0]).toMatchObject({
      clauses: [
        { text: "They find it too expensive", tag: "reason" },
        { text: "I will send a smaller offer on Friday", tag: "step", because: expect.any(Array) },
      ],
    });
    expect(rows[1]).toMatchObject({ clauses: [] });
  });

  it("skips a line longer than any row can be, without keeping it", async () => {
    const long = Buffer.alloc(6_000_000, "x");
    const { rows, said } = await run([line({ id: 1 }), long, long, "\n", line({ id: 2 })]);
    expect(rows.map(({ id }) => id)).toEqual([1, 2]);
    expect(said[0]).toBe("line 2: is longer than 10 million characters");
  });

  it("stops reading when nobody reads the answers any more", async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield Buffer.from(line({ id: given }));
      }
    }
    const output = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      },
    });
    const isGood = await classify({ input: endless(), output, say: () => undefined }, { isExplained: false });
    expect([isGood, given]).toEqual([true, 1]);
  });
});
