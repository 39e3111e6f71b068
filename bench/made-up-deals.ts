import type { ActivityKind } from "../src/domain/activity.ts";
import type { DealOutcome } from "../src/domain/deal.ts";
import type { DealFacts, DealTouch } from "../src/domain/deal-facts.ts";
import { emptyDealFields } from "../src/domain/flag.ts";
import { type Moment, msPerDay } from "../src/domain/time.ts";
import { createRandom } from "./random.ts";

/** The moment that counts as now; the made-up account is the same on every run. */
export const benchNow: Moment = Date.parse("2026-10-14T01:00:00Z");
export const touchesPerDeal = 10;
export const dealsPerRep = 200;

export const benchPipelines = ["new", "old"].map((id) => ({
  id,
  label: id,
  stages: [
    ...[0, 1, 2, 3].map((n) => ({
      id: `${id}-${n}`,
      label: `Stage ${n}`,
      position: n,
      outcome: "open" as const,
    })),
    { id: `${id}-won`, label: "Won", position: 4, outcome: "won" as const },
  ],
}));

/** One made-up deal of up to 300 days with ten activities; a fifth has gone quiet, a third is closed. */
export function makeUpDeal(index: number): DealFacts {
  const random = createRandom(index);
  const id = `${1_000_000 + index}`;
  const createdAt = benchNow - Math.floor(10 + random() * 290) * msPerDay;
  const age = benchNow - createdAt;
  const lastAt = random() < 0.2 ? createdAt + age * random() * 0.7 : benchNow - msPerDay * random() * 8;
  const outcome: DealOutcome = random() < 0.67 ? "open" : random() < 0.4 ? "won" : "lost";
  const pipelineId = index % 3 === 0 ? "new" : "old";
  const stage = Math.floor(random() * 4);
  const repId = `r${Math.floor(index / dealsPerRep)}`;
  const entered = Array.from(
    { length: stage + 1 },
    (_, n) => createdAt + (age * n) / (stage + 0.4 + random()),
  );
  return {
    deal: {
      id,
      name: `Deal ${index}`,
      pipelineId,
      stageId: `${pipelineId}-${stage}`,
      outcome,
      ownerId: repId,
      amount: Math.floor(random() * 100_000),
      currency: "EUR",
      createdAt,
      closeDate: random() < 0.1 ? "2026-09-01" : "2026-12-01",
      nextStep: null,
      modifiedAt: lastAt,
    },
    spells: entered.map((enteredAt, n) => ({
      dealId: id,
      stageId: `${pipelineId}-${n}`,
      enteredAt,
      leftAt: entered[n + 1] ?? null,
    })),
    changes: [],
    isHistoryComplete: true,
    contactCount: 2,
    touches: makeUpTouches({ createdAt, lastAt, repId }, random),
    followUps: [0.5, 1].map((share, n) => ({
      id: `note:${id}-${n}`,
      dealId: id,
      repId,
      writtenAt: createdAt + (lastAt - createdAt) * share + (outcome === "open" ? msPerDay : 0),
      channel: "note",
      text: texts[Math.floor(random() * texts.length)] ?? "",
    })),
    fields: emptyDealFields,
    contest: null,
    episode: null,
  };
}

function makeUpTouches(
  { createdAt, lastAt, repId }: { createdAt: Moment; lastAt: Moment; repId: string },
  random: () => number,
): DealTouch[] {
  return Array.from({ length: touchesPerDeal }, (_, n) => {
    const at = Math.floor(createdAt + ((lastAt - createdAt) * (n + random())) / touchesPerDeal);
    return {
      kind: kinds[Math.floor(random() * kinds.length)] ?? "call",
      repId,
      at,
      direction: random() < 0.2 ? "inbound" : "outbound",
      result: "done",
      isConnected: null,
      source: "rep",
      createdAt: at,
      isInferred: false,
    };
  });
}

const kinds: readonly ActivityKind[] = [
  "call",
  "call",
  "email",
  "email",
  "email",
  "meeting",
  "proposal",
  "note",
];

const texts = [
  "Called the buyer, they say it is too expensive. Waiting for them to come back to us.",
  "I will send the revised quote by Friday and call the director on Monday.",
  "Left voicemail.",
  "Will follow up when the budget is clear.",
  "Klient mówi, że za drogo. Czekamy na decyzję zarządu.",
  "Wyślę nową ofertę do piątku, potem spotkanie w biurze klienta.",
  "Клиент не отвечает уже три недели, ждём.",
  "Завтра позвоню директору и согласую встречу на четверг.",
];
