import type { Moment } from "../../../domain/time.ts";
import { addDays, toCivilDate } from "../../../domain/time.ts";
import type { CompanyEdit } from "./company.ts";
import type { DealChanges } from "./model.ts";
import { pipelines, stageAt } from "./pipelines.ts";
import {
  addOpenDeal,
  type LiveDeal,
  makeContact,
  makeCustomer,
  makeTouch,
  removeOpenDeal,
  toSalesDeal,
  type World,
} from "./world.ts";

type EditOf<K extends CompanyEdit["do"]> = Extract<CompanyEdit, { do: K }>;

/** What a person does by hand. Returns the id of what was made or changed. */
export function playEdit(world: World, edit: CompanyEdit, at: Moment): string {
  switch (edit.do) {
    case "change-deal":
      return changeDeal(world, edit, at);
    case "open-deal":
      return openDeal(world, edit, at);
    case "log-touch":
      return logTouchByHand(world, edit, at);
    case "change-touch":
      return changeTouch(world, edit, at);
    case "remove-touch":
      world.today.push({ kind: "touch-removed", at, touch: edit });
      return edit.id;
    case "link-touch":
      world.today.push({ kind: "touch-linked", at, touch: edit, dealId: edit.dealId });
      return edit.id;
    case "archive-deal":
      forget(world, edit.dealId);
      world.today.push({ kind: "deal-archived", at, dealId: edit.dealId });
      return edit.dealId;
    case "merge-deals":
      forget(world, edit.loserId);
      world.today.push({ kind: "deals-merged", at, survivorId: edit.survivorId, loserId: edit.loserId });
      return edit.survivorId;
  }
}

function changeTouch(world: World, edit: EditOf<"change-touch">, at: Moment): string {
  const changes = {
    ...(edit.result === undefined ? {} : { result: edit.result }),
    ...(edit.text === undefined ? {} : { text: edit.text }),
  };
  world.today.push({ kind: "touch-changed", at, byId: null, touch: edit, changes });
  return edit.id;
}

function dealOf(world: World, dealId: string): LiveDeal {
  const deal = world.deals.get(dealId);
  if (deal === undefined) throw new RangeError(`The company has no deal ${dealId}`);
  return deal;
}

function forget(world: World, dealId: string): void {
  removeOpenDeal(world, dealOf(world, dealId));
}

function changeDeal(world: World, edit: EditOf<"change-deal">, at: Moment): string {
  const deal = dealOf(world, edit.dealId);
  const { changes } = edit;
  if (changes.name !== undefined) deal.name = changes.name;
  if (changes.amount !== undefined) deal.amount = changes.amount;
  if (changes.ownerId !== undefined) handOver(world, deal, changes.ownerId);
  if (changes.stageId !== undefined) moveByHand(world, deal, changes);
  const byId = edit.byId === undefined ? deal.ownerId : edit.byId;
  world.today.push({ kind: "deal-changed", at, byId, dealId: deal.id, changes });
  return deal.id;
}

function handOver(world: World, deal: LiveDeal, ownerId: string | null): void {
  const wasOpen = deal.isOpen;
  removeOpenDeal(world, deal);
  deal.ownerId = ownerId;
  deal.isOpen = wasOpen;
  addOpenDeal(world, deal);
}

/** A deal moved by hand no longer follows its plan. */
function moveByHand(world: World, deal: LiveDeal, { stageId, pipelineId }: DealChanges): void {
  const stages = pipelines.find(({ id }) => id === (pipelineId ?? deal.pipeline.id))?.stages ?? [];
  const outcome = stages.find(({ id }) => id === stageId)?.outcome;
  deal.stageId = stageId ?? deal.stageId;
  deal.plan = null;
  if (outcome !== undefined && outcome !== "open") removeOpenDeal(world, deal);
}

function openDeal(world: World, edit: EditOf<"open-deal">, at: Moment): string {
  const customer = makeCustomer(world, at);
  const [pipeline] = pipelines;
  const deal: LiveDeal = {
    id: world.takeId("deal"),
    name: edit.name,
    ownerId: edit.ownerId,
    customer,
    contacts: [makeContact(world, at, customer)],
    pipeline,
    stageId: edit.stageId ?? stageAt(pipeline, 0).id,
    amount: edit.amount ?? 25_000,
    currency: world.currency,
    isOpen: true,
    plan: null,
    openedOn: toCivilDate(at, world.timeZone),
    nextTouchOn: world.startDate,
    rhythm: 5,
  };
  const closeDate = addDays(toCivilDate(at, world.timeZone), 45);
  const sales = toSalesDeal(deal, { closeDate, nextStep: null });
  world.today.push({ kind: "deal-opened", at, byId: edit.ownerId, deal: sales });
  addOpenDeal(world, deal);
  return deal.id;
}

function logTouchByHand(world: World, edit: EditOf<"log-touch">, at: Moment): string {
  const [dealId] = edit.touch.dealIds ?? [];
  const deal = dealId === undefined ? undefined : world.deals.get(dealId);
  const touch = makeTouch(world, { repId: deal?.ownerId ?? null, at, title: "", ...edit.touch });
  world.today.push({ kind: "touch-logged", at, touch });
  return touch.id;
}
