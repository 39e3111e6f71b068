import type { DealFacts } from "../../domain/deal-facts.ts";
import type { NotJudged } from "../../domain/finding.ts";
import type { Stall, StallRisk, StallRule, StallSign } from "../../domain/stall.ts";
import type { RiskPart } from "../../domain/stall-model.ts";
import { daysBetween, toCivilDate } from "../../domain/time.ts";
import { findSilence, findStageAge } from "./clock-signs.ts";
import { type DealCase, measureQuiet, stageClockStart, todayOf } from "./deal-case.ts";
import { isMoving } from "./is-moving.ts";
import { isNewToOwner } from "./is-new-to-owner.ts";
import { type Learned, usualOf } from "./learned.ts";
import { mayJudge } from "./may-judge.ts";
import {
  findCloseDatePast,
  findCloseDatePushed,
  findNoNextStep,
  findSingleThreaded,
  listPushes,
} from "./record-signs.ts";
import { assessRisk } from "./risk.ts";
import type { FindPromiseDue, StallContext } from "./stall-context.ts";
import { isBookedContact } from "./touches.ts";

/** What is known of an open deal beyond whether it is stalled. */
export interface DealState {
  readonly found: Stall | "moving";
  readonly usualDays: number;
  readonly risk: StallRisk;
  /** Are the limits of its stage a stated default? */
  readonly isGuess: boolean;
}

/**
 * Has this deal stopped moving? A flag is an accusation, so it has to be rare and right:
 * - `stage-age` and `silence` are enough each when their limits were learned: then they are what few deals come back from.
 *   While a limit is a guess, both must be passed;
 * - `close-date-past` is enough: the record itself says the deal should be over;
 * - `close-date-pushed` and `no-next-step` are weak: living deals get pushed, and many reps plan outside the CRM. They name
 *   a stall only when the deal was also quiet for longer than won deals usually were at their quietest. Otherwise they are
 *   merely listed among the signs of a stall that another rule names, as `single-threaded` always is.
 * A deal that came to its owner within the last days is new to them, and not flagged yet.
 * A deal that moved within the last days is `moving` whatever its signs. A stall that is shown already is not ended by words or
 * by a limit that shifted, only by movement, a booked meeting, or its cause being gone.
 */
export function detectStall(
  facts: DealFacts,
  learned: Learned,
  context: DetectContext,
): Stall | "moving" | NotJudged {
  const state = judgeStall(facts, learned, context);
  if (typeof state === "string") return state;
  return state.found !== "moving" && isNewToOwner(facts, context) ? "new" : state.found;
}

export type DetectContext = StallContext & { readonly findPromiseDue: FindPromiseDue };

/** The same with what is usual and the risk, also of deals that move. */
export function judgeStall(
  facts: DealFacts,
  learned: Learned,
  context: DetectContext,
): DealState | NotJudged {
  const may = mayJudge(facts, context);
  if (may.kind === "no") return may.because;
  const { findPromiseDue, settings } = context;
  const usual = usualOf(facts.deal, learned, settings);
  const of: DealCase = { facts, spell: may.spell, createdAt: may.createdAt, usual, findPromiseDue };
  const signs = rules.flatMap((find) => find(of, context) ?? []);
  const risk = riskOf(of, signs, context);
  const naming = isMoving(of, context) ? undefined : findNaming(signs, of, context);
  const isGuess = usual.clock.basis === "guess";
  const { usualDays } = usual.clock;
  if (naming === undefined) return { found: "moving", usualDays, risk, isGuess };
  const found: Stall = {
    dealId: facts.deal.id,
    since: naming.since,
    days: daysBetween(naming.since, toCivilDate(context.now, context.timeZone)),
    usualDays,
    rule: naming.rule,
    signs: [naming, ...signs.filter((sign) => sign !== naming)],
    risk,
  };
  return { found, usualDays, risk, isGuess };
}

const weakRules: ReadonlySet<string> = new Set<StallRule>(["close-date-pushed", "no-next-step"]);

// In the order of stallRules: the first that fires names the stall.
const rules = [
  findStageAge,
  findSilence,
  findCloseDatePast,
  findCloseDatePushed,
  findNoNextStep,
  findSingleThreaded,
];

type NamingSign = StallSign & { readonly rule: StallRule };

function findNaming(
  signs: readonly StallSign[],
  of: DealCase,
  context: StallContext,
): NamingSign | undefined {
  const guessed = signs.filter(({ basis }) => basis === "guess");
  return signs.filter(isNamingRule).find((sign) => {
    if (isShown(of.facts, sign)) return true;
    if (sign.basis === "guess") return guessed.length > 1;
    return !weakRules.has(sign.rule) || isQuiet(of, context);
  });
}

function isNamingRule(sign: StallSign): sign is NamingSign {
  return sign.rule !== "single-threaded";
}

function isShown({ episode }: DealFacts, { rule }: NamingSign): boolean {
  return episode?.state === "flagged" && episode.rule === rule;
}

function isQuiet(of: DealCase, context: StallContext): boolean {
  const quiet = measureQuiet(of, context);
  return quiet !== null && quiet.days > of.usual.silence.usualDays;
}

function riskOf(of: DealCase, signs: readonly StallSign[], context: StallContext): StallRisk {
  const { clock, silence, habits } = of.usual;
  const present = new Set<RiskPart>(signs.map(({ rule }) => rule));
  if (of.facts.touches.some((touch) => isBookedContact(touch, context.now))) present.add("booked");
  const facts = {
    stageId: of.facts.deal.stageId,
    stageDays: daysBetween(stageClockStart(of, context), todayOf(context)),
    usualStageDays: clock.usualDays,
    // An unknown silence is taken as a usual one: missing data is never missing work.
    silenceDays: measureQuiet(of, context)?.days ?? silence.usualDays,
    usualSilenceDays: silence.usualDays,
    pushes: listPushes(of.facts, context).length,
  };
  return assessRisk(facts, present, habits.risk);
}
