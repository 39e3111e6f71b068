import { addDays } from "../../../domain/time.ts";
import { demoRoles as who } from "./cast.ts";
import { closingStage } from "./pipelines.ts";
import { dayAgo, type PlantedDeal, plantDeal } from "./plant-deal.ts";
import type { PlantedDealKind, PlantedTruth } from "./planted.ts";
import { closingNote, mailText, phrases } from "./texts/write-text.ts";
import { addBooking, logTouch, removeOpenDeal, type World } from "./world.ts";

/** Deals that look odd and must not be held against anybody, and one that only machines still write to. */
export function plantOthers(world: World, keep: (truth: PlantedTruth) => void): void {
  const add = (kind: PlantedDealKind, planted: PlantedDeal, isSilent = false) =>
    keep(toTruth(kind, planted, isSilent));
  const quiet = { stage: 2, stageDaysAgo: 24, contactDaysAgo: [45, 38, 31, 27], closeInDays: 40 };
  const lively = { stage: 1, stageDaysAgo: 12, contactDaysAgo: [20, 15, 9, 5, 1], closeInDays: 45 };
  const fresh = { stage: 0, stageDaysAgo: 3, contactDaysAgo: [2], closeInDays: 60 };

  add("new", plantDeal(world, { ...fresh, memberId: who.steady, product: "warehouse scanners" }));
  add("new", plantDeal(world, { ...fresh, memberId: who.english, product: "energy monitoring" }));
  add("moving", plantDeal(world, { ...lively, memberId: who.sellingManager, amount: 165_000 }));
  add("moving", plantDeal(world, { ...lively, memberId: who.sellingManager, product: "packing cell" }));
  add("booked-meeting", bookAhead(world, plantDeal(world, { ...quiet, memberId: who.steady })));
  add("inferred-link", touchContactOnly(world, plantDeal(world, { ...quiet, memberId: who.strong })));
  add("no-answer-only", tryInVain(world, plantDeal(world, { ...quiet, memberId: who.priceProblem })));
  add("automated-only", mailByMachine(world, plantDeal(world, { ...quiet, memberId: who.english })), true);
  add("no-creation-date", plantDeal(world, { ...quiet, memberId: who.strong, hasCreationDate: false }));
  add("no-owner", plantDeal(world, { ...quiet, memberId: who.english, hasOwner: false }));
  add("inactive-owner", plantDeal(world, { ...quiet, memberId: who.deactivated, amount: 58_000 }));
  add("inactive-owner", plantDeal(world, { ...quiet, memberId: who.deactivated, product: "fleet module" }));
  keep(plantPriceProblem(world));
}

function toTruth(kind: PlantedDealKind, { deal, member }: PlantedDeal, isSilent: boolean): PlantedTruth {
  return {
    on: "deal",
    kind,
    dealId: deal.id,
    repId: deal.ownerId,
    rule: isSilent ? "silence" : null,
    flag: isSilent ? "silent" : null,
    reason: null,
    due: null,
    text: null,
    language: member.language,
  };
}

function bookAhead(world: World, planted: PlantedDeal): PlantedDeal {
  const { deal } = planted;
  const at = dayAgo(world, -2, 11);
  const touch = logTouch(
    world,
    {
      kind: "meeting",
      repId: deal.ownerId,
      at,
      title: "Decision meeting",
      result: "booked",
      minutes: 60,
      dealIds: [deal.id],
      contactIds: deal.contacts.map(({ id }) => id),
    },
    dayAgo(world, 26, 12),
  );
  addBooking(world, addDays(world.startDate, 2), touch);
  return planted;
}

/** The rep works with the contact, but nothing hangs on the deal itself. */
function touchContactOnly(world: World, planted: PlantedDeal): PlantedDeal {
  const { deal, member } = planted;
  const contactIds = deal.contacts.map(({ id }) => id);
  for (const daysAgo of [20, 13, 8, 1]) {
    const at = dayAgo(world, daysAgo, 11);
    logTouch(world, { kind: "call", repId: member.id, at, title: "Call", minutes: 12, contactIds });
  }
  return planted;
}

function tryInVain(world: World, planted: PlantedDeal): PlantedDeal {
  const { deal, member } = planted;
  const links = { dealIds: [deal.id], contactIds: deal.contacts.map(({ id }) => id) };
  for (const daysAgo of [21, 14, 9, 5]) {
    const at = dayAgo(world, daysAgo, 13);
    logTouch(world, { kind: "call", repId: member.id, at, title: "Call", result: "no-answer", ...links });
  }
  return planted;
}

/** Newsletters and sequences go on by themselves: nobody's effort. */
function mailByMachine(world: World, planted: PlantedDeal): PlantedDeal {
  const { deal, member } = planted;
  const links = { dealIds: [deal.id], contactIds: deal.contacts.map(({ id }) => id) };
  for (const [index, daysAgo] of [19, 12, 6, 2].entries()) {
    const place = { name: deal.contacts[0]?.firstName ?? "", firm: "", day: world.startDate };
    logTouch(world, {
      kind: "email",
      repId: member.id,
      at: dayAgo(world, daysAgo, 7),
      title: "News from Warta Systems",
      text: mailText(world.random, member, place),
      origin: index % 2 === 0 ? "workflow" : "sequence",
      ...links,
    });
  }
  return planted;
}

const lostDaysAgo = [150, 131, 118, 104, 92, 77, 63, 49, 38, 24];

/** Deals with food producers are lost over the price, whoever sells. */
function plantPriceProblem(world: World): PlantedTruth {
  const sellers = [who.priceProblem, who.priceProblem, who.strong, who.english, who.steady];
  const dealIds = lostDaysAgo.map((daysAgo, index) => {
    const memberId = sellers[index % sellers.length] ?? who.priceProblem;
    const contactDaysAgo = [20, 14, 8, 3].map((before) => daysAgo + before);
    const followUp = { daysAgo: daysAgo + 2, verdict: "excuse", reason: "price" } as const;
    const stageDaysAgo = daysAgo + 12;
    const script = { memberId, stage: 2, stageDaysAgo, contactDaysAgo, followUp, firmKind: "Foods" };
    const { deal, member } = plantDeal(world, { ...script, closeInDays: -daysAgo });
    const lost = closingStage(deal.pipeline, "lost");
    const changes = {
      stageId: lost.id,
      lostReason: phrases[member.language].lostReasons[0] ?? closingNote(world.random, member.language),
    };
    world.today.push({
      kind: "deal-changed",
      at: dayAgo(world, daysAgo, 17),
      byId: member.id,
      dealId: deal.id,
      changes,
    });
    removeOpenDeal(world, deal);
    return deal.id;
  });
  return { on: "segment", kind: "price-problem", industry: "Food production", dealIds };
}
