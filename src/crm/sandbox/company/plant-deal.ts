import type { ReasonCode, Verdict } from "../../../domain/follow-up.ts";
import { addDays, type CivilDate, type Moment, toCivilDate } from "../../../domain/time.ts";
import { momentAt, workdayOnOrAfter, workdayOnOrBefore } from "./calendar.ts";
import type { CastMember } from "./cast.ts";
import { drawAmount } from "./deal-life.ts";
import type { Touch } from "./model.ts";
import { openStages, pipelines, stageAt } from "./pipelines.ts";
import {
  fillText,
  nextStepText,
  noteWithQuote,
  pickFollowUp,
  type TextPlace,
  toHtml,
} from "./texts/write-text.ts";
import {
  addOpenDeal,
  type LiveDeal,
  logTouch,
  makeContact,
  makeCustomer,
  toSalesDeal,
  type World,
} from "./world.ts";

/** What a rep last wrote about a planted deal. */
export interface ScriptedFollowUp {
  readonly daysAgo: number;
  readonly verdict: Verdict;
  readonly reason?: ReasonCode | null;
  /** For solutions: due so many days from the start; negative: the promise is past. */
  readonly dueInDays?: number;
  /** `journal`: a line with its day, above what the description said before. */
  readonly channel?: "note" | "call" | "description" | "journal";
  /** A mail of the customer is pasted below the rep's words. */
  readonly isQuoting?: boolean;
}

/** A deal written by hand. All days count back (or forward) from the day the sandbox starts. */
export interface DealScript {
  readonly memberId: string;
  /** Place of the open stage it is in. */
  readonly stage: number;
  readonly stageDaysAgo: number;
  /** Calls and mails with the buyer, by a person. */
  readonly contactDaysAgo: readonly number[];
  readonly closeInDays: number;
  /** Days on which the close date was moved two weeks later. */
  readonly pushedDaysAgo?: readonly number[];
  readonly hasNextStep?: boolean;
  /** What the deal's description says from the beginning. */
  readonly description?: string;
  readonly followUp?: ScriptedFollowUp;
  readonly firmKind?: string;
  readonly amount?: number;
  readonly hasOwner?: boolean;
  readonly hasCreationDate?: boolean;
  readonly product?: string;
}

export interface PlantedDeal {
  readonly deal: LiveDeal;
  readonly text: string | null;
  readonly reason: ReasonCode | null;
  readonly due: CivilDate | null;
  readonly member: CastMember;
}

/** Puts the deal's whole past into `world.today`; the caller sorts it into days. */
export function plantDeal(world: World, script: DealScript): PlantedDeal {
  const member = memberOf(world, script.memberId);
  const deal = openScripted(world, script, member);
  enterStages(world, script, deal);
  pushCloseDates(world, script, deal);
  for (const [index, daysAgo] of script.contactDaysAgo.entries()) {
    logContact(world, { deal, at: dayAgo(world, daysAgo, 9 + (index % 7)), isCall: index % 2 === 0 });
  }
  const written =
    script.followUp === undefined
      ? nothingWritten
      : writeFollowUp(world, deal, { member, described: script.description, ...script.followUp });
  return { deal, member, ...written };
}

const nothingWritten = { text: null, reason: null, due: null };

function memberOf(world: World, id: string): CastMember {
  const member = world.members.find((one) => one.id === id);
  if (member === undefined) throw new RangeError(`nobody has the id ${id}`);
  return member;
}

/** A working moment so many days before the start (after it, when negative). */
export function dayAgo(world: World, days: number, hour: number): Moment {
  const date = addDays(world.startDate, -days);
  return momentAt(days >= 0 ? workdayOnOrBefore(date) : workdayOnOrAfter(date), hour, world.timeZone);
}

/** Earlier stages took their usual time. */
function openedDaysAgo({ stage, stageDaysAgo }: DealScript): number {
  const before = openStages(pipelines[0]).slice(0, stage);
  return before.reduce((sum, { usualDays }) => sum + usualDays, stageDaysAgo);
}

