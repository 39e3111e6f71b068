import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import type { Row } from "../reading/query.ts";
import { idOf, isIdOf, textOf } from "../rows.ts";

/** Of these Tasks those that are the other half of an EmailMessage. */
export async function readMailedTaskIds(org: Org, taskIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (taskIds.length === 0 || (await describe(org, "EmailMessage")) === null) return new Set();
  const rows = await queryByIds(org, {
    object: "EmailMessage",
    fields: ["Id", "ActivityId"],
    field: "ActivityId",
    ids: taskIds,
    kind: "link",
    act: "matching e-mails with their tasks",
  });
  return new Set(rows.flatMap((row) => idOf(row, "ActivityId") ?? []));
}

/** The first contact of each e-mail that is not about an opportunity itself. */
export async function readEmailContacts(
  org: Org,
  emails: readonly Row[],
): Promise<ReadonlyMap<string, string>> {
  const ids = emails
    .filter((row) => !isIdOf("opportunity", idOf(row, "RelatedToId")))
    .flatMap((row) => idOf(row) ?? []);
  if (ids.length === 0 || (await describe(org, "EmailMessageRelation")) === null) return new Map();
  const rows = await queryByIds(org, {
    object: "EmailMessageRelation",
    fields: ["Id", "EmailMessageId", "RelationId"],
    field: "EmailMessageId",
    ids,
    kind: "link",
    act: "reading the contacts of e-mails",
  });
  const found = new Map<string, string>();
  for (const row of rows) {
    const [emailId, personId] = [idOf(row, "EmailMessageId") ?? "", idOf(row, "RelationId")];
    if (isIdOf("contact", personId) && !found.has(emailId)) found.set(emailId, personId);
  }
  return found;
}

/** Colleagues who were invited and did not decline: most people never answer an invitation. */
export async function readAttendees(
  org: Org,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (eventIds.length === 0 || (await describe(org, "EventRelation")) === null) return new Map();
  const rows = await queryByIds(org, {
    object: "EventRelation",
    fields: ["Id", "EventId", "RelationId", "Status"],
    field: "EventId",
    ids: eventIds,
    where: ["IsInvitee = true"],
    kind: "link",
    act: "reading who was invited to meetings",
  });
  const colleagues = rows.filter(
    (row) => isIdOf("user", idOf(row, "RelationId")) && textOf(row, "Status") !== "Declined",
  );
  const byEvent = Map.groupBy(colleagues, (row) => idOf(row, "EventId") ?? "");
  return new Map(
    [...byEvent].map(([id, group]) => [id, group.flatMap((row) => idOf(row, "RelationId") ?? [])]),
  );
}

/** Opportunities that these notes are shared with. */
export function readLinkedDeals(
  org: Org,
  noteIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return readNoteLinks(org, "ContentDocumentId", noteIds);
}

/** Notes that are shared with these opportunities: opportunity ids by note. */
export function readLinkedNotes(
  org: Org,
  dealIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return readNoteLinks(org, "LinkedEntityId", dealIds);
}

/** Salesforce answers this object only for named documents or named records. */
async function readNoteLinks(
  org: Org,
  field: "ContentDocumentId" | "LinkedEntityId",
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await queryByIds(org, {
    object: "ContentDocumentLink",
    fields: ["Id", "ContentDocumentId", "LinkedEntityId"],
    field,
    ids,
    kind: "link",
    act: "reading what notes are about",
  });
  const ofDeals = rows.filter((row) => isIdOf("opportunity", idOf(row, "LinkedEntityId")));
  const byNote = Map.groupBy(ofDeals, (row) => idOf(row, "ContentDocumentId") ?? "");
  return new Map(
    [...byNote].map(([id, group]) => [id, group.flatMap((row) => idOf(row, "LinkedEntityId") ?? [])]),
  );
}
