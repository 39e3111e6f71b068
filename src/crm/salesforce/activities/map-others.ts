import type { Row } from "../reading/query.ts";
import { idOf, isTrue, momentOf, textOf } from "../rows.ts";
import type { ActivityContext, ActivityFacts } from "./activity-record.ts";

export const emailFields = [
  "ActivityId",
  "RelatedToId",
  "Incoming",
  "Status",
  "MessageDate",
  "TextBody",
  "CreatedById",
  "CreatedDate",
  "IsDeleted",
  "SystemModstamp",
] as const;

/** EmailMessage.Status is a fixed list of numbers: 5 is a draft. */
const draftStatus = "5";

export function toEmailFacts(
  row: Row,
  _context: ActivityContext,
  contactId: string | null,
): ActivityFacts | null {
  if (textOf(row, "Status") === draftStatus) return null;
  const isIncoming = isTrue(row, "Incoming");
  return {
    kind: "email",
    at: momentOf(row, "MessageDate") ?? momentOf(row, "CreatedDate"),
    result: "done",
    direction: isIncoming ? "inbound" : "outbound",
    repId: idOf(row, "CreatedById"),
    whatId: idOf(row, "RelatedToId"),
    whoId: contactId,
    // The buyer's words are not the rep's.
    body: isIncoming ? null : textOf(row, "TextBody"),
  };
}

export const quoteFields = [
  "OpportunityId",
  "Status",
  "CreatedById",
  "OwnerId",
  "CreatedDate",
  "IsDeleted",
  "SystemModstamp",
] as const;

/** A quote that is still in the state in which it begins was not sent. States are the org's own words, so only the first is known. */
export function toQuoteFacts(row: Row, firstStatus: string | null): ActivityFacts | null {
  const status = textOf(row, "Status");
  if (status !== null && status === firstStatus) return null;
  return {
    kind: "proposal",
    at: momentOf(row, "CreatedDate"),
    result: "done",
    direction: "outbound",
    repId: idOf(row, "OwnerId") ?? idOf(row, "CreatedById"),
    whatId: idOf(row, "OpportunityId"),
  };
}

export const contentNoteFields = [
  "Title",
  "TextPreview",
  "OwnerId",
  "CreatedDate",
  "LastModifiedDate",
] as const;

/** The preview is what a query can see of a note (255 characters); the whole text would cost a call for each. */
export function toContentNoteFacts(row: Row, dealIds: readonly string[]): ActivityFacts {
  return {
    kind: "note",
    at: momentOf(row, "CreatedDate"),
    result: "done",
    repId: idOf(row, "OwnerId"),
    dealIds,
    body: textOf(row, "TextPreview") ?? textOf(row, "Title"),
  };
}

export const noteFields = [
  "ParentId",
  "Title",
  "Body",
  "OwnerId",
  "CreatedDate",
  "IsDeleted",
  "SystemModstamp",
] as const;

export function toNoteFacts(row: Row): ActivityFacts {
  return {
    kind: "note",
    at: momentOf(row, "CreatedDate"),
    result: "done",
    repId: idOf(row, "OwnerId"),
    whatId: idOf(row, "ParentId"),
    body: textOf(row, "Body") ?? textOf(row, "Title"),
  };
}
