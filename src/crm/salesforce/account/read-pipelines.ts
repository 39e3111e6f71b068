import type { DealOutcome, Pipeline, Stage } from "../../../domain/deal.ts";
import { type Org, remember } from "../org.ts";
import type { Row } from "../reading/query.ts";
import { idOf, isTrue, numberOf, textOf } from "../rows.ts";
import { readFirstRows } from "./first-rows.ts";

/** Deals without a record type, or of the master one. */
const mainPipelineId = "main";

/** Salesforce's id of the record type that everything without one has. */
const masterRecordTypeId = "012000000000000AAA";

/** One pipeline for each record type of Opportunity, each with all stages of the org; asked for once per adapter. */
export function readPipelines(org: Org): Promise<readonly Pipeline[]> {
  return remember(org, "pipelines", () => fetchPipelines(org));
}

async function fetchPipelines(org: Org): Promise<readonly Pipeline[]> {
  const stages = await fetchStages(org);
  const main = { id: mainPipelineId, label: "Opportunities", stages };
  const rows = (await readFirstRows(org)).recordTypes;
  return [
    main,
    ...rows.map((row) => ({ id: toPipelineId(row, "Id"), label: textOf(row, "Name") ?? "", stages })),
  ];
}

/** The pipeline that a row's record type stands for. */
export function toPipelineId(row: Row, field = "RecordTypeId"): string {
  const id = idOf(row, field);
  return id === null || id === masterRecordTypeId ? mainPipelineId : id;
}

async function fetchStages(org: Org): Promise<readonly Stage[]> {
  return (await readFirstRows(org)).stages.flatMap(toStage).toSorted((a, b) => a.position - b.position);
}

/** `Opportunity.StageName` holds the value, not the label that people of each language see. */
function toStage(row: Row): readonly Stage[] {
  const label = textOf(row, "MasterLabel");
  const id = textOf(row, "ApiName") ?? label;
  if (id === null) return [];
  return [{ id, label: label ?? id, position: numberOf(row, "SortOrder") ?? 0, outcome: toOutcome(row) }];
}

/** By meaning: names of stages are the customer's, in the customer's language. */
export function toOutcome(row: Row): DealOutcome {
  if (!isTrue(row, "IsClosed")) return "open";
  return isTrue(row, "IsWon") ? "won" : "lost";
}
