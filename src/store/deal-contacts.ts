import type { TenantDb } from "./open-store.ts";
import { saveRows } from "./save-rows.ts";
import { textArray } from "./values.ts";

/** Replaces the contacts of each named deal. */
export async function saveDealContacts(
  db: TenantDb,
  contactsOf: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  await db
    .deleteFrom("deal_contacts")
    .where("deal_id", "=", (is) => is.fn.any(textArray(contactsOf.keys())))
    .execute();
  await saveRows(db, {
    into: "deal_contacts",
    key: ["deal_id", "contact_id"],
    rows: [...contactsOf].flatMap(([dealId, contactIds]) =>
      contactIds.map((contactId) => ({ deal_id: dealId, contact_id: contactId })),
    ),
  });
}
