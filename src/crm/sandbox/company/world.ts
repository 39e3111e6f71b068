import type { CivilDate, Moment } from "../../../domain/time.ts";
import type { Random } from "../random.ts";
import { momentAt } from "./calendar.ts";
import type { CastMember } from "./cast.ts";
import type {
  CompanyEvent,
  Contact,
  Customer,
  SalesDeal,
  SalesPipeline,
  SalesStage,
  TakeId,
  Touch,
} from "./model.ts";
import type { Directory } from "./names.ts";

/** One stay that is planned when the deal is opened. */
export interface PlannedSpell {
  readonly stage: SalesStage;
  readonly from: CivilDate;
}

/** A deal in play. `plan` null: it only changes by hand (planted, or made by an edit). */
export interface LiveDeal {
  readonly id: string;
  name: string;
  ownerId: string | null;
  readonly customer: Customer | null;
  readonly contacts: readonly Contact[];
  readonly pipeline: SalesPipeline;
  stageId: string;
  amount: number | null;
  readonly currency: string;
  isOpen: boolean;
  plan: PlannedSpell[] | null;
  readonly openedOn: CivilDate;
  nextTouchOn: CivilDate;
  /** Longest time between two touches of a deal in play, working days. */
  readonly rhythm: number;
}

/** Whom a rep calls to find new business. */
export interface ProspectPool {
  readonly contacts: Contact[];
  /** Times that one of a full pool was turned to. */
  turns: number;
}

/** What every part of the simulation works on. */
export interface World {
  readonly random: Random;
  readonly timeZone: string;
  readonly currency: string;
  readonly members: readonly CastMember[];
  readonly directory: Directory;
  readonly deals: Map<string, LiveDeal>;
  /** Open deals by owner, so that a day's work looks at a rep's own only. */
  readonly openByRep: Map<string, LiveDeal[]>;
  /** Contacts without a deal, by rep: whom they call to find new business. */
  readonly prospects: Map<string, ProspectPool>;
  /** Those who come into a full pool: names of their own, so that they change nobody else's. Null: pools stay as they are. */
  readonly newcomers: Directory | null;
  /** Meetings that were booked, by the day on which they take place. */
  readonly bookings: Map<CivilDate, Touch[]>;
  readonly startDate: CivilDate;
  readonly takeId: TakeId;
  /** Events of the day that is being played; they leave in the order of time. */
  today: CompanyEvent[];
}

/** A working hour of `date`: 8 to 17 on the wall clock. */
export function workMoment(world: World, date: CivilDate): Moment {
  return momentAt(date, 8 + 9 * world.random.next(), world.timeZone);
}

export function addOpenDeal(world: World, deal: LiveDeal): void {
  world.deals.set(deal.id, deal);
  if (!deal.isOpen || deal.ownerId === null) return;
  const own = world.openByRep.get(deal.ownerId);
  if (own === undefined) world.openByRep.set(deal.ownerId, [deal]);
  else own.push(deal);
}

export function removeOpenDeal(world: World, deal: LiveDeal): void {
  deal.isOpen = false;
  if (deal.ownerId === null) return;
  const own = world.openByRep.get(deal.ownerId) ?? [];
  world.openByRep.set(
    deal.ownerId,
    own.filter(({ id }) => id !== deal.id),
  );
}

export function makeCustomer(world: World, at: Moment, industryKind?: string): Customer {
  const customer = world.directory.takeCustomer(world.takeId("customer"), industryKind);
  world.today.push({ kind: "customer-added", at, customer });
  return customer;
}

export function makeContact(world: World, at: Moment, customer: Customer): Contact {
  const contact = world.directory.makeContact(world.takeId("contact"), customer);
  world.today.push({ kind: "contact-added", at, contact });
  return contact;
}

/** A person of a firm that nobody has dealt with yet. */
export function makeProspect(world: World, at: Moment, directory: Directory): Contact {
  const customer = directory.takeCustomer(world.takeId("customer"));
  const contact = directory.makeContact(world.takeId("contact"), customer);
  world.today.push({ kind: "customer-added", at, customer }, { kind: "contact-added", at, contact });
  return contact;
}

export function addBooking(world: World, date: CivilDate, touch: Touch): void {
  world.bookings.set(date, [...(world.bookings.get(date) ?? []), touch]);
}

export function toSalesDeal(deal: LiveDeal, more: Pick<SalesDeal, "closeDate" | "nextStep">): SalesDeal {
  return {
    id: deal.id,
    name: deal.name,
    customerId: deal.customer?.id ?? "",
    contactIds: deal.contacts.map(({ id }) => id),
    pipelineId: deal.pipeline.id,
    stageId: deal.stageId,
    ownerId: deal.ownerId,
    amount: deal.amount,
    currency: deal.currency,
    description: null,
    hasCreationDate: true,
    ...more,
  };
}

type TouchDraft = Partial<Touch> & Pick<Touch, "kind" | "repId" | "at" | "title">;

/** A touch with the usual values for all that is not said. */
export function makeTouch(world: World, draft: TouchDraft): Touch {
  return {
    id: world.takeId(draft.kind),
    text: null,
    direction: "outbound",
    result: "done",
    minutes: 0,
    origin: "person",
    colleagueIds: [],
    dealIds: [],
    contactIds: [],
    amount: null,
    isTimeOff: false,
    ...draft,
  };
}

export function logTouch(world: World, draft: TouchDraft, loggedAt?: Moment): Touch {
  const touch = makeTouch(world, draft);
  world.today.push({ kind: "touch-logged", at: loggedAt ?? touch.at, touch });
  return touch;
}
