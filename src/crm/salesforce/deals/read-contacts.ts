import { isRemembered, type Org, remember } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import { readByKeyset } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { idOf } from "../rows.ts";
import { openDealsMemory } from "./open-deals.ts";
import { isOpportunityId } from "./read-deals.ts";

/** From so many deals on, reading the contacts of all open ones at once takes fewer calls than asking deal by deal. */
const manyDeals = 500;

/** Contacts in a role on each deal; deals without any have an empty list. */
export async function readDealContacts(
  org: Org,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const contacts = new Map<string, string[]>(dealIds.map((id) => [id, []]));
  if (dealIds.length === 0 || (await describe(org, "OpportunityContactRole")) === null) return contacts;
  const isCheap = dealIds.length >= manyDeals || isRemembered(org, openDealsMemory);
  const ofOpen = isCheap ? await readOfOpenDeals(org) : new Map<string, string[]>();
  for (const id of dealIds) contacts.get(id)?.push(...(ofOpen.get(id) ?? []));
  // An open deal that the answer does not name has no contacts; of any other it says nothing.
  const isTold = (id: string) => ofOpen.has(id) || (isCheap && org.memory().openDealIds.has(id));
  const others = dealIds.filter((id) => isOpportunityId(id) && !isTold(id));
  keepContacts(contacts, await readRolesOf(org, others));
  // Every deal is asked for once a night; what was given is not kept any longer.
  for (const id of dealIds) {
    ofOpen.delete(id);
    org.memory().openDealIds.delete(id);
  }
  return contacts;
}

/** Of all deals that are open now; those without contacts are not named. */
function readOfOpenDeals(org: Org): Promise<Map<string, string[]>> {
  return remember(org, openDealsMemory, async () => {
    const contacts = new Map<string, string[]>();
    const roles = {
      object: "OpportunityContactRole",
      fields: roleFields,
      where: ["Opportunity.IsClosed = false"],
      kind: "contact",
      act: "reading the contacts of opportunities",
    };
    for await (const { rows } of readByKeyset(org, roles, null)) {
      for (const row of rows) {
        const dealId = idOf(row, "OpportunityId") ?? "";
        if (!contacts.has(dealId)) contacts.set(dealId, []);
      }
      keepContacts(contacts, rows);
    }
    return contacts;
  });
}

const roleFields = ["Id", "OpportunityId", "ContactId"];

function readRolesOf(org: Org, ids: readonly string[]): Promise<readonly Row[]> {
  return queryByIds(org, {
    object: "OpportunityContactRole",
    fields: roleFields,
    field: "OpportunityId",
    ids,
    kind: "contact",
    act: "reading the contacts of opportunities",
  });
}

/** One person may have several roles. */
function keepContacts(contacts: ReadonlyMap<string, string[]>, rows: readonly Row[]): void {
  for (const row of rows) {
    const [dealId, contactId] = [idOf(row, "OpportunityId"), idOf(row, "ContactId")];
    const list = contacts.get(dealId ?? "");
    if (contactId !== null && list?.includes(contactId) === false) list.push(contactId);
  }
}
