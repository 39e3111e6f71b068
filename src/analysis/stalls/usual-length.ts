/** One stay that was observed: how long, how it ended, and how much it counts. */
export interface ObservedStay {
  readonly days: number;
  /** `on`: the deal went on; `off`: it was lost or went back; `lasting`: it is still there, so all that is known is "longer". */
  readonly end: "on" | "off" | "lasting";
  readonly weight: number;
}

/**
 * The days within which `share` of the stays that end in going on do so; null when none ever did. The cumulative incidence
 * of going on beside its competing end (Aalen and Johansen 1978): stays that last yet count among those at risk for as long
 * as they were seen, instead of being left out, which would make every stage look shorter than it is. Beyond the longest
 * stay seen nothing is known, so the share is of the incidence reached by then.
 */
export function usualLength(stays: readonly ObservedStay[], share: number): number | null {
  const curve = toIncidence(stays);
  const reached = curve.at(-1)?.incidence ?? 0;
  if (reached === 0) return null;
  return curve.find(({ incidence }) => incidence >= share * reached - rounding)?.days ?? null;
}

function toIncidence(stays: readonly ObservedStay[]): { days: number; incidence: number }[] {
  const sorted = stays.toSorted((a, b) => a.days - b.days || a.weight - b.weight);
  let atRisk = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let surviving = 1;
  let incidence = 0;
  const curve: { days: number; incidence: number }[] = [];
  for (let from = 0; from < sorted.length; ) {
    const { next, on, off, lasting } = countEnds(sorted, from);
    incidence += (surviving * on) / atRisk;
    surviving *= Math.max(0, 1 - (on + off) / atRisk);
    atRisk -= on + off + lasting;
    if (on > 0) curve.push({ days: sorted[from]?.days ?? 0, incidence });
    from = next;
  }
  return curve;
}

function countEnds(sorted: readonly ObservedStay[], from: number) {
  const ends = { on: 0, off: 0, lasting: 0 };
  let next = from;
  for (; sorted[next]?.days === sorted[from]?.days; next += 1) {
    const stay = sorted[next];
    if (stay === undefined) break;
    ends[stay.end] += stay.weight;
  }
  return { next, ...ends };
}

// Weights are added up in floating point; a share must not be missed by the last digit.
const rounding = 1e-9;
