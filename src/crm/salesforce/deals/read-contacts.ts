import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import { idOf } from "../rows.ts";
import { isOpportunityId } from "./read-deals.ts";

/** Contacts in a role on each deal; deals without any have an empty list. */
export async function readDealContacts(
  org: Org,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const contacts = new Map<string, string[]>(dealIds.map((id) => [id, []]));
  if (dealIds.length === 0 || (await describe(org, "OpportunityContactRole")) === null) return contacts;
  const rows = await queryByIds(org, {
    object: "OpportunityContactRole",
    fields: ["Id", "OpportunityId", "ContactId"],
    field: "OpportunityId",
    ids: dealIds.filter(isOpportunityId),
    kind: "contact",
    act: "reading the contacts of opportunities",
  });
  for (const row of rows) {
    const [dealId, contactId] = [idOf(row, "OpportunityId"), idOf(row, "ContactId")];
    const list = contacts.get(dealId ?? "");
    // One person may have several roles.
    if (contactId !== null && list?.includes(contactId) === false) list.push(contactId);
  }
  return contacts;
}
