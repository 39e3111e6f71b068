import type { Classify } from "../../analysis/follow-up-reader.ts";
import type { Phrases } from "../../analysis/phrases.ts";
import { rankWithinCap } from "../../analysis/rank-within-cap.ts";
import type { FlagSettings, NormSettings, StallSettings } from "../../analysis/settings.ts";
import { type ActivityKind, activityKinds } from "../../domain/activity.ts";
import type { DealFinding, NotJudged, StalledDeal } from "../../domain/finding.ts";
import { addDays, type CivilDate, type Moment, startOfDay, toCivilDate } from "../../domain/time.ts";
import type { DealRecord } from "../import/to-deal.ts";
import { countWork } from "./count-work.ts";
import type { Export } from "./export.ts";
import { judgeDeals } from "./judge-deals.ts";
import { judgeWork, type WorkJudgement } from "./judge-work.ts";
import { findPeople, type People } from "./people.ts";
import { type FollowUpCounts, readFollowUps } from "./read-follow-ups.ts";
import { toCompanyFacts } from "./to-history.ts";

export interface JudgeSettings {
  readonly norms: NormSettings;
  readonly stalls: StallSettings;
  readonly flags: FlagSettings;
  readonly maxTextLength: number;
  /** Days of activity that norms are learned from, as many as a night reads. */
  readonly activityDays: number;
}

export interface JudgeOptions {
  readonly now: Moment;
  readonly timeZone: string;
  readonly phrases: Phrases;
  readonly classify: Classify;
  readonly settings: JudgeSettings;
  readonly onDeal?: (done: number, total: number) => void;
}

/** Everything the report says about a company. */
export interface Judged {
  readonly today: CivilDate;
  readonly people: People;
  readonly openDeals: number;
  /** Open deals with a judgement, moving or stalled. */
  readonly judgedDeals: number;
  /** The most important first, within the limit per rep. */
  readonly flagged: readonly StalledDeal[];
  /** Stalled too, behind the limit. */
  readonly listed: readonly StalledDeal[];
  readonly notJudged: ReadonlyMap<NotJudged | "failed", number>;
  readonly dealOf: ReadonlyMap<string, DealRecord>;
  readonly work: WorkJudgement;
  readonly followUps: FollowUpCounts;
  /** Kinds of which the files hold nothing that is linked to a deal. */
  readonly unmeasuredKinds: ReadonlySet<ActivityKind>;
  /** False: the file does not say when deals entered their stages, so whole deals are compared. */
  readonly hasStageDates: boolean;
  /** Deals whose usual length is a stated default, for want of earlier deals. */
  readonly guessedIds: ReadonlySet<string>;
}

/** Judges a company by its export, as a night would, with nothing shown in a CRM yet. */
export function judgeCompany(found: Export, options: JudgeOptions): Judged {
  const { now, timeZone, settings } = options;
  const today = toCivilDate(now, timeZone);
  const people = findPeople(found);
  const since = startOfDay(addDays(today, -settings.activityDays), timeZone);
  const recent = found.activities.filter(({ at }) => at >= since);
  const work = countWork(recent, now, timeZone);
  const facts = toCompanyFacts(found, { now, timeZone, maxTextLength: settings.maxTextLength });
  const { findings, recordedKinds, guessedIds } = judgeDeals({ found, facts, people, work }, options);
  const cap = settings.flags.maxNewPerRepAndNight;
  const { within, behind } = rankWithinCap(toCandidates(findings), new Map(), cap);
  return {
    today,
    people,
    openDeals: facts.open.length,
    judgedDeals: findings.filter(({ kind }) => kind === "moving" || kind === "stalled").length,
    flagged: within.map(({ finding }) => finding),
    listed: behind.map(({ finding }) => finding),
    notJudged: countNotJudged(findings),
    dealOf: new Map(found.deals.map((deal) => [deal.id, deal])),
    work: judgeWork({ work, people, today }, settings.norms, options.phrases),
    followUps: readFollowUps(facts.open, options),
    unmeasuredKinds: new Set(activityKinds.filter((kind) => kind !== "absence" && !recordedKinds.has(kind))),
    hasStageDates: found.hasStageDates,
    guessedIds,
  };
}

function toCandidates(findings: readonly DealFinding[]) {
  return findings.flatMap((finding) => (finding.kind === "stalled" ? [{ finding, isNewFlag: true }] : []));
}

function countNotJudged(findings: readonly DealFinding[]): Map<NotJudged | "failed", number> {
  const counts = new Map<NotJudged | "failed", number>();
  for (const finding of findings) {
    if (finding.kind !== "not-judged" && finding.kind !== "failed") continue;
    const because = finding.kind === "failed" ? "failed" : finding.because;
    counts.set(because, (counts.get(because) ?? 0) + 1);
  }
  return counts;
}