function openScripted(world: World, script: DealScript, member: CastMember): LiveDeal {
  const { random } = world;
  const at = dayAgo(world, openedDaysAgo(script), 8.5);
  const customer = makeCustomer(world, at, script.firmKind);
  const deal: LiveDeal = {
    id: world.takeId("deal"),
    name: `${customer.name.split(" ").slice(0, 2).join(" ")} – ${script.product ?? "line control"}`,
    ownerId: script.hasOwner === false ? null : member.id,
    customer,
    contacts: [makeContact(world, at, customer)],
    pipeline: pipelines[0],
    stageId: stageAt(pipelines[0], 0).id,
    amount: script.amount ?? drawAmount(world),
    currency: world.currency,
    isOpen: true,
    plan: null,
    openedOn: addDays(world.startDate, -openedDaysAgo(script)),
    nextTouchOn: world.startDate,
    rhythm: 5,
  };
  const nextStep = script.hasNextStep === false ? null : nextStepText(random, member.language);
  const pushes = script.pushedDaysAgo?.length ?? 0;
  const closeDate = addDays(world.startDate, script.closeInDays - pushes * pushDays);
  const sales = toSalesDeal(deal, { closeDate, nextStep });
  const hasCreationDate = script.hasCreationDate ?? true;
  const { description = null } = script;
  const opened = { ...sales, description, hasCreationDate };
  world.today.push({ kind: "deal-opened", at: at + 1, byId: member.id, deal: opened });
  addOpenDeal(world, deal);
  return deal;
}

const pushDays = 14;

function enterStages(world: World, script: DealScript, deal: LiveDeal): void {
  let daysAgo = openedDaysAgo(script);
  for (let index = 1; index <= script.stage; index++) {
    daysAgo -= stageAt(deal.pipeline, index - 1).usualDays;
    deal.stageId = stageAt(deal.pipeline, index).id;
    const changes = { stageId: deal.stageId };
    const at = dayAgo(world, daysAgo, 10.5);
    world.today.push({ kind: "deal-changed", at, byId: deal.ownerId, dealId: deal.id, changes });
  }
}

function pushCloseDates(world: World, script: DealScript, deal: LiveDeal): void {
  const pushed = script.pushedDaysAgo ?? [];
  for (const [index, daysAgo] of pushed.entries()) {
    const left = pushed.length - 1 - index;
    const changes = { closeDate: addDays(world.startDate, script.closeInDays - left * pushDays) };
    const at = dayAgo(world, daysAgo, 16);
    world.today.push({ kind: "deal-changed", at, byId: deal.ownerId, dealId: deal.id, changes });
  }
}

function linksOf(deal: LiveDeal) {
  return { dealIds: [deal.id], contactIds: deal.contacts.map(({ id }) => id) };
}

function logContact(
  world: World,
  contact: { readonly deal: LiveDeal; readonly at: Moment; readonly isCall: boolean },
): void {
  const { deal, at, isCall } = contact;
  const links = linksOf(deal);
  if (isCall) {
    logTouch(world, { kind: "call", repId: deal.ownerId, at, title: "Call", minutes: 9, ...links });
  } else {
    logTouch(world, { kind: "email", repId: deal.ownerId, at, title: deal.name, text: "<p>…</p>", ...links });
  }
}

type Wanted = ScriptedFollowUp & { readonly member: CastMember; readonly described: string | undefined };

function writeFollowUp(world: World, deal: LiveDeal, wanted: Wanted) {
  const { member, daysAgo, channel = "note" } = wanted;
  const template = pickFollowUp(world.random, member.language, wanted);
  const place = placeOf(world, deal, wanted.dueInDays ?? 3);
  const text = fillText(member.language, template.text, place);
  const at = dayAgo(world, daysAgo, 15.5);
  // Drawn whatever becomes of it: where one text stands changes nothing about the others.
  const html = wanted.isQuoting ? noteWithQuote(member, text, place) : toHtml(world.random, text);
  if (channel === "description" || channel === "journal") describeDeal(world, deal, { ...wanted, at, text });
  else logWords(world, deal, { kind: channel, at, repId: member.id, text: html });
  return { text, reason: template.reason, due: wanted.verdict === "solution" ? place.day : null };
}

function logWords(
  world: World,
  deal: LiveDeal,
  { kind, ...words }: Pick<Touch, "at" | "repId" | "text"> & { readonly kind: "note" | "call" },
): void {
  const isCall = kind === "call";
  logTouch(world, { kind, ...words, title: isCall ? "Call" : "", minutes: isCall ? 7 : 0, ...linksOf(deal) });
}

/** Reps write above what stands there, some with the day in front. */
function describeDeal(
  world: World,
  deal: LiveDeal,
  { channel, described, at, text, member }: Wanted & { readonly at: Moment; readonly text: string },
): void {
  const [, month, day] = toCivilDate(at, world.timeZone).split("-");
  const line = channel === "journal" ? `${day}.${month}: ${text}` : text;
  const description = [line, described].filter((part) => part !== undefined).join("\n\n");
  world.today.push({ kind: "deal-changed", at, byId: member.id, dealId: deal.id, changes: { description } });
}

function placeOf(world: World, { contacts, customer }: LiveDeal, dueInDays: number): TextPlace {
  const day = workdayOnOrAfter(addDays(world.startDate, dueInDays));
  return { name: contacts[0]?.firstName ?? "", firm: customer?.name ?? "", day };
}
