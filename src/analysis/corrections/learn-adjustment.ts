import type { Correction, Probabilities } from "../../domain/correction.ts";
import { type Adjustment, type Verdict, verdicts } from "../../domain/follow-up.ts";
import { applyBiases, type Example, fitBiases } from "./fit-biases.ts";

/** The part of the product settings that corrections are learned by. Shaped like `product.corrections`. */
export interface CorrectionSettings {
  readonly minToAdjust: number;
  readonly minToTrust: number;
  readonly priorDeviation: number;
  readonly maxBias: number;
  readonly maxMinConfidence: number;
}

/** A reading that was shown on a deal and that nobody objected to. */
export interface Unobjected {
  readonly verdict: Verdict;
  readonly probabilities: Probabilities;
}

/**
 * What a tenant's corrections teach, null while managers gave fewer than `minToAdjust`.
 *
 * People correct what is wrong and pass over what is right, so corrections alone would talk the engine out of verdicts that it
 * mostly gets right: what nobody objected to is put beside them, with the same weight in total. A contest comes from
 * whoever works on the deal, and may be about the stall rather than the text, so all contests together weigh at most as much
 * as the managers' corrections, and nothing without them: nobody can talk the engine round by contesting every flag.
 */
export function learnAdjustment(
  corrections: readonly Correction[],
  unobjected: readonly Unobjected[],
  settings: CorrectionSettings & { readonly minConfidence: number },
): Adjustment | null {
  const managers = corrections.filter(({ origin }) => origin === "manager").flatMap(toExample);
  if (managers.length < settings.minToAdjust) return null;
  const contests = corrections.filter(({ origin }) => origin === "contest").flatMap(toExample);
  const said = [...managers, ...weighDown(contests, managers.length)];
  const passed = unobjected.map(
    ({ probabilities, verdict }): Example => ({ probabilities, says: { is: verdict }, weight: 1 }),
  );
  const biases = fitBiases([...said, ...weighDown(passed, totalOf(said))], settings);
  return { biases, minConfidence: learnThreshold(managers, biases, settings) };
}

function toExample({ probabilities, verdict, shown }: Correction): Example[] {
  if (probabilities === null) return [];
  return [{ probabilities, says: verdict === null ? { isNot: shown } : { is: verdict }, weight: 1 }];
}

function weighDown(examples: readonly Example[], maxTotal: number): Example[] {
  const weight = Math.min(1, maxTotal / Math.max(1, examples.length));
  return examples.map((example) => ({ ...example, weight }));
}

function totalOf(examples: readonly Example[]): number {
  return examples.reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * With enough corrections the threshold rises so far that half of the readings managers called wrong, and that are wrong still,
 * would not have counted: at most to `maxMinConfidence`, never below the shared one. Right readings play no part, since
 * nobody reports them.
 */
function learnThreshold(
  managers: readonly Example[],
  biases: Adjustment["biases"],
  settings: CorrectionSettings & { readonly minConfidence: number },
): number | null {
  if (managers.length < settings.minToTrust) return null;
  const wrong = managers
    .flatMap(({ probabilities, says }) => {
      const { verdict, confidence } = likeliest(applyBiases(probabilities, biases));
      return "is" in says && says.is !== verdict ? confidence : [];
    })
    .sort((a, b) => a - b);
  const middle = wrong[Math.floor(wrong.length / 2)] ?? 0;
  const threshold = Math.min(settings.maxMinConfidence, Math.round(middle * 100) / 100);
  return threshold > settings.minConfidence ? threshold : null;
}

function likeliest(probabilities: Probabilities): { verdict: Verdict; confidence: number } {
  let verdict: Verdict = "solution";
  for (const one of verdicts) if (probabilities[one] > probabilities[verdict]) verdict = one;
  return { verdict, confidence: probabilities[verdict] };
}
