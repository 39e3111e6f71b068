import { addDays, type CivilDate, type Moment } from "../../../domain/time.ts";
import { addWorkdays, momentAt } from "./calendar.ts";
import type { CastMember } from "./cast.ts";
import type { Contact, TouchKind } from "./model.ts";
import {
  fillText,
  mailText,
  nextStepText,
  pickFollowUp,
  replyText,
  type TextPlace,
  toHtml,
} from "./texts/write-text.ts";
import { addBooking, type LiveDeal, logTouch, type World, workMoment } from "./world.ts";

/** One working day of a rep. `share` scales the usual amount: 0.4 for someone who has slackened. */
export interface RepDay {
  readonly member: CastMember;
  readonly date: CivilDate;
  readonly share: number;
  /** Only what belongs to deals: long before the start nobody looks at the rest. */
  readonly isDealWorkOnly: boolean;
}

/** Of booked meetings, the manager joins this share to watch and to teach. */
const jointShare = 0.12;

/** Whom a rep deals with, and over which deal; null: no deal yet. */
export interface Encounter {
  readonly contact: Contact;
  readonly deal: LiveDeal | null;
}

function placeOf({ contact, deal }: Encounter, day: CivilDate): TextPlace {
  return { name: contact.firstName, firm: deal?.customer?.name ?? "", day };
}

export function logCall(world: World, day: RepDay, encounter: Encounter & { isAnswered: boolean }): void {
  const { random } = world;
  const { contact, deal, isAnswered } = encounter;
  const text = isAnswered && deal !== null && random.chance(0.5) ? followUpText(world, day, encounter) : null;
  logTouch(world, {
    kind: "call",
    repId: day.member.id,
    at: workMoment(world, day.date),
    title: `Call with ${contact.firstName} ${contact.lastName}`,
    text,
    direction: random.chance(0.1) ? "inbound" : "outbound",
    result: isAnswered ? "done" : "no-answer",
    minutes: isAnswered ? random.between(2, 25) : 0,
    dealIds: deal === null ? [] : [deal.id],
    contactIds: [contact.id],
  });
}

function followUpText(world: World, day: RepDay, encounter: Encounter): string {
  const { random } = world;
  const { language } = day.member;
  const verdict = random.chance(0.35) ? "solution" : random.chance(0.25) ? "vague" : "log";
  const template = pickFollowUp(random, language, { verdict });
  const due = addWorkdays(day.date, random.between(2, 6));
  return toHtml(random, fillText(language, template.text, placeOf(encounter, due)));
}

export function logMail(world: World, day: RepDay, encounter: Encounter): void {
  const { random } = world;
  const { contact, deal } = encounter;
  const at = workMoment(world, day.date);
  const links = { dealIds: deal === null ? [] : [deal.id], contactIds: [contact.id] };
  const title = deal === null ? "Warta Systems" : deal.name;
  const text = mailText(random, day.member, placeOf(encounter, day.date));
  logTouch(world, { kind: "email", repId: day.member.id, at, title, text, ...links });
  if (deal === null || !random.chance(0.35)) return;
  const repliedAt = at + random.between(20, 300) * 60_000;
  const reply = {
    title: `Re: ${title}`,
    text: replyText(day.member),
    direction: "inbound",
    ...links,
  } as const;
  logTouch(world, { kind: "email", repId: day.member.id, at: repliedAt, ...reply });
}

export function bookMeeting(world: World, day: RepDay, { contact, deal }: Encounter): void {
  const { random } = world;
  const date = addWorkdays(day.date, random.between(2, 6));
  const touch = logTouch(
    world,
    {
      kind: "meeting",
      repId: day.member.id,
      at: momentAt(date, random.between(9, 15), world.timeZone),
      title: `Meeting ${contact.firstName} ${contact.lastName}`,
      result: "booked",
      minutes: 45,
      colleagueIds: random.chance(jointShare) ? managersOf(world, day.member) : [],
      dealIds: deal === null ? [] : [deal.id],
      contactIds: [contact.id],
    },
    workMoment(world, day.date),
  );
  addBooking(world, date, touch);
}

function managersOf(world: World, member: CastMember): string[] {
  return world.members
    .filter(({ role, teamId }) => role === "manager" && teamId === member.teamId)
    .map(({ id }) => id);
}

/** A rep's own reminder; most get done on their day. */
export function setTask(world: World, day: RepDay, deal: LiveDeal): void {
  const { random } = world;
  const date = addWorkdays(day.date, random.between(2, 5));
  const touch = logTouch(
    world,
    {
      kind: "task",
      repId: day.member.id,
      at: momentAt(date, 9, world.timeZone),
      title: nextStepText(random, day.member.language),
      result: "booked",
      dealIds: [deal.id],
    },
    workMoment(world, day.date),
  );
  addBooking(world, date, touch);
}

export function logDealNote(world: World, day: RepDay, deal: LiveDeal): void {
  const [contact] = deal.contacts;
  if (contact === undefined) return;
  logTouch(world, {
    kind: "note",
    repId: day.member.id,
    at: workMoment(world, day.date),
    title: "",
    text: followUpText(world, day, { contact, deal }),
    dealIds: [deal.id],
    contactIds: [contact.id],
  });
}

export function logMeeting(world: World, day: RepDay, { contact, deal }: Encounter): void {
  logTouch(world, {
    kind: "meeting",
    repId: day.member.id,
    at: momentAt(day.date, world.random.between(9, 15), world.timeZone),
    title: `Meeting ${contact.firstName} ${contact.lastName}`,
    minutes: 60,
    dealIds: deal === null ? [] : [deal.id],
    contactIds: [contact.id],
  });
}

/** Small offers go out without anybody opening a deal for them. */
export function logOffer(world: World, day: RepDay, contact: Contact): void {
  logTouch(world, {
    kind: "proposal",
    repId: day.member.id,
    at: workMoment(world, day.date),
    title: `Offer for ${contact.firstName} ${contact.lastName}`,
    amount: world.random.between(4, 40) * 500,
    contactIds: [contact.id],
  });
}

export function logOtherNote(world: World, day: RepDay, encounter: Encounter): void {
  const { contact, deal } = encounter;
  if (deal !== null) return logDealNote(world, day, deal);
  const kind: TouchKind = world.random.chance(0.2) ? "message" : "note";
  const template = pickFollowUp(world.random, day.member.language, { verdict: "log" });
  const text = fillText(day.member.language, template.text, placeOf(encounter, addDays(day.date, 3)));
  const at: Moment = workMoment(world, day.date);
  logTouch(world, { kind, repId: day.member.id, at, title: "", text, contactIds: [contact.id] });
}
