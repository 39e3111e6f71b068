import { type Org, remember } from "../org.ts";
import { describe } from "../reading/describe.ts";
import { queryRows } from "../reading/query.ts";
import { isIn } from "../reading/soql.ts";
import { idOf, textOf } from "../rows.ts";

/** Ids of users that are programs. */
export interface ProgramUsers {
  /** Flows, processes and scheduled jobs. */
  readonly automations: ReadonlySet<string>;
  /** Salesforce's own services, among them those that copy people's mail and calendars. */
  readonly integrations: ReadonlySet<string>;
}

/** UserType is a fixed list of Salesforce's own, the same in every language. */
const programTypes = { automation: "AutomatedProcess", integration: "CloudIntegrationUser" } as const;

/** None where our user may not see what kind of user somebody is. */
export function readProgramUsers(org: Org): Promise<ProgramUsers> {
  return remember(org, "program users", async () => {
    const rows = await readRows(org);
    const idsOf = (type: string) =>
      new Set(rows.filter((row) => textOf(row, "UserType") === type).flatMap((row) => idOf(row) ?? []));
    return { automations: idsOf(programTypes.automation), integrations: idsOf(programTypes.integration) };
  });
}

async function readRows(org: Org) {
  if ((await describe(org, "User"))?.fields.has("UserType") !== true) return [];
  return await queryRows(org, {
    soql: `SELECT Id, UserType FROM User WHERE ${isIn("UserType", Object.values(programTypes))}`,
    kind: "user",
    act: "reading which users are programs",
  });
}
