import type { Company } from "../company/company.ts";
import { euroInZloty } from "../company/currencies.ts";
import type { Person, SalesPipeline, SalesStage } from "../company/model.ts";
import { addRow, type Org, type Row, tableOf, toId } from "./org.ts";

/** The person's user id: the company numbers people in its own way. */
export function toUserId(personId: string): string {
  return toId("005", Number(personId));
}

/** A program that makes records: workflows and flows run as this user. */
export const automatedUserId = toId("005", 990_001);

/** Puts the org's own records, people, roles, stages and record types into it; what happens comes later as events. */
export function showCompany(org: Org, company: Company): void {
  const at = toSeconds(org.clock.now());
  const add = (object: string, values: Row) => addRow(org, object, { at, byId: automatedUserId, values });
  add("Organization", { Id: org.id, Name: org.name, TimeZoneSidKey: org.timeZone });
  add("User", {
    Id: automatedUserId,
    Name: "Automated Process",
    UserType: "AutomatedProcess",
    IsActive: true,
  });
  const managerOf = new Map(
    company.people.filter(({ role }) => role === "manager").map(({ teamId, id }) => [teamId, toUserId(id)]),
  );
  for (const person of company.people) add("User", userValues(person, managerOf.get(person.teamId) ?? null));
  for (const [index, stage] of stagesOf(company.pipelines).entries())
    add("OpportunityStage", stageValues(stage, index));
  for (const pipeline of company.pipelines) {
    if (pipeline.id === mainPipeline) continue;
    const id = toRecordTypeId(pipeline.id);
    add("RecordType", { Id: id, Name: pipeline.label, SobjectType: "Opportunity", IsActive: true });
  }
  for (const [code, rate] of currenciesOf(org.currency)) {
    add("CurrencyType", {
      IsoCode: code,
      ConversionRate: rate,
      IsCorporate: code === org.currency,
      IsActive: true,
    });
  }
  for (const [index, one] of taskStatuses.entries()) add("TaskStatus", { ...one, SortOrder: index + 1 });
  for (const [index, one] of taskPriorities.entries()) add("TaskPriority", { ...one, SortOrder: index + 1 });
}

/** What an admin changed of them. Rates are to the corporate currency, so all of them change with it. */
export function showSettings(org: Org): void {
  for (const row of tableOf(org, "Organization").values()) row["TimeZoneSidKey"] = org.timeZone;
  const rows = [...tableOf(org, "CurrencyType").values()];
  const own = Number(rows.find((row) => row["IsoCode"] === org.currency)?.["ConversionRate"] ?? 1);
  for (const row of rows) {
    row["IsCorporate"] = row["IsoCode"] === org.currency;
    row["ConversionRate"] = Number(row["ConversionRate"]) / own;
  }
}

/** What one unit of the corporate currency is in each. */
function currenciesOf(corporate: string): readonly (readonly [code: string, rate: number])[] {
  return corporate === "EUR"
    ? [["EUR", 1]]
    : [
        [corporate, 1],
        ["EUR", 1 / euroInZloty],
      ];
}

const mainPipeline = "default";

/** Null for the pipeline of deals without a record type. */
export function toRecordTypeId(pipelineId: string): string | null {
  return pipelineId === mainPipeline ? null : toId("012", Number(pipelineId));
}

/** Opportunity.StageName by the company's stage id: the org's own words, in German. */
export function toStageName(pipelines: readonly SalesPipeline[], stageId: string): string {
  const stage = pipelines.flatMap(({ stages }) => stages).find(({ id }) => id === stageId);
  if (stage === undefined) throw new RangeError(`The company has no stage ${stageId}`);
  return german[stage.label] ?? stage.label;
}

export function findStage(pipelines: readonly SalesPipeline[], stageId: string): SalesStage | undefined {
  return pipelines.flatMap(({ stages }) => stages).find(({ id }) => id === stageId);
}

const german: Readonly<Record<string, string>> = {
  Qualified: "Qualifiziert",
  Demo: "Vorführung",
  Proposal: "Angebot abgegeben",
  Negotiation: "Verhandlung",
  "Need confirmed": "Bedarf bestätigt",
  Offer: "Angebot",
  "Closed won": "Gewonnen",
  "Closed lost": "Verloren",
};

/** Several pipelines share the stages of one name. */
function stagesOf(pipelines: readonly SalesPipeline[]): readonly SalesStage[] {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  return [...new Map(stages.map((stage) => [stage.label, stage])).values()];
}

function stageValues(stage: SalesStage, index: number): Row {
  const name = german[stage.label] ?? stage.label;
  return {
    ApiName: name,
    MasterLabel: name,
    IsActive: true,
    IsClosed: stage.outcome !== "open",
    IsWon: stage.outcome === "won",
    SortOrder: index + 1,
    DefaultProbability: stage.probability * 100,
  };
}

function userValues(person: Person, managerId: string | null): Row {
  const id = toUserId(person.id);
  return {
    Id: id,
    Name: `${person.firstName} ${person.lastName}`,
    FirstName: person.firstName,
    LastName: person.lastName,
    Username: `${person.email}.sandbox`,
    Email: person.email,
    IsActive: person.isActive,
    UserType: "Standard",
    ManagerId: managerId === id ? null : managerId,
  };
}

export const closedStatus = "Erledigt";
export const openStatus = "Offen";
export const normalPriority = "Mittel";

const taskStatuses: readonly Row[] = [
  { ApiName: openStatus, MasterLabel: openStatus, IsClosed: false },
  { ApiName: closedStatus, MasterLabel: closedStatus, IsClosed: true },
];
const taskPriorities: readonly Row[] = [
  { ApiName: "Hoch", MasterLabel: "Hoch", IsHighPriority: true },
  { ApiName: normalPriority, MasterLabel: normalPriority, IsHighPriority: false },
];

/** Salesforce keeps whole seconds. */
export function toSeconds(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}
