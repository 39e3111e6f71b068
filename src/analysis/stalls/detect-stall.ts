import type { DealFacts } from "../../domain/deal-facts.ts";
import type { NotJudged } from "../../domain/finding.ts";
import type { Stall, StallRule, StallSign } from "../../domain/stall.ts";
import { daysBetween, toCivilDate } from "../../domain/time.ts";
import { isMoving } from "./is-moving.ts";
import { clockOf, type Learned, silenceOf } from "./learned.ts";
import { mayJudge } from "./may-judge.ts";
import {
  type Case,
  findCloseDatePast,
  findCloseDatePushed,
  findNoNextStep,
  findSilence,
  findStageAge,
  measureQuiet,
} from "./signs.ts";
import type { FindPromiseDue, StallContext } from "./stall-context.ts";

/**
 * Has this deal stopped moving? A flag is an accusation, so it has to be rare and right:
 * - `stage-age`, `silence` and `close-date-past` each are enough: the deal is beyond what deals come back from, or the
 *   record itself says it should be over;
 * - `close-date-pushed` and `no-next-step` are weak: living deals get pushed, and many reps plan outside the CRM. They name
 *   a stall only when the deal was also quiet for longer than won deals usually were at their quietest. Otherwise they are
 *   merely listed among the signs of a stall that another rule names.
 * A deal that moved within the last days is `moving` whatever its signs. A stall that is shown already is not ended by words or
 * by a limit that shifted, only by movement, a booked meeting, or its cause being gone.
 */
export function detectStall(
  facts: DealFacts,
  learned: Learned,
  context: StallContext & { readonly findPromiseDue: FindPromiseDue },
): Stall | "moving" | NotJudged {
  const may = mayJudge(facts, context);
  if (may.kind === "no") return may.because;
  if (isMoving(facts, context)) return "moving";
  const { settings, findPromiseDue } = context;
  const clock = clockOf(facts.deal, learned, settings);
  const limit = silenceOf(facts.deal, learned, settings);
  const of: Case = { facts, spell: may.spell, createdAt: may.createdAt, clock, limit, findPromiseDue };
  const signs = findSigns(of, context);
  const naming = signs.find(({ rule }) => !weakRules.has(rule) || isQuiet(of, context));
  if (naming === undefined) return "moving";
  return {
    dealId: facts.deal.id,
    since: naming.since,
    days: daysBetween(naming.since, toCivilDate(context.now, context.timeZone)),
    usualDays: clock.usualDays,
    rule: naming.rule,
    signs: [naming, ...signs.filter((sign) => sign !== naming)],
  };
}

const weakRules: ReadonlySet<StallRule> = new Set<StallRule>(["close-date-pushed", "no-next-step"]);

// In the order of stallRules: the first that fires names the stall.
const rules = [findStageAge, findSilence, findCloseDatePast, findCloseDatePushed, findNoNextStep];

function findSigns(of: Case, context: StallContext): StallSign[] {
  return rules.flatMap((find) => find(of, context) ?? []);
}

function isQuiet(of: Case, context: StallContext): boolean {
  const quiet = measureQuiet(of, context);
  return quiet !== null && quiet.days > of.limit.usualDays;
}
