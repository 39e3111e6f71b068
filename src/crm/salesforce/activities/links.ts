import type { Org } from "../org.ts";
import { queryByIds } from "../reading/by-ids.ts";
import { describe } from "../reading/describe.ts";
import type { Row } from "../reading/query.ts";
import { idBehind, idOf, isIdOf, textOf } from "../rows.ts";
import type { EmailPeople } from "./map-others.ts";
import type { ProgramUsers } from "./program-users.ts";

/** Of these Tasks those that are the other half of an EmailMessage. */
export async function readMailedTaskIds(org: Org, taskIds: readonly string[]): Promise<ReadonlySet<string>> {
  const isTold = (await describe(org, "EmailMessage"))?.fields.has("ActivityId") === true;
  if (taskIds.length === 0 || !isTold) return new Set();
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

/**
 * How a query of e-mails reaches the person of each one's Task: `Activity.WhoId`; null where the org does not offer that way. A way
 * to Tasks and Events alike would lead to no field of either.
 */
export async function findTaskWhoField(org: Org): Promise<string | null> {
  const field = (await describe(org, "EmailMessage"))?.fields.get("ActivityId");
  const isToTasks = field?.leadsTo.length === 1 && field.leadsTo[0] === "Task";
  const hasWho = (await describe(org, "Task"))?.fields.has("WhoId") === true;
  return isToTasks && hasWho && field.relationship !== null ? `${field.relationship}.WhoId` : null;
}

/**
 * The people of those e-mails whose records do not tell: the contact of one that is about no opportunity and whose Task names no
 * contact, and the colleague whose mailbox it is when a program made the record.
 */
export async function readEmailPeople(
  org: Org,
  emails: readonly Row[],
  { integrations }: ProgramUsers,
): Promise<ReadonlyMap<string, EmailPeople>> {
  const whoField = await findTaskWhoField(org);
  const isTold = (row: Row) =>
    isIdOf("opportunity", idOf(row, "RelatedToId")) || isIdOf("contact", idBehind(row, whoField));
  const ids = emails
    .filter((row) => !isTold(row) || integrations.has(idOf(row, "CreatedById") ?? ""))
    .flatMap((row) => idOf(row) ?? []);
  if (ids.length === 0 || (await describe(org, "EmailMessageRelation")) === null) return new Map();
  const rows = await queryByIds(org, {
    object: "EmailMessageRelation",
    fields: ["Id", "EmailMessageId", "RelationId", "RelationType"],
    field: "EmailMessageId",
    ids,
    kind: "link",
    act: "reading the people of e-mails",
  });
  const byEmail = Map.groupBy(rows, (row) => idOf(row, "EmailMessageId") ?? "");
  return new Map([...byEmail].map(([id, relations]) => [id, toPeople(relations)]));
}

/** RelationType is a fixed list of Salesforce's own. */
const senderType = "FromAddress";

function toPeople(relations: readonly Row[]): EmailPeople {
  const isSender = (row: Row) => textOf(row, "RelationType") === senderType;
  const first = (kind: "contact" | "user", rows: readonly Row[]) =>
    rows.flatMap((row) => idOf(row, "RelationId") ?? []).find((id) => isIdOf(kind, id)) ?? null;
  return {
    contactId: first("contact", relations),
    fromUserId: first("user", relations.filter(isSender)),
    toUserId: first(
      "user",
      relations.filter((row) => !isSender(row)),
    ),
  };
}

/** Of EventRelation.Status, a fixed list of Salesforce's own; everybody else may have been there. */
const absentStatuses = new Set(["Declined", "Uninvited"]);

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
    (row) => isIdOf("user", idOf(row, "RelationId")) && !absentStatuses.has(textOf(row, "Status") ?? ""),
  );
  const byEvent = Map.groupBy(colleagues, (row) => idOf(row, "EventId") ?? "");
  return new Map(
    [...byEvent].map(([id, group]) => [id, group.flatMap((row) => idOf(row, "RelationId") ?? [])]),
  );
}

/** Ids of the records that each of these notes is shared with, of all kinds. */
export function readNoteSubjects(
  org: Org,
  noteIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return readNoteLinks(org, "ContentDocumentId", noteIds);
}

/** Documents, most of them notes, that are shared with these opportunities: opportunity ids by document. */
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
  const byNote = Map.groupBy(rows, (row) => idOf(row, "ContentDocumentId") ?? "");
  return new Map(
    [...byNote].map(([id, group]) => [id, group.flatMap((row) => idOf(row, "LinkedEntityId") ?? [])]),
  );
}
