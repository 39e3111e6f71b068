import { describe, expect, it } from "@jest/globals";
import { product } from "../../../config/product.ts";
import { applyCorrection } from "../../../src/analysis/corrections/apply-correction.ts";
import { applyBiases, fitBiases } from "../../../src/analysis/corrections/fit-biases.ts";
import { learnAdjustment, type Unobjected } from "../../../src/analysis/corrections/learn-adjustment.ts";
import { classifyFollowUp, minConfidence } from "../../../src/analysis/follow-ups/classify-follow-up.ts";
import type { Correction, Probabilities } from "../../../src/domain/correction.ts";
import { verdicts } from "../../../src/domain/follow-up.ts";
import { fc } from "../../support/properties.ts";

const settings = { ...product.corrections, minConfidence };
const unsure: Probabilities = { solution: 0.1, vague: 0.35, excuse: 0.45, log: 0.1 };
const sure: Probabilities = { solution: 0.02, vague: 0.03, excuse: 0.94, log: 0.01 };

function aCorrection(given: Partial<Correction> = {}): Correction {
  return {
    id: "c",
    dealId: "1",
    followUpId: "note:1",
    origin: "manager",
    verdict: "vague",
    reason: null,
    shown: "excuse",
    probabilities: unsure,
    engine: "e",
    textHash: null,
    givenAt: 0,
    ...given,
  };
}

function many<T>(count: number, one: T): T[] {
  return Array.from({ length: count }, () => one);
}

function read(probabilities: Probabilities, biases: Probabilities | undefined): string {
  const now = biases === undefined ? probabilities : applyBiases(probabilities, biases);
  return verdicts.toSorted((a, b) => now[b] - now[a])[0] ?? "";
}

describe("what corrections teach", () => {
  it("is nothing before managers have given enough of them", () => {
    const almost = many(settings.minToAdjust - 1, aCorrection());
    expect(learnAdjustment(almost, [], settings)).toBeNull();
    expect(learnAdjustment([...almost, aCorrection()], [], settings)).not.toBeNull();
  });

  it("moves texts the engine was torn about to the verdict that managers gave", () => {
    const learned = learnAdjustment(many(40, aCorrection()), [], settings);
    expect([read(unsure, undefined), read(unsure, learned?.biases)]).toEqual(["excuse", "vague"]);
  });

  it("never moves what the engine was sure of, however many object", () => {
    const learned = learnAdjustment(many(2_000, aCorrection({ probabilities: sure })), [], settings);
    expect(read(sure, learned?.biases)).toBe("excuse");
    for (const verdict of verdicts) {
      expect(Math.abs(learned?.biases[verdict] ?? 9)).toBeLessThanOrEqual(settings.maxBias);
    }
  });

  it("is held back by readings that nobody objected to", () => {
    const passed: Unobjected[] = many(100, { verdict: "excuse", probabilities: unsure });
    const alone = learnAdjustment(many(40, aCorrection()), [], settings);
    const beside = learnAdjustment(many(40, aCorrection()), passed, settings);
    const lead = (learned: typeof alone) => (learned?.biases.vague ?? 0) - (learned?.biases.excuse ?? 0);
    expect(lead(alone)).toBeGreaterThan(1);
    expect(lead(beside)).toBeLessThan(0.3);
  });

  it("is nothing from contests alone: no rep talks the engine round by contesting every flag", () => {
    const contests = many(1_000, aCorrection({ origin: "contest", verdict: null }));
    expect(learnAdjustment(contests, [], settings)).toBeNull();
    const agreeing = many(40, aCorrection({ verdict: "excuse" }));
    const learned = learnAdjustment([...agreeing, ...contests], [], settings);
    expect(read(unsure, learned?.biases)).toBe("excuse");
  });

  it("takes a contest for “not this”, in favour of whatever else is likely", () => {
    const contests = many(40, aCorrection({ origin: "contest", verdict: null }));
    const confirmed = many(
      40,
      aCorrection({ verdict: "solution", probabilities: { ...sure, solution: 0.9, excuse: 0.06 } }),
    );
    const learned = learnAdjustment([...confirmed, ...contests], [], settings);
    expect(learned?.biases.excuse).toBeLessThan(0);
  });

  it("learns nothing from texts that the engine does not judge", () => {
    expect(learnAdjustment(many(500, aCorrection({ probabilities: null })), [], settings)).toBeNull();
  });

  it("raises the threshold only with enough corrections, and within bounds", () => {
    const wrong = (count: number, probabilities: Probabilities) =>
      many(count, aCorrection({ probabilities }));
    const few = wrong(settings.minToTrust - 1, sure);
    expect(learnAdjustment(few, [], settings)?.minConfidence).toBeNull();
    const certain = wrong(settings.minToTrust, sure);
    expect(learnAdjustment(certain, [], settings)?.minConfidence).toBe(settings.maxMinConfidence);
    const torn = wrong(settings.minToTrust, { ...sure, excuse: 0.8, vague: 0.17 });
    const between = learnAdjustment(torn, [], settings)?.minConfidence ?? 0;
    expect(between).toBeGreaterThan(minConfidence);
    expect(between).toBeLessThan(settings.maxMinConfidence);
    const right = many(settings.minToTrust, aCorrection({ verdict: "excuse" }));
    expect(learnAdjustment(right, [], settings)?.minConfidence).toBeNull();
  });
});

