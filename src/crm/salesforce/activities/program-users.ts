import { programTypes, readFirstRows } from "../account/first-rows.ts";
import type { Org } from "../org.ts";
import { idOf, textOf } from "../rows.ts";

/** Ids of users that are programs. */
export interface ProgramUsers {
  /** Flows, processes and scheduled jobs. */
  readonly automations: ReadonlySet<string>;
  /** Salesforce's own services, among them those that copy people's mail and calendars. */
  readonly integrations: ReadonlySet<string>;
}

/** None where our user may not see what kind of user somebody is. */
export async function readProgramUsers(org: Org): Promise<ProgramUsers> {
  const { programs } = await readFirstRows(org);
  const idsOf = (type: string) =>
    new Set(programs.filter((row) => textOf(row, "UserType") === type).flatMap((row) => idOf(row) ?? []));
  return { automations: idsOf(programTypes.automation), integrations: idsOf(programTypes.integration) };
}
