import type { PipelineHabits, SizeClass } from "../../domain/stall-model.ts";
import { toSorted } from "../sample-points.ts";

/** The class of an amount; null when it or the classes are unknown. */
export function sizeClassOf(
  amount: number | null,
  { sizeBounds }: Pick<PipelineHabits, "sizeBounds">,
): SizeClass | null {
  if (amount === null || sizeBounds === null) return null;
  if (amount <= sizeBounds[0]) return "small";
  return amount <= sizeBounds[1] ? "medium" : "large";
}

/** Thirds of the amounts; null with fewer than `minSample`, or when a third of the deals cannot be told from the next. */
export function findSizeBounds(amounts: readonly number[], minSample: number): [number, number] | null {
  if (amounts.length < minSample) return null;
  const sorted = toSorted(amounts);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [first, second] = [at(1 / 3), at(2 / 3)];
  return first < second && second < (sorted.at(-1) ?? 0) ? [first, second] : null;
}
