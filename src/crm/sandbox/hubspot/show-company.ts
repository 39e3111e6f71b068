import { addDays, startOfDay } from "../../../domain/time.ts";
import type { Company } from "../company/company.ts";
import type { Person, SalesPipeline } from "../company/model.ts";
import type { OwnerRecord, PipelineRecord, Portal } from "./portal.ts";

/** HubSpot user ids differ from owner ids. */
const firstUserId = 44_100_000;

/** Puts people, teams and pipelines into the portal; what happens comes later as events. */
export function showCompany(portal: Portal, company: Company): void {
  portal.pipelines.push(...company.pipelines.map(toPipeline));
  const teamNames = new Map(company.teams.map(({ id, name }) => [id, name]));
  const owners = company.people.map((person, index) => ({
    ...toOwner(person, firstUserId + index, teamNames),
    outOfOffice: toOutOfOffice(company, person.id),
  }));
  portal.owners.push(...owners, queueOwner(company));
  for (const team of company.teams) {
    const members = owners.filter(({ teams }) => teams.some(({ id }) => id === team.id));
    portal.teams.push({
      id: team.id,
      name: team.name,
      parentId: null,
      userIds: members.map(({ userIdIncludingInactive }) => String(userIdIncludingInactive)),
      secondaryUserIds: [],
    });
  }
}

function toPipeline(pipeline: SalesPipeline, displayOrder: number): PipelineRecord {
  return {
    id: pipeline.id,
    label: pipeline.label,
    displayOrder,
    stages: pipeline.stages.map((stage, order) => ({
      id: stage.id,
      label: stage.label,
      displayOrder: order,
      isClosed: stage.outcome !== "open",
      probability: stage.probability.toFixed(1),
      isArchived: false,
    })),
  };
}

function toOwner(person: Person, userId: number, teamNames: ReadonlyMap<string, string>): OwnerRecord {
  const teamName = person.teamId === null ? undefined : teamNames.get(person.teamId);
  return {
    id: person.id,
    userId: person.isActive ? userId : null,
    userIdIncludingInactive: userId,
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    type: "PERSON",
    teams: teamName === undefined ? [] : [{ id: person.teamId ?? "", name: teamName, primary: true }],
    isArchived: !person.isActive,
    outOfOffice: [],
  };
}

/** Who is away for two weeks has set it in HubSpot too. */
function toOutOfOffice({ planted, timeZone }: Company, personId: string): OwnerRecord["outOfOffice"] {
  return planted.flatMap((truth) => {
    if (truth.on !== "rep" || truth.kind !== "absent" || truth.repId !== personId || truth.since === null)
      return [];
    return [[startOfDay(truth.since, timeZone), startOfDay(addDays(truth.since, 14), timeZone)] as const];
  });
}

/** A support queue can own records too and is nobody. */
function queueOwner(company: Company): OwnerRecord {
  const last = Math.max(...company.people.map(({ id }) => Number(id)));
  return {
    id: String(last + 7),
    userId: null,
    userIdIncludingInactive: null,
    email: "",
    firstName: "Inbound queue",
    lastName: "",
    type: "QUEUE",
    teams: [],
    isArchived: false,
    outOfOffice: [],
  };
}
