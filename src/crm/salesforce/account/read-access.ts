import type { Access } from "../../port.ts";
import { findUnmeasuredKinds } from "../activities/sources.ts";
import type { Org } from "../org.ts";
import { describe } from "../reading/describe.ts";
import { queryRows } from "../reading/query.ts";

/** What our user may do, from what the org shows of its objects: Salesforce's tokens carry no scopes for records. */
export async function readAccess(org: Org): Promise<Access> {
  const [opportunity, task] = [await describe(org, "Opportunity"), await describe(org, "Task")];
  const missingScopes = [
    ...(opportunity === null ? ["read access to Opportunity"] : []),
    ...(opportunity?.isUpdateable === false ? ["edit access to Opportunity"] : []),
    ...(task === null || !task.isCreateable ? ["create access to Task"] : []),
  ];
  const unmeasured = new Set(await findUnmeasuredKinds(org));
  if (await isMailElsewhere(org)) unmeasured.add("email");
  return { scopes: null, missingScopes, unmeasured: [...unmeasured] };
}

/**
 * Einstein Activity Capture may keep mail outside the org: people are connected, and no mail is in the org. Then mail is not
 * measured, which is not the same as none.
 */
async function isMailElsewhere(org: Org): Promise<boolean> {
  if ((await describe(org, "ActivityUsrConnectionStatus")) === null) return false;
  const one = (object: string) =>
    queryRows(org, {
      soql: `SELECT Id FROM ${object} LIMIT 1`,
      kind: "account",
      act: `looking for ${object}`,
    });
  const connected = await one("ActivityUsrConnectionStatus");
  if (connected.length === 0) return false;
  return (await describe(org, "EmailMessage")) === null || (await one("EmailMessage")).length === 0;
}
