import { describe, expect, it } from "@jest/globals";
import { answerSchema } from "../../src/judge/prompt.ts";
import type { Kind } from "./fake-judge.ts";
import { aQuestion, good, key, note, useJudge } from "./judge-under-test.ts";

const kinds: readonly Kind[] = ["openai", "anthropic", "ollama"];

const under = useJudge();

describe.each(kinds)("a judge that speaks %s", (kind) => {
  it("is asked once, with the schema bound by the format's own means, and its answer is taken", async () => {
    under().fake.reply = good;
    expect(await under().read(note, { kind })).toEqual({
      language: "en",
      verdict: "solution",
      step: "concrete",
      stepKind: "proposal",
      due: "2026-03-20",
      reason: "price",
      party: "manager",
      evidence: [
        { start: 0, end: 26, kind: "reason" },
        { start: 29, end: 65, kind: "step" },
      ],
      confidence: 0.9,
      isAbstained: false,
      source: "judge",
    });
    expect(under().fake.asked).toHaveLength(1);
    expect(under().fake.asked[0]).toMatchObject({ kind, model: "m-1", schema: answerSchema });
    expect(under().fake.asked[0]?.key).toContain(key);
  });

  it("that gives something else than JSON is asked once more, told what was wrong, and then left", async () => {
    under().fake.reply = (_, count) => (count === 1 ? { answer: "I think this is a solution." } : good());
    const answer = await under().read(note, { kind });
    if (kind === "anthropic") {
      // Words in place of the tool are no answer of this format.
      expect([answer?.isDegraded, under().fake.asked.length]).toEqual([true, 1]);
      return;
    }
    expect([answer?.verdict, answer?.source]).toEqual(["solution", "judge"]);
    expect(under().fake.asked[1]?.message).toContain("could not be used: it does not have the fields");
    under().fake.asked.splice(0);
    under().fake.reply = () => ({ answer: "still no JSON" });
    expect(await under().read(`${note} Again.`, { kind })).toMatchObject({
      isDegraded: true,
      isAbstained: true,
    });
    expect(under().fake.asked).toHaveLength(2);
  });

  it.each([429, 500, 503, 401])(
    "that answers %i leaves the embedded result, marked, after one call",
    async (status) => {
      under().fake.reply = () => ({ status, body: { error: { message: `bad key ${key}` } } });
      const embedded = aQuestion(note).embedded;
      expect(await under().read(note, { kind })).toEqual({ ...embedded, isDegraded: true });
      expect(under().fake.asked).toHaveLength(1);
      expect(under().logged).toEqual([expect.stringContaining(`status ${status}`)]);
    },
  );
});
