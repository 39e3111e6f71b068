import { addDays, type CivilDate, daysBetween, toCivilDate } from "../../../domain/time.ts";
import { addWorkdays, momentAt } from "./calendar.ts";
import { demoRoles } from "./cast.ts";
import type { CompanyEvent } from "./model.ts";
import { plantDeal } from "./plant-deal.ts";
import { plantOthers } from "./plant-others.ts";
import type { PlantedTruth } from "./planted.ts";
import type { Planting } from "./planting.ts";
import { type StalledScript, stalledScripts } from "./stalled-scripts.ts";
import { logTouch, type World } from "./world.ts";

/** Working days for which one rep slackens and another is away. */
const oddDays = 10;
/** What is left of the usual work of the rep who slackens. */
const slackShare = 0.4;

/** Everything that the demo promises to show. Takes the events out of `world.today` and keeps them for their days. */
export function plantDemo(world: World): Planting {
  const since = addWorkdays(world.startDate, -oddDays);
  const truths = repTruths(since);
  for (const script of stalledScripts) truths.push(plantStalled(world, script));
  plantOthers(world, (truth) => truths.push(truth));
  takeTimeOff(world, since);
  const eventsByDay = sortIntoDays(world.today, world.timeZone);
  world.today = [];
  return {
    truths,
    eventsByDay,
    shareOf: (repId, date) => {
      if (date < since || date >= world.startDate) return 1;
      if (repId === demoRoles.absent) return 0;
      return repId === demoRoles.belowNorm ? slackShare : 1;
    },
  };
}

/** Who is away said so in the calendar. */
function takeTimeOff(world: World, since: CivilDate): void {
  const { timeZone, startDate } = world;
  logTouch(
    world,
    {
      kind: "meeting",
      repId: demoRoles.absent,
      at: momentAt(since, 0, timeZone),
      title: "Out of office",
      result: "booked",
      minutes: daysBetween(since, startDate) * minutesPerDay,
      isTimeOff: true,
    },
    momentAt(addWorkdays(since, -5), 9, timeZone),
  );
}

const minutesPerDay = 24 * 60;

function repTruths(since: CivilDate): PlantedTruth[] {
  const { belowNorm, absent, sellingManager, deactivated, steady, strong, english } = demoRoles;
  return [
    { on: "rep", kind: "below-norm", repId: belowNorm, since },
    { on: "rep", kind: "absent", repId: absent, since },
    { on: "rep", kind: "selling-manager", repId: sellingManager, since: null },
    { on: "rep", kind: "deactivated", repId: deactivated, since: null },
    { on: "rep", kind: "ordinary", repId: steady, since: null },
    { on: "rep", kind: "ordinary", repId: strong, since: null },
    { on: "rep", kind: "ordinary", repId: english, since: null },
  ];
}

function plantStalled(world: World, { rule, flag, script }: StalledScript): PlantedTruth {
  const { deal, member, text, reason, due } = plantDeal(world, script);
  return {
    on: "deal",
    kind: "stalled",
    dealId: deal.id,
    repId: deal.ownerId,
    rule,
    flag,
    reason,
    due,
    text,
    language: member.language,
  };
}

function sortIntoDays(events: readonly CompanyEvent[], timeZone: string): Map<CivilDate, CompanyEvent[]> {
  const days = new Map<CivilDate, CompanyEvent[]>();
  for (const event of events) {
    const date = toCivilDate(event.at, timeZone);
    days.set(date, [...(days.get(date) ?? []), event]);
  }
  return days;
}

/** Deals of the simulation itself: those of ordinary reps move, those opened in the last days are new. */
export function naturalTruths(world: World): PlantedTruth[] {
  const { steady, strong, english, priceProblem } = demoRoles;
  const ordinary = new Set<string>([steady, strong, english, priceProblem]);
  return [...world.deals.values()]
    .filter(
      ({ isOpen, plan, ownerId }) => isOpen && plan !== null && ownerId !== null && ordinary.has(ownerId),
    )
    .map((deal) => ({
      on: "deal",
      kind: deal.openedOn > addDays(world.startDate, -7) ? "new" : "moving",
      dealId: deal.id,
      repId: deal.ownerId,
      rule: null,
      flag: null,
      reason: null,
      due: null,
      text: null,
      language: world.members.find(({ id }) => id === deal.ownerId)?.language ?? "en",
    }));
}
