import type { Pipeline } from "../../domain/deal.ts";
import type { SilenceLimit } from "../../domain/stall.ts";
import { type Moment, msPerDay } from "../../domain/time.ts";
import { median, toSorted, upperPoint } from "../sample-points.ts";
import type { StallSettings } from "../settings.ts";

/** When the buyer of a won deal was in contact with us. */
export interface WonContacts {
  readonly pipelineId: string;
  readonly wonAt: Moment;
  /** Buyer-facing activities in any order. */
  readonly contactsAt: readonly Moment[];
}

/**
 * How long won deals were silent at most, for every pipeline: its own won deals, else those of the account, else a guess
 * that says so. A limit is never shorter than `newDealDays`.
 */
export function computeSilenceLimits(
  wonDeals: Iterable<WonContacts>,
  settings: StallSettings,
  pipelines: readonly Pipeline[],
): SilenceLimit[] {
  const ofPipeline = new Map<string, number[]>(pipelines.map(({ id }) => [id, []]));
  const ofAccount: number[] = [];
  for (const { pipelineId, contactsAt, wonAt } of wonDeals) {
    const days = findLongestGap(contactsAt, wonAt);
    if (days === null) continue;
    ofPipeline.get(pipelineId)?.push(days);
    ofAccount.push(days);
  }
  return [...ofPipeline].map(([pipelineId, days]): SilenceLimit => {
    if (days.length >= settings.minSample)
      return { pipelineId, basis: "pipeline", ...toLimit(days, settings) };
    if (ofAccount.length >= settings.minSample)
      return { pipelineId, basis: "account", ...toLimit(ofAccount, settings) };
    return guessSilenceLimit({ pipelineId, sample: days.length }, settings);
  });
}

/** The stated default for a pipeline of which nothing is known. */
export function guessSilenceLimit(
  { pipelineId, sample }: Pick<SilenceLimit, "pipelineId" | "sample">,
  settings: StallSettings,
): SilenceLimit {
  return {
    pipelineId,
    usualDays: settings.guessSilenceUsualDays,
    limitDays: settings.guessSilenceLimitDays,
    sample,
    basis: "guess",
  };
}

function toLimit(days: readonly number[], { silenceQuantile, newDealDays }: StallSettings) {
  const sorted = toSorted(days);
  return {
    usualDays: Math.round(median(sorted)),
    limitDays: Math.max(newDealDays, Math.ceil(upperPoint(sorted, silenceQuantile))),
    sample: sorted.length,
  };
}

// Whole days of the longest stretch between two contacts; null with fewer than two, which says nothing about silence.
function findLongestGap(contactsAt: readonly Moment[], wonAt: Moment): number | null {
  const before = toSorted(contactsAt.filter((at) => at <= wonAt));
  if (before.length < 2) return null;
  const gaps = before.slice(1).map((at, index) => at - (before[index] ?? at));
  return Math.floor(Math.max(...gaps) / msPerDay);
}
