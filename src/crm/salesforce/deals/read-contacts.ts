import { isRemembered, type Org, remember } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import { readByKeyset } from "../reading/keyset.ts";
import type { Row } from "../reading/query.ts";
import { idOf } from "../rows.ts";
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
  const others = dealIds.filter((id) => isOpportunityId(id) && !ofOpen.has(id));
  keepContacts(contacts, await readRolesOf(org, others));
  // Every deal is asked for once a night; what was given is not kept any longer.
  for (const id of dealIds) ofOpen.delete(id);
  return contacts;
}

const openDealsMemory = "contacts of open deals";

/** Of all deals that are open now, without contacts too: the others must be told from those that are not open. */
function readOfOpenDeals(org: Org): Promise<Map<string, string[]>> {
  return remember(org, openDealsMemory, async () => {
    const contacts = new Map<string, string[]>();
    const common = { kind: "contact", act: "reading the contacts of opportunities" };
    const deals = { ...common, object: "Opportunity", fields: ["Id"], where: ["IsClosed = false"] };
    for await (const { rows } of readByKeyset(org, deals, null)) {
      for (const row of rows) contacts.set(idOf(row) ?? "", []);
    }
    const object = "OpportunityContactRole";
    const roles = { ...common, object, fields: roleFields, where: ["Opportunity.IsClosed = false"] };
    for await (const { rows } of readByKeyset(org, roles, null)) keepContacts(contacts, rows);
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
