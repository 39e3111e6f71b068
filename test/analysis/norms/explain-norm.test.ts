import { describe, expect, it } from "@jest/globals";
import { explainNorm } from "../../../src/analysis/norms/explain-norm.ts";
import type { NormJudgement } from "../../../src/domain/norm.ts";
import { phrasesOf } from "../builders.ts";

describe("the sentence", () => {
  const judgement: NormJudgement = {
    repId: "r1",
    metric: "calls",
    period: "day",
    start: "2026-10-13",
    actual: 3,
    expected: 14,
    low: 10,
    high: 19,
    sample: 40,
    runSince: null,
    status: "below",
    change: null,
  };

  it("names count, day, interval and sample", () => {
    expect(explainNorm(judgement, phrasesOf.en)).toBe(
      "3 calls on 13 Oct; usually 10 to 19 (learned from 40 worked days)",
    );
    expect(explainNorm(judgement, phrasesOf.pl)).toBe(
      "3 połączenia telefoniczne, 13 paź; zwykle od 10 do 19 (porównanie: 40 dni pracy)",
    );
    expect(explainNorm(judgement, phrasesOf.ru)).toBe(
      "3 звонка, 13 окт.; обычно от 10 до 19 (для сравнения: 40 рабочих дней)",
    );
  });

  it("says that a run of low days tells, where the day alone would not", () => {
    const inRun = { ...judgement, actual: 11, runSince: "2026-10-05" } as const;
    expect(explainNorm(inRun, phrasesOf.en)).toBe(
      "11 calls on 13 Oct, after a run of low days since 5 Oct; usually 10 to 19 (learned from 40 worked days)",
    );
  });

  it("adds since when a lasting change holds", () => {
    const changed = { ...judgement, change: { kind: "drop", since: "2026-10-01" } } as const;
    expect(explainNorm(changed, phrasesOf.en)).toBe(
      "3 calls on 13 Oct; usually 10 to 19 (learned from 40 worked days). Lasting: fewer than before since 1 Oct",
    );
    expect(explainNorm(changed, phrasesOf.pl)).toContain("mniej niż wcześniej, od 1 paź");
    expect(explainNorm(changed, phrasesOf.ru)).toContain("меньше прежнего с 1 окт.");
  });

  it("does not claim a comparison where there is none", () => {
    expect(explainNorm({ ...judgement, status: "no-alarm-possible", sample: 1 }, phrasesOf.en)).toBe(
      "3 calls on 13 Oct; not judged (1 worked day on record)",
    );
    expect(explainNorm({ ...judgement, status: "absent" }, phrasesOf.en)).toContain("day off");
  });
});
