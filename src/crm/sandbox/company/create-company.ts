import { addDays, type CivilDate, type Moment, toCivilDate } from "../../../domain/time.ts";
import { createRandom } from "../random.ts";
import { isWorkday } from "./calendar.ts";
import { type Cast, demoCast, parametricCast } from "./cast.ts";
import type { Company, DealState, EmitEvent } from "./company.ts";
import { moveNaturalDeal, openNaturalDeal } from "./deal-life.ts";
import { playEdit } from "./edit-company.ts";
import type { TakeId } from "./model.ts";
import { openDirectory } from "./names.ts";
import { pipelines } from "./pipelines.ts";
import { naturalTruths, plantDemo } from "./plant-demo.ts";
import { nothingPlanted, type Planting } from "./planting.ts";
import { playRepDay } from "./rep-day.ts";
import type { CompanySize } from "./size.ts";
import type { LiveDeal, World } from "./world.ts";

export interface CompanyOptions {
  readonly seed: number;
  readonly size: CompanySize;
  readonly startAt: Moment;
  readonly timeZone: string;
  readonly currency: string;
  readonly takeId: TakeId;
  readonly emit: EmitEvent;
}

/** Days of deals before the start of the demo: a year of closed ones, and those still open. */
const demoDealDays = 420;
/** About 90 working days. */
const demoActivityDays = 126;
/** How long ago the oldest deals of a big company were opened, days. */
const oldestSeedDays = 45;

/** A company that is the same for the same seed, size and start. Nothing happens before `playHistory`. */
export function createCompany(options: CompanyOptions): Company {
  const { size } = options;
  const random = createRandom(options.seed);
  const cast = size === "demo" ? demoCast() : parametricCast(size, random);
  const world = createWorld(options, cast, random);
  const planting = size === "demo" ? plantDemo(world) : nothingPlanted;
  let next = addDays(world.startDate, -(size === "demo" ? demoDealDays : size.historyDays));
  const planted = [...planting.truths];
  const playDay = () => {
    playDate(world, planting, next);
    flush(world, options.emit);
    next = addDays(next, 1);
  };
  return {
    timeZone: options.timeZone,
    people: cast.members,
    teams: cast.teams,
    pipelines,
    planted,
    listDeals: () => [...world.deals.values()].map(toDealState),
    nextDay: () => next,
    playHistory: () => {
      if (size !== "demo") seedOpenDeals(world, next, size.openDeals / size.reps);
      flush(world, options.emit);
      while (next < world.startDate) playDay();
      if (size === "demo") planted.push(...naturalTruths(world));
    },
    advanceDay: playDay,
    edit: (edit, at) => {
      const id = playEdit(world, edit, at);
      flush(world, options.emit);
      return id;
    },
  };
}

function createWorld(options: CompanyOptions, cast: Cast, random: World["random"]): World {
  return {
    random,
    timeZone: options.timeZone,
    currency: options.currency,
    members: cast.members,
    directory: openDirectory(random),
    deals: new Map(),
    openByRep: new Map(),
    prospects: new Map(),
    // Big companies are for measuring: there a customer for every fourth call would only fill the memory.
    newcomers: options.size === "demo" ? openDirectory(createRandom(options.seed + 1)) : null,
    bookings: new Map(),
    startDate: toCivilDate(options.startAt, options.timeZone),
    takeId: options.takeId,
    today: [],
  };
}

function playDate(world: World, planting: Planting, date: CivilDate): void {
  world.today.push(...(planting.eventsByDay.get(date) ?? []));
  if (!isWorkday(date)) return;
  const isDealWorkOnly = date < addDays(world.startDate, -demoActivityDays);
  for (const member of world.members) {
    const share = member.isActive && member.role === "rep" ? planting.shareOf(member.id, date) : 0;
    if (share === 0) continue;
    for (const deal of world.openByRep.get(member.id) ?? []) moveNaturalDeal(world, deal, date);
    if (world.random.chance(member.habits.newDeals)) openNaturalDeal(world, member, date);
    playRepDay(world, { member, date, share, isDealWorkOnly });
  }
  world.bookings.delete(date);
}

/** Deals a big company already has on its first day, each with the stages it went through. */
function seedOpenDeals(world: World, firstDay: CivilDate, openPerRep: number): void {
  for (const member of world.members) {
    while ((world.openByRep.get(member.id)?.length ?? 0) < openPerRep) {
      const deal = openNaturalDeal(
        world,
        member,
        addDays(firstDay, -world.random.between(1, oldestSeedDays)),
      );
      const days = deal.plan?.map(({ from }) => from) ?? [];
      for (const day of days) if (day < firstDay) moveNaturalDeal(world, deal, day);
    }
  }
}

/** Things leave in the order of time; of equal times, in the order in which they were thought of. */
function flush(world: World, emit: EmitEvent): void {
  const events = world.today.sort((a, b) => a.at - b.at);
  world.today = [];
  for (const event of events) emit(event);
}

function toDealState(deal: LiveDeal): DealState {
  const { id, name, ownerId, stageId, isOpen, contacts, pipeline } = deal;
  return {
    id,
    name,
    ownerId,
    pipelineId: pipeline.id,
    stageId,
    isOpen,
    contactIds: contacts.map((one) => one.id),
  };
}
