/** The made-up demo company as CSV exports, the way HubSpot or Salesforce would write them in one of our languages. */
import { createCompany } from "../src/crm/sandbox/company/create-company.ts";
import type { CompanyEvent, DealChanges, SalesDeal, Touch } from "../src/crm/sandbox/company/model.ts";
import { pipelines } from "../src/crm/sandbox/company/pipelines.ts";
import type { Moment } from "../src/domain/time.ts";

export interface ExportedDeal extends SalesDeal {
  readonly openedAt: Moment;
  readonly stage: string;
  readonly outcome: "open" | "won" | "lost";
  readonly pipeline: string;
  readonly owner: string;
  /** When it entered each stage for the last time, by the stage's label. */
  readonly entered: ReadonlyMap<string, Moment>;
}

export interface ExportedTouch extends Touch {
  readonly rep: string;
  readonly loggedAt: Moment;
}

export interface ExportedCompany {
  readonly deals: readonly ExportedDeal[];
  readonly touches: readonly ExportedTouch[];
  readonly now: Moment;
  readonly timeZone: string;
}

/** Plays the company up to `now` and collects what its CRM would hold. */
export function playCompany(now: Moment): ExportedCompany {
  const timeZone = "Europe/Warsaw";
  const deals = new Map<string, ExportedDeal>();
  const touches = new Map<string, ExportedTouch>();
  const names = new Map<string, string>();
  const nameOf = (id: string | null) => (id === null ? "" : (names.get(id) ?? ""));
  let last = 1_000;
  const company = createCompany({
    seed: 7,
    size: "demo",
    startAt: now,
    timeZone,
    currency: "EUR",
    takeId: () => {
      last += 1;
      return String(last);
    },
    emit: (event) => {
      takeDealEvent(deals, nameOf, event);
      takeTouchEvent(touches, nameOf, event);
    },
  });
  for (const { id, firstName, lastName, isActive } of company.people)
    names.set(id, `${firstName} ${lastName}${isActive ? "" : " (Deactivated User)"}`);
  company.playHistory();
  return { deals: [...deals.values()], touches: [...touches.values()], now, timeZone };
}

type NameOf = (id: string | null) => string;

function takeDealEvent(deals: Map<string, ExportedDeal>, nameOf: NameOf, event: CompanyEvent): void {
  if (event.kind === "deal-opened") {
    const { deal, at } = event;
    const entered = new Map([[placeOf(deal).stage, at]]);
    deals.set(deal.id, { ...deal, ...placeOf(deal), openedAt: at, owner: nameOf(deal.ownerId), entered });
  } else if (event.kind === "deal-changed") {
    const deal = deals.get(event.dealId);
    if (deal !== undefined) deals.set(deal.id, changeDeal(deal, event, nameOf));
  } else if (event.kind === "deal-archived") {
    deals.delete(event.dealId);
  }
}

function changeDeal(
  deal: ExportedDeal,
  { at, changes }: { at: Moment; changes: DealChanges },
  nameOf: NameOf,
): ExportedDeal {
  const changed = { ...deal, ...changes };
  const place = placeOf(changed);
  const entered =
    changes.stageId === undefined ? deal.entered : new Map([...deal.entered, [place.stage, at]]);
  return { ...changed, ...place, owner: nameOf(changed.ownerId), entered };
}

function placeOf({ pipelineId, stageId }: Pick<SalesDeal, "pipelineId" | "stageId">) {
  const pipeline = pipelines.find(({ id }) => id === pipelineId);
  const stage = pipeline?.stages.find(({ id }) => id === stageId);
  return { pipeline: pipeline?.label ?? "", stage: stage?.label ?? "", outcome: stage?.outcome ?? "open" };
}

function takeTouchEvent(touches: Map<string, ExportedTouch>, nameOf: NameOf, event: CompanyEvent): void {
  if (event.kind === "touch-logged") {
    const { touch, at } = event;
    touches.set(keyOf(touch), { ...touch, rep: nameOf(touch.repId), loggedAt: at });
  } else if (event.kind === "touch-changed") {
    const touch = touches.get(keyOf(event.touch));
    if (touch !== undefined) touches.set(keyOf(touch), { ...touch, ...event.changes });
  } else if (event.kind === "touch-removed") {
    touches.delete(keyOf(event.touch));
  }
}

function keyOf({ kind, id }: Pick<Touch, "kind" | "id">): string {
  return `${kind}:${id}`;
}
