import type { ActivityKind } from "../../../domain/activity.ts";
import type { ActivityRecord } from "../../port.ts";
import type { Org } from "../org.ts";
import { describe, existingFields } from "../reading/describe.ts";
import type { Row } from "../reading/query.ts";
import { idOf, isTrue, textOf } from "../rows.ts";
import { type ActivityContext, toActivityRecord } from "./activity-record.ts";
import { readAttendees, readEmailContacts, readLinkedDeals, readMailedTaskIds } from "./links.ts";
import { eventFields, toEventFacts } from "./map-event.ts";
import {
  contentNoteFields,
  emailFields,
  noteFields,
  quoteFields,
  toContentNoteFacts,
  toEmailFacts,
  toNoteFacts,
  toQuoteFacts,
} from "./map-others.ts";
import { taskFields, toTaskFacts } from "./map-task.ts";

/** One Salesforce object that holds activities. */
export interface ActivitySource {
  readonly object: string;
  readonly fields: readonly string[];
  /** The field that tells what changed. */
  readonly stamp: "SystemModstamp" | "LastModifiedDate";
  /** The field that points to a deal; null where a link object does. */
  readonly dealField: string | null;
  /** What is not measured when the object is missing; null for a second source of a kind. */
  readonly kind: ActivityKind | null;
  /** Deleted rows are told apart by IsDeleted, and archived ones are only shown to `queryAll`. */
  readonly isArchived: boolean;
  readonly toRecords: (reading: SourceReading, rows: readonly Row[]) => Promise<readonly ActivityRecord[]>;
}

export interface SourceReading {
  readonly org: Org;
  readonly context: ActivityContext;
  /** Ids of Tasks that are the other half of an EmailMessage seen in this reading. */
  readonly mailedTaskIds: Set<string>;
}

/**
 * E-mails come first: every EmailMessage outside of cases has a Task of subtype Email beside it, and the one e-mail must not be
 * counted twice.
 */
export const activitySources: readonly ActivitySource[] = [
  {
    object: "EmailMessage",
    fields: emailFields,
    stamp: "SystemModstamp",
    dealField: "RelatedToId",
    kind: "email",
    isArchived: true,
    toRecords: fromEmails,
  },
  {
    object: "Task",
    fields: taskFields,
    stamp: "SystemModstamp",
    dealField: "WhatId",
    kind: "task",
    isArchived: true,
    toRecords: fromTasks,
  },
  {
    object: "Event",
    fields: eventFields,
    stamp: "SystemModstamp",
    dealField: "WhatId",
    kind: "meeting",
    isArchived: true,
    toRecords: fromEvents,
  },
  {
    object: "Quote",
    fields: quoteFields,
    stamp: "SystemModstamp",
    dealField: "OpportunityId",
    kind: "proposal",
    isArchived: false,
    toRecords: fromQuotes,
  },
  {
    object: "ContentNote",
    fields: contentNoteFields,
    stamp: "LastModifiedDate",
    dealField: null,
    kind: null,
    isArchived: false,
    toRecords: fromContentNotes,
  },
  {
    object: "Note",
    fields: noteFields,
    stamp: "SystemModstamp",
    dealField: "ParentId",
    kind: null,
    isArchived: false,
    toRecords: fromNotes,
  },
];

/** The fields to select of a source; empty when the org does not have it or hides it. */
export async function fieldsOf(
  org: Org,
  source: ActivitySource,
  keyField: string,
): Promise<readonly string[]> {
  const wanted = source.object === "Task" ? [...source.fields, keyField] : source.fields;
  const existing = await existingFields(org, source.object, wanted);
  return existing.includes(source.stamp) ? ["Id", ...existing] : [];
}

async function fromEmails({ org, context, mailedTaskIds }: SourceReading, rows: readonly Row[]) {
  for (const row of rows) mailedTaskIds.add(idOf(row, "ActivityId") ?? "");
  const contacts = await readEmailContacts(org, rows);
  return rows.flatMap((row) => {
    const own = idOf(row) ?? "";
    const facts = toEmailFacts(row, context, contacts.get(own) ?? null);
    // Under the Task's id, so that an e-mail that was first seen as a Task alone stays one e-mail.
    return facts === null ? [] : toRecord(context, row, { ...facts, id: idOf(row, "ActivityId") ?? own });
  });
}

async function fromTasks(reading: SourceReading, rows: readonly Row[]) {
  const { org, context, mailedTaskIds } = reading;
  const mails = rows
    .filter((row) => textOf(row, "TaskSubtype") === "Email")
    .flatMap((row) => idOf(row) ?? []);
  const unseen = mails.filter((id) => !mailedTaskIds.has(id));
  const mailed = await readMailedTaskIds(org, unseen);
  return rows.flatMap((row) => {
    const id = idOf(row) ?? "";
    const facts = mailedTaskIds.has(id) || mailed.has(id) ? null : toTaskFacts(row, context);
    return facts === null ? [] : toRecord(context, row, { ...facts, id });
  });
}

async function fromEvents({ org, context }: SourceReading, rows: readonly Row[]) {
  const joint = rows.filter((row) => isTrue(row, "IsGroupEvent") && !isTrue(row, "IsChild"));
  const attendees = await readAttendees(
    org,
    joint.flatMap((row) => idOf(row) ?? []),
  );
  return rows.flatMap((row) => {
    const id = idOf(row) ?? "";
    const facts = toEventFacts(row, context, attendees.get(id) ?? []);
    return facts === null ? [] : toRecord(context, row, { ...facts, id });
  });
}

async function fromQuotes({ org, context }: SourceReading, rows: readonly Row[]) {
  const status = (await describe(org, "Quote"))?.fields.get("Status");
  const first = status?.defaultValue ?? status?.picklistValues[0] ?? null;
  return rows.flatMap((row) => {
    const facts = toQuoteFacts(row, first);
    return facts === null ? [] : toRecord(context, row, { ...facts, id: idOf(row) ?? "" });
  });
}

async function fromContentNotes({ org, context }: SourceReading, rows: readonly Row[]) {
  const deals = await readLinkedDeals(
    org,
    rows.flatMap((row) => idOf(row) ?? []),
  );
  return rows.flatMap((row) => {
    const id = idOf(row) ?? "";
    const dealIds = deals.get(id) ?? [];
    // Notes of accounts and of private libraries are of no concern here.
    return dealIds.length === 0 ? [] : toRecord(context, row, { ...toContentNoteFacts(row, dealIds), id });
  });
}

async function fromNotes({ context }: SourceReading, rows: readonly Row[]) {
  return rows.flatMap((row) => toRecord(context, row, { ...toNoteFacts(row), id: idOf(row) ?? "" }));
}

type Facts = Parameters<typeof toActivityRecord>[1] & { readonly id: string };

function toRecord(context: ActivityContext, row: Row, { id, ...facts }: Facts): readonly ActivityRecord[] {
  const record = toActivityRecord(row, facts, { id, maxTextLength: context.maxTextLength });
  return record === null ? [] : [record];
}
