import type { Row } from "../reading/query.ts";
import { idOf, isTrue, momentOf, textOf } from "../rows.ts";
import type { ActivityContext, ActivityFacts } from "./activity-record.ts";

export const emailFields = [
  "ActivityId",
  "RelatedToId",
  "Incoming",
  "IsBounced",
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

/** Who an e-mail was from and to, as far as the org's own records know them. */
export interface EmailPeople {
  readonly contactId: string | null;
  readonly fromUserId: string | null;
  readonly toUserId: string | null;
}

interface EmailContext {
  /** Null when the record itself tells all that is needed. */
  readonly people: EmailPeople | null;
  /** The person that the e-mail's Task names. */
  readonly whoId: string | null;
}

export function toEmailFacts(
  row: Row,
  { programs }: Pick<ActivityContext, "programs">,
  { people, whoId }: EmailContext,
): ActivityFacts | null {
  if (textOf(row, "Status") === draftStatus) return null;
  const isIncoming = isTrue(row, "Incoming");
  return {
    kind: "email",
    at: momentOf(row, "MessageDate") ?? momentOf(row, "CreatedDate"),
    result: isTrue(row, "IsBounced") ? "failed" : "done",
    direction: isIncoming ? "inbound" : "outbound",
    repId: toMailRepId(row, programs, people),
    aboutIds: [idOf(row, "RelatedToId") ?? "", people?.contactId ?? whoId ?? ""],
    // The buyer's words are not the rep's.
    body: isIncoming ? null : textOf(row, "TextBody"),
  };
}

/** What a service copied from somebody's mailbox is that person's mail. */
function toMailRepId(
  row: Row,
  { integrations }: ActivityContext["programs"],
  people: EmailPeople | null,
): string | null {
  const makerId = idOf(row, "CreatedById");
  if (makerId === null || !integrations.has(makerId)) return makerId;
  return (isTrue(row, "Incoming") ? people?.toUserId : people?.fromUserId) ?? null;
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
    aboutIds: [idOf(row, "OpportunityId") ?? ""],
  };
}

export const contentNoteFields = [
  "Title",
  "TextPreview",
  "OwnerId",
  "CreatedById",
  "CreatedDate",
  "LastModifiedDate",
] as const;

/** The preview is what a query can see of a note (255 characters); the whole text would cost a call for each. */
export function toContentNoteFacts(row: Row, subjectIds: readonly string[]): ActivityFacts {
  return {
    kind: "note",
    at: momentOf(row, "CreatedDate"),
    result: "done",
    repId: idOf(row, "OwnerId"),
    aboutIds: subjectIds,
    body: textOf(row, "TextPreview") ?? textOf(row, "Title"),
  };
}

export const noteFields = [
  "ParentId",
  "Title",
  "Body",
  "OwnerId",
  "CreatedById",
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
    aboutIds: [idOf(row, "ParentId") ?? ""],
    body: textOf(row, "Body") ?? textOf(row, "Title"),
  };
}
