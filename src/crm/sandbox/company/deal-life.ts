import { addDays, type CivilDate, type Moment } from "../../../domain/time.ts";
import { addWorkdays, workdayOnOrAfter } from "./calendar.ts";
import type { CastMember } from "./cast.ts";
import type { SalesPipeline } from "./model.ts";
import { closingStage, openStages, pipelines } from "./pipelines.ts";
import { closingNote, nextStepText } from "./texts/write-text.ts";
import {
  addOpenDeal,
  type LiveDeal,
  logTouch,
  makeContact,
  makeCustomer,
  type PlannedSpell,
  removeOpenDeal,
  toSalesDeal,
  type World,
  workMoment,
} from "./world.ts";

/** Spread of a stage's length on a logarithmic scale: nine of ten stays last at most 1.7 times the usual one. */
const stageSpread = 0.4;
/** Stays under way at the start are no longer than this many usual ones: nothing stalls by chance. */
const longestUnderWay = 1.25;
const winShare = 0.42;
const secondContactShare = 0.4;
/** Share of deals whose close date is moved once. */
const pushShare = 0.3;
/** Share of deals with pauses of more than two weeks. */
const slowShare = 0.35;

/** A rep finds a new customer. `openedOn` may lie before the day that is played. */
export function openNaturalDeal(world: World, member: CastMember, openedOn: CivilDate): LiveDeal {
  const { random } = world;
  const at = workMoment(world, openedOn);
  const customer = makeCustomer(world, at);
  const contacts = [makeContact(world, at, customer)];
  if (random.chance(secondContactShare)) contacts.push(makeContact(world, at, customer));
  const pipeline = random.chance(0.25) ? pipelines[1] : pipelines[0];
  const plan = planDeal(world, pipeline, openedOn);
  const lastDay = plan.at(-1)?.from ?? openedOn;
  const deal: LiveDeal = {
    id: world.takeId("deal"),
    name: `${customer.name.split(" ").slice(0, 2).join(" ")} – ${random.pick(products)}`,
    ownerId: member.id,
    customer,
    contacts,
    pipeline,
    stageId: openStages(pipeline)[0]?.id ?? "",
    amount: drawAmount(world),
    currency: random.chance(0.3) ? "EUR" : world.currency,
    isOpen: true,
    plan: plan.slice(1),
    openedOn,
    nextTouchOn: addWorkdays(openedOn, 1),
    rhythm: drawRhythm(world, lastDay),
  };
  const closeDate = addDays(lastDay, random.between(6, 20));
  const nextStep = nextStepText(random, member.language);
  world.today.push({
    kind: "deal-opened",
    at,
    byId: member.id,
    deal: toSalesDeal(deal, { closeDate, nextStep }),
  });
  addOpenDeal(world, deal);
  return deal;
}

const products = [
  "line control",
  "warehouse scanners",
  "service contract",
  "energy monitoring",
  "maintenance suite",
  "quality cameras",
  "packing cell",
  "fleet module",
] as const;

/** Amounts spread over two orders of magnitude, rounded as people round them. */
export function drawAmount({ random }: World): number {
  const raw = 38_000 * Math.exp(0.8 * random.normal());
  return Math.max(4_000, Math.round(raw / 500) * 500);
}

/** Some deals live with long pauses; those still open at the start do not, so that none looks stalled by chance. */
function drawRhythm({ random, startDate }: World, lastDay: CivilDate): number {
  const isSlow = lastDay < startDate && random.chance(slowShare);
  return isSlow ? random.between(11, 14) : random.between(3, 7);
}

function planDeal(world: World, pipeline: SalesPipeline, openedOn: CivilDate): PlannedSpell[] {
  const { random } = world;
  const stages = openStages(pipeline);
  const isWon = random.chance(winShare);
  const last = isWon ? stages.length - 1 : random.below(stages.length);
  const plan: PlannedSpell[] = [];
  let from = openedOn;
  for (const stage of stages.slice(0, last + 1)) {
    plan.push({ stage, from });
    const days = Math.max(2, Math.round(stage.usualDays * Math.exp(stageSpread * random.normal())));
    from = workdayOnOrAfter(addDays(from, capUnderWay(world, from, { days, usual: stage.usualDays })));
  }
  return [...plan, { stage: closingStage(pipeline, isWon ? "won" : "lost"), from }];
}

/** Shortens a stay that would span the start of the sandbox. */
function capUnderWay(world: World, from: CivilDate, stay: { days: number; usual: number }): number {
  const isUnderWay = from <= world.startDate && addDays(from, stay.days) > world.startDate;
  return isUnderWay ? Math.max(2, Math.min(stay.days, Math.round(stay.usual * longestUnderWay))) : stay.days;
}

/** The deal goes where its plan says; what was due while its owner was away happens today. */
export function moveNaturalDeal(world: World, deal: LiveDeal, today: CivilDate): void {
  while (deal.isOpen && deal.plan?.[0] !== undefined && deal.plan[0].from <= today) {
    const [step] = deal.plan.splice(0, 1);
    if (step !== undefined) enterStage(world, deal, { step, at: workMoment(world, today) });
  }
}

function enterStage(world: World, deal: LiveDeal, { step, at }: { step: PlannedSpell; at: Moment }): void {
  const { random } = world;
  const member = world.members.find(({ id }) => id === deal.ownerId);
  const language = member?.language ?? "en";
  deal.stageId = step.stage.id;
  const isClosing = step.stage.outcome !== "open";
  const lost = step.stage.outcome === "lost" ? closingNote(random, language) : undefined;
  const changes = {
    stageId: step.stage.id,
    ...(lost === undefined ? {} : { lostReason: lost }),
    ...(isClosing ? {} : { nextStep: nextStepText(random, language) }),
  };
  world.today.push({ kind: "deal-changed", at, byId: deal.ownerId, dealId: deal.id, changes });
  if (isClosing) removeOpenDeal(world, deal);
  else maybeSendProposal(world, deal, { label: step.stage.label, at });
  const isLastStage = deal.plan?.length === 1;
  if (isLastStage && random.chance(pushShare)) pushCloseDate(world, deal, at);
}

function maybeSendProposal(world: World, deal: LiveDeal, stage: { label: string; at: Moment }): void {
  if (stage.label !== "Proposal" && stage.label !== "Offer") return;
  logTouch(world, {
    kind: "proposal",
    repId: deal.ownerId,
    at: stage.at + 60_000,
    title: `Offer ${deal.name}`,
    amount: deal.amount,
    dealIds: [deal.id],
    contactIds: deal.contacts.slice(0, 1).map(({ id }) => id),
  });
}

function pushCloseDate(world: World, deal: LiveDeal, at: Moment): void {
  const closesOn = deal.plan?.at(-1)?.from;
  if (closesOn === undefined) return;
  const closeDate = addDays(closesOn, world.random.between(10, 25));
  world.today.push({
    kind: "deal-changed",
    at: at + 120_000,
    byId: deal.ownerId,
    dealId: deal.id,
    changes: { closeDate },
  });
}
