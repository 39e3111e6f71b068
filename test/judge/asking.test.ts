import { describe, expect, it } from "@jest/globals";
import type { JudgeMemory } from "../../src/judge/asker.ts";
import { embeddedJudge } from "../../src/judge/judge.ts";
import { usage } from "./fake-judge.ts";
import { answers, aQuestion, clause, createMemory, good, key, note, useJudge } from "./judge-under-test.ts";

const under = useJudge();

describe("what leaves the machine", () => {
  it("has no addresses and no long numbers, and keeps its dates, prices and places", async () => {
    under().fake.reply = answers(
      "solution",
      clause("I call her on 24.03.2026", "step", { time_text: "24.03.2026" }),
    );
    const text =
      "Pani Anna.Nowak+crm@firma-test.com.pl, tel. +48 (22) 600-700-800 or 8 916 123 45 67.   I call her on 24.03.2026, 15% off 1200.";
    const answer = await under().read(text);
    const sent = under().fake.asked[0]?.note ?? "";
    for (const secret of ["Nowak+crm", "firma-test", "600-700", "916", "45 67"])
      expect(sent).not.toContain(secret);
    expect(sent).toContain("@");
    expect(sent).toContain("I call her on 24.03.2026, 15% off 1200.");
    const [span] = answer?.evidence ?? [];
    expect(text.slice(span?.start, span?.end)).toBe("I call her on 24.03.2026");
  });

  it("has no quoted mail", async () => {
    under().fake.reply = answers("log", clause("FYI", "none"));
    await under().read("FYI see below\n\nOn Mon, 16 Mar 2026, Bob wrote:\n> the secret price is 5");
    expect(under().fake.asked[0]?.note).toBe("FYI see below");
  });

  it("is never under().logged, and neither is the key", async () => {
    under().fake.reply = () => ({ status: 500, body: { error: key } });
    await under().read(note);
    under().fake.reply = () => ({
      answer: { clauses: [clause("secret words", "step")], label: "solution", confidence: 1 },
    });
    await under().read(note);
    expect(under().logged.length).toBeGreaterThan(1);
    for (const secret of [key, "secret words", "expensive"])
      expect(under().logged.join()).not.toContain(secret);
  });

  it("is nothing when a redirect would carry it elsewhere", async () => {
    under().fake.reply = () => ({
      status: 307,
      headers: { location: `${under().fake.baseUrl("openai")}/elsewhere` },
    });
    expect(await under().read(note)).toMatchObject({ isDegraded: true });
    expect(under().fake.asked).toHaveLength(1);
  });
});

