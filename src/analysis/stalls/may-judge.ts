import type { StageSpell } from "../../domain/deal.ts";
import type { DealFacts } from "../../domain/deal-facts.ts";
import type { NotJudged } from "../../domain/finding.ts";
import { daysBetween, type Moment, toCivilDate } from "../../domain/time.ts";
import type { StallContext } from "./stall-context.ts";

/** The stay that lasts at `now`, or why the deal must be left alone. */
export type MayJudge =
  | { readonly kind: "yes"; readonly spell: StageSpell; readonly createdAt: Moment }
  | { readonly kind: "no"; readonly because: NotJudged };

/** Missing data is never missing work: a deal is judged only when all that a judgement needs is known. */
export function mayJudge(facts: DealFacts, context: StallContext): MayJudge {
  const { deal } = facts;
  if (deal.outcome !== "open") return no("closed");
  if (deal.ownerId === null) return no("no-owner");
  if (!context.activeRepIds.has(deal.ownerId)) return no("inactive-owner");
  if (deal.createdAt === null) return no("unknown-age");
  const age = daysBetween(
    toCivilDate(deal.createdAt, context.timeZone),
    toCivilDate(context.now, context.timeZone),
  );
  if (age < context.settings.newDealDays) return no("new");
  const spell = findCurrentSpell(facts, context.now);
  if (spell === null) return no(facts.spells.length === 0 ? "unknown-age" : "incomplete-data");
  if (!context.recordedRepIds.has(deal.ownerId)) return no("incomplete-data");
  if (context.absentRepIds.has(deal.ownerId)) return no("absent-owner");
  return { kind: "yes", spell, createdAt: deal.createdAt };
}

function no(because: NotJudged): MayJudge {
  return { kind: "no", because };
}

// The history may lag behind the deal; a stay in another stage than the deal's own would give a wrong age.
function findCurrentSpell({ deal, spells }: DealFacts, now: Moment): StageSpell | null {
  let current: StageSpell | null = null;
  for (const spell of spells)
    if (spell.enteredAt <= now && (current === null || spell.enteredAt >= current.enteredAt)) current = spell;
  if (current === null || current.stageId !== deal.stageId) return null;
  return current.leftAt === null || current.leftAt > now ? current : null;
}
