import { type Moment, weekdayOf } from "../../../domain/time.ts";
import { addWorkdays, momentAt } from "./calendar.ts";
import type { Contact } from "./model.ts";
import {
  bookMeeting,
  logCall,
  logDealNote,
  logMail,
  logMeeting,
  logOffer,
  logOtherNote,
  type RepDay,
  setTask,
} from "./rep-touches.ts";
import { type LiveDeal, makeProspect, type ProspectPool, type World } from "./world.ts";

/** Contacts without a deal a rep works on at a time. */
const prospectPool = 25;
/** Of calls to a full pool, every so many goes to somebody new. */
const turnsPerNewcomer = 4;
/** Of calls to strangers, this share is not answered. */
const unansweredShare = 0.35;
/** Deals whose turn it is come first; the rest of the day goes into prospecting. */
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

function pickProspect(world: World, { member, date }: RepDay): Contact {
  const pool = world.prospects.get(member.id) ?? { contacts: [], turns: 0 };
  world.prospects.set(member.id, pool);
  const at = momentAt(date, 7.5, world.timeZone);
  if (pool.contacts.length >= prospectPool) return pickKnown(world, pool, at);
  const contact = makeProspect(world, at, world.directory);
  pool.contacts.push(contact);
  return contact;
}

/** Every few times somebody new takes the place of one who was called before. */
function pickKnown(world: World, pool: ProspectPool, at: Moment): Contact {
  const known = world.random.pick(pool.contacts);
  pool.turns += 1;
  if (world.newcomers === null || pool.turns % turnsPerNewcomer !== 0) return known;
  const contact = makeProspect(world, at, world.newcomers);
  pool.contacts[pool.contacts.indexOf(known)] = contact;
  return contact;
}