describe("asking", () => {
  it("is about abstained texts only", async () => {
    under().fake.reply = good;
    const sure = aQuestion("I will call Anna tomorrow");
    const question = { ...sure, embedded: { ...sure.embedded, isAbstained: false } };
    const { classifications, counts } = await under().openJudge().read([question], { tenantId: "t" });
    expect(classifications).toEqual([question.embedded]);
    expect([under().fake.asked.length, counts.calls]).toEqual([0, 0]);
  });

  it("is not about texts without a word of the rep's own", async () => {
    const texts = ["", " … ", "\nOn Mon, 16 Mar 2026, Bob wrote:\n> too expensive"];
    const questions = texts.map((text) => aQuestion(text));
    const { classifications } = await under().openJudge().read(questions, { tenantId: "t" });
    expect(classifications).toEqual(questions.map(({ embedded }) => embedded));
    expect(under().fake.asked).toEqual([]);
  });

  it("is given up after the timeout", async () => {
    under().fake.reply = () => "hang";
    expect(await under().read(note, { settings: { timeoutMs: 50 } })).toMatchObject({ isDegraded: true });
    expect(under().logged[0]).toContain("within 0.05 s");
  });

  it("stops when the night is stopped", async () => {
    under().fake.reply = () => "hang";
    const stop = new AbortController();
    const reading = under()
      .openJudge()
      .read([aQuestion(note), aQuestion("b"), aQuestion("c"), aQuestion("d")], {
        tenantId: "t",
        signal: stop.signal,
      });
    setTimeout(() => stop.abort(), 50);
    const { counts } = await reading;
    expect([counts.failed, under().fake.asked.length]).toEqual([4, 2]);
  });

  it("keeps at most so many questions under way at once", async () => {
    let open = 0;
    let most = 0;
    const memory = createMemory();
    const watched: JudgeMemory = {
      ...memory,
      reserve: async (tenantId, cost) => {
        open += 1;
        most = Math.max(most, open);
        return await memory.reserve(tenantId, cost);
      },
      keep: async (tenantId, name, answer) => {
        open -= 1;
        await memory.keep(tenantId, name, answer);
      },
    };
    under().fake.reply = () => answers("log")();
    const questions = Array.from({ length: 12 }, (_, index) => aQuestion(`Note ${index}`));
    const { counts } = await under().openJudge({ memory: watched }).read(questions, { tenantId: "t" });
    expect([counts.answered, most]).toEqual([12, 2]);
  });

  it("is done once for the same text on the same day, also at the same moment, and anew for another tenant", async () => {
    under().fake.reply = good;
    const memory = createMemory();
    const judge = under().openJudge({ memory });
    const first = await judge.read([aQuestion(note), aQuestion(note)], { tenantId: "t" });
    const second = await under()
      .openJudge({ memory })
      .read([aQuestion(note)], { tenantId: "t" });
    expect([first.counts.answered, first.counts.cached, second.counts.cached]).toEqual([1, 1, 1]);
    expect(second.classifications).toEqual([first.classifications[0]]);
    expect(under().fake.asked).toHaveLength(1);
    await judge.read([aQuestion(note, { writtenOn: "2026-03-18" })], { tenantId: "t" });
    await judge.read([aQuestion(note)], { tenantId: "other" });
    expect(under().fake.asked).toHaveLength(3);
  });

  it("stops at the cap: nothing is asked that might pass it", async () => {
    under().fake.reply = () => answers("log")();
    const memory = createMemory(6_000);
    const judge = under().openJudge({ memory, settings: { maxConcurrent: 1 } });
    const questions = Array.from({ length: 8 }, (_, index) => aQuestion(`Note ${index}`));
    const { classifications, counts } = await judge.read(questions, { tenantId: "t" });
    expect(counts.answered).toBeGreaterThan(0);
    expect(counts.capped).toBeGreaterThan(0);
    expect(under().fake.asked).toHaveLength(counts.answered);
    expect(memory.used().tokens).toBeLessThanOrEqual(6_000);
    expect(classifications.at(-1)).toMatchObject({ isDegraded: true, isAbstained: true });
  });

  it("costs what the judge counted; what was reserved when it does not count or does not answer", async () => {
    const memory = createMemory();
    under().fake.reply = good;
    await under().read(note, { memory });
    const counted = { tokens: usage.input + usage.output, micros: usage.input * 2 + usage.output * 10 };
    expect(memory.used()).toEqual(counted);
    under().fake.reply = () => ({ status: 500 });
    await under().read(`${note}!`, { memory });
    expect(memory.used().tokens).toBeGreaterThan(counted.tokens + usage.input);
  });

  it("rests after failures in a row, tries one question after the rest, and goes on when it is answered", async () => {
    let at = 0;
    const judge = under().openJudge({ now: () => at, settings: { maxConcurrent: 1 } });
    const ask = async (text: string) => {
      const before = under().fake.asked.length;
      await judge.read([aQuestion(text), aQuestion(`${text}, twice`)], { tenantId: "t" });
      return under().fake.asked.length - before;
    };
    under().fake.reply = () => ({ status: 503 });
    expect([await ask("a"), await ask("b"), await ask("c")]).toEqual([2, 1, 0]);
    at = 999;
    expect(await ask("d")).toBe(0);
    at = 1_001;
    expect(await ask("e")).toBe(1);
    at = 2_000;
    expect(await ask("f")).toBe(0);
    at = 2_002;
    under().fake.reply = () => answers("log")();
    expect([await ask("g"), await ask("h")]).toEqual([2, 2]);
  });
});

describe("the default judge", () => {
  it("asks nobody and changes nothing", async () => {
    const question = aQuestion(note);
    const { classifications, counts } = await embeddedJudge.read([question], { tenantId: "t" });
    expect([classifications, counts.calls, under().fake.asked.length]).toEqual([[question.embedded], 0, 0]);
  });
});
