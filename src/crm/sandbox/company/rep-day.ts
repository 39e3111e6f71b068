import { addDays, type CivilDate, type Moment, weekdayOf } from "../../../domain/time.ts";
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
import {
  addBooking,
  type LiveDeal,
  logTouch,
  makeContact,
  makeCustomer,
  type World,
  workMoment,
} from "./world.ts";

/** One working day of a rep. `share` scales the usual amount: 0.4 for someone who has slackened. */
export interface RepDay {
  readonly member: CastMember;
  readonly date: CivilDate;
  readonly share: number;
  /** Only what belongs to deals: long before the start nobody looks at the rest. */
  readonly isDealWorkOnly: boolean;
}

const prospectPool = 25;
/** Of calls to strangers, this share is not answered. */
const unansweredShare = 0.35;
/** Of booked meetings, the manager joins this share to watch and to teach. */
const jointShare = 0.12;

export function playRepDay(world: World, day: RepDay): void {
  const { member } = day;
  const factor = (member.habits.weekdays[weekdayOf(day.date) - 1] ?? 0) * day.share;
  const held = holdMeetings(world, day);
  const own = (world.openByRep.get(member.id) ?? []).filter(({ plan }) => plan !== null);
  const due = own.filter(({ nextTouchOn }) => nextTouchOn <= day.date);
  const counts = {
    call: world.random.poisson(member.habits.calls * factor),
    email: world.random.poisson(member.habits.emails * factor),
    meeting: Math.max(0, world.random.poisson(member.habits.meetings * factor) - held),
    note: world.random.poisson(member.habits.notes * factor),
    proposal: world.random.poisson(member.habits.proposals * factor),
  };
  for (const deal of due) touchDeal(world, day, { deal, counts });
  if (day.isDealWorkOnly) return;
  for (const kind of ["call", "email", "meeting", "note", "proposal"] as const) {
    for (let left = counts[kind]; left > 0; left--) workElsewhere(world, day, { kind, own });
  }
}

/** Meetings booked earlier take place; every fifth is never marked as held, as happens. */
function holdMeetings(world: World, { member, date }: RepDay): number {
  const booked = (world.bookings.get(date) ?? []).filter(({ repId }) => repId === member.id);
  for (const { id, kind, at, minutes } of booked) {
    if (world.random.chance(0.2)) continue;
    const after = at + (minutes + 5) * 60_000;
    world.today.push({
      kind: "touch-changed",
      at: after,
      byId: member.id,
      touch: { id, kind },
      changes: { result: "done" },
    });
  }
  return booked.filter(({ kind }) => kind === "meeting").length;
}

type Counts = Record<"call" | "email" | "meeting" | "note" | "proposal", number>;

/** A deal whose turn it is: a call or a mail, sometimes a meeting gets booked, often a note is left. */
function touchDeal(world: World, day: RepDay, { deal, counts }: { deal: LiveDeal; counts: Counts }): void {
  const { random } = world;
  const kind = random.chance(0.6) ? "call" : "email";
  if (counts[kind] <= 0 && day.share < 1) return;
  counts[kind]--;
  deal.nextTouchOn = addWorkdays(day.date, random.between(1, deal.rhythm));
  const contact = deal.contacts[random.below(deal.contacts.length)];
  if (contact === undefined) return;
  if (kind === "call") logCall(world, day, { contact, deal, isAnswered: random.chance(0.8) });
  else logMail(world, day, { contact, deal });
  if (random.chance(0.22)) bookMeeting(world, day, { contact, deal });
  if (random.chance(0.3)) logDealNote(world, day, deal);
  if (random.chance(0.1)) setTask(world, day, deal);
}

interface Encounter {
  readonly contact: Contact;
  readonly deal: LiveDeal | null;
}

function placeOf({ contact, deal }: Encounter, day: CivilDate): TextPlace {
  return { name: contact.firstName, firm: deal?.customer?.name ?? "", day };
}

function logCall(world: World, day: RepDay, encounter: Encounter & { isAnswered: boolean }): void {
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

function logMail(world: World, day: RepDay, encounter: Encounter): void {
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

function bookMeeting(world: World, day: RepDay, { contact, deal }: Encounter): void {
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
function setTask(world: World, day: RepDay, deal: LiveDeal): void {
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

function logDealNote(world: World, day: RepDay, deal: LiveDeal): void {
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

/** Everything that is not one of the rep's own deals' turn: prospecting, and the odd extra touch. */
function workElsewhere(
  world: World,
  day: RepDay,
  work: { kind: keyof Counts; own: readonly LiveDeal[] },
): void {
  const { random } = world;
  const deal = work.own.length > 0 && random.chance(0.25) ? random.pick(work.own) : null;
  const contact = deal?.contacts[0] ?? pickProspect(world, day);
  switch (work.kind) {
    case "call":
      return logCall(world, day, { contact, deal, isAnswered: !random.chance(unansweredShare) });
    case "email":
      return logMail(world, day, { contact, deal });
    case "meeting":
      return logMeeting(world, day, { contact, deal });
    case "proposal":
      return logOffer(world, day, contact);
    case "note":
      return logOtherNote(world, day, { contact, deal });
  }
}

function logMeeting(world: World, day: RepDay, { contact, deal }: Encounter): void {
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
function logOffer(world: World, day: RepDay, contact: Contact): void {
  logTouch(world, {
    kind: "proposal",
    repId: day.member.id,
    at: workMoment(world, day.date),
    title: `Offer for ${contact.firstName} ${contact.lastName}`,
    amount: world.random.between(4, 40) * 500,
    contactIds: [contact.id],
  });
}

function logOtherNote(world: World, day: RepDay, encounter: Encounter): void {
  const { contact, deal } = encounter;
  if (deal !== null) return logDealNote(world, day, deal);
  const kind: TouchKind = world.random.chance(0.2) ? "message" : "note";
  const template = pickFollowUp(world.random, day.member.language, { verdict: "log" });
  const text = fillText(day.member.language, template.text, placeOf(encounter, addDays(day.date, 3)));
  const at: Moment = workMoment(world, day.date);
  logTouch(world, { kind, repId: day.member.id, at, title: "", text, contactIds: [contact.id] });
}

function pickProspect(world: World, { member, date }: RepDay): Contact {
  const pool = world.prospects.get(member.id) ?? [];
  world.prospects.set(member.id, pool);
  if (pool.length >= prospectPool) return world.random.pick(pool);
  const at = momentAt(date, 7.5, world.timeZone);
  const contact = makeContact(world, at, makeCustomer(world, at));
  pool.push(contact);
  return contact;
}