describe("biases", () => {
  const probabilities = fc
    .tuple(...verdicts.map(() => fc.double({ min: 0.001, max: 1, noNaN: true })))
    .map(([solution = 0, vague = 0, excuse = 0, log = 0]) => {
      const sum = solution + vague + excuse + log;
      return { solution: solution / sum, vague: vague / sum, excuse: excuse / sum, log: log / sum };
    });
  const example = fc.record({
    probabilities,
    says: fc.oneof(
      fc.constantFrom(...verdicts).map((is) => ({ is })),
      fc.constantFrom(...verdicts).map((isNot) => ({ isNot })),
    ),
    weight: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it("are finite and bounded, whatever is said, and the same when computed again", () => {
    fc.assert(
      fc.property(fc.array(example, { maxLength: 40 }), (examples) => {
        const biases = fitBiases(examples, settings);
        expect(fitBiases(examples, settings)).toEqual(biases);
        for (const verdict of verdicts)
          expect(Math.abs(biases[verdict])).toBeLessThanOrEqual(settings.maxBias);
        for (const { probabilities: before } of examples) {
          const after = applyBiases(before, biases);
          expect(verdicts.reduce((sum, verdict) => sum + after[verdict], 0)).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("are the maximum of the penalised likelihood: a step in any direction is worse", () => {
    const examples = [
      ...many(20, { probabilities: unsure, says: { is: "vague" } as const, weight: 1 }),
      ...many(15, { probabilities: unsure, says: { isNot: "log" } as const, weight: 0.5 }),
      ...many(30, { probabilities: sure, says: { is: "excuse" } as const, weight: 1 }),
    ];
    const wide = { priorDeviation: 0.5, maxBias: 5 };
    const best = fitBiases(examples, wide);
    const value = (biases: Probabilities) => {
      let sum = 0;
      for (const { probabilities: before, says, weight } of examples) {
        const now = applyBiases(before, biases);
        sum += weight * Math.log("is" in says ? now[says.is] : 1 - now[says.isNot]);
      }
      for (const verdict of verdicts) sum -= biases[verdict] ** 2 / (2 * 0.5 ** 2);
      return sum;
    };
    for (const verdict of verdicts) {
      for (const step of [-0.02, 0.02]) {
        expect(value({ ...best, [verdict]: best[verdict] + step })).toBeLessThan(value(best));
      }
    }
  });
});

describe("a corrected text", () => {
  const read = classifyFollowUp({ text: "They find it too expensive.", writtenOn: "2026-03-17" });

  it("is read as the manager said, consistently", () => {
    expect(read).toMatchObject({ verdict: "excuse", reason: "price" });
    expect(applyCorrection(read, { verdict: "solution", reason: null })).toMatchObject({
      verdict: "solution",
      step: "concrete",
      stepKind: "other",
      due: null,
      reason: "price",
      party: "manager",
      confidence: 1,
      isAbstained: false,
      source: "correction",
    });
    expect(applyCorrection(read, { verdict: "log", reason: null })).toMatchObject({
      step: "none",
      reason: null,
      party: null,
    });
    expect(applyCorrection(read, { verdict: "excuse", reason: "market" })).toMatchObject({
      reason: "market",
      party: "market",
    });
  });

  it("has a reason when it is an excuse, and keeps the step it had", () => {
    const step = classifyFollowUp({ text: "I will call Anna tomorrow", writtenOn: "2026-03-17" });
    expect(applyCorrection(step, { verdict: "excuse", reason: null })).toMatchObject({
      reason: "other",
      due: null,
    });
    expect(applyCorrection(step, { verdict: "solution", reason: null })).toMatchObject({ due: "2026-03-18" });
    expect(applyCorrection(step, { verdict: null, reason: null })).toBe(step);
  });
});
