import type { SalesPipeline, SalesStage } from "./model.ts";

const open = (
  id: string,
  label: string,
  facts: readonly [probability: number, usualDays: number],
): SalesStage => ({
  id,
  label,
  outcome: "open",
  probability: facts[0],
  usualDays: facts[1],
});
const won: Omit<SalesStage, "id"> = { label: "Closed won", outcome: "won", probability: 1, usualDays: 0 };
const lost: Omit<SalesStage, "id"> = { label: "Closed lost", outcome: "lost", probability: 0, usualDays: 0 };

/** Two ways of selling, as in most mid-sized firms: new customers, and more of the same to old ones. */
export const pipelines: readonly [SalesPipeline, SalesPipeline] = [
  {
    id: "default",
    label: "New business",
    stages: [
      open("qualifiedtobuy", "Qualified", [0.2, 14]),
      open("presentationscheduled", "Demo", [0.4, 17]),
      open("119845012", "Proposal", [0.6, 20]),
      open("contractsent", "Negotiation", [0.8, 15]),
      { id: "closedwon", ...won },
      { id: "closedlost", ...lost },
    ],
  },
  {
    id: "84120377",
    label: "Expansion",
    stages: [
      open("119845101", "Need confirmed", [0.4, 13]),
      open("119845102", "Offer", [0.7, 17]),
      { id: "119845103", ...won },
      { id: "119845104", ...lost },
    ],
  },
];

export function openStages(pipeline: SalesPipeline): readonly SalesStage[] {
  return pipeline.stages.filter(({ outcome }) => outcome === "open");
}

export function closingStage(pipeline: SalesPipeline, outcome: "won" | "lost"): SalesStage {
  const stage = pipeline.stages.find((one) => one.outcome === outcome);
  if (stage === undefined) throw new RangeError(`${pipeline.label} has no stage for ${outcome}`);
  return stage;
}

export function stageAt(pipeline: SalesPipeline, index: number): SalesStage {
  const stage = openStages(pipeline)[index];
  if (stage === undefined) throw new RangeError(`${pipeline.label} has no open stage ${index}`);
  return stage;
}
