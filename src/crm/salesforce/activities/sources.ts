import { type ActivityKind, activityKinds, toActivityId } from "../../../domain/activity.ts";
import type { ActivityRecord } from "../../port.ts";
import { taskKeyName } from "../field-names.ts";
import type { Org } from "../org.ts";
import { describe, existingFields } from "../reading/describe.ts";
import type { Row } from "../reading/query.ts";
import { idBehind, idOf, isTrue, textOf } from "../rows.ts";
import { type ActivityContext, type ActivityFacts, toActivityRecord } from "./activity-record.ts";
import {
  findTaskWhoField,
  readAttendees,
  readEmailPeople,
  readMailedTaskIds,
  readNoteSubjects,
} from "./links.ts";
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
import type { RecentIds } from "./recent-ids.ts";

/** One Salesforce object that holds activities. */
export interface ActivitySource {
  readonly object: string;
  readonly fields: readonly string[];
  /** The field that tells what changed. */
  readonly stamp: "SystemModstamp" | "LastModifiedDate";
  readonly kinds: readonly ActivityKind[];
  /** Deleted rows are told apart by IsDeleted, and archived ones are only shown to `queryAll`. */
  readonly isArchived: boolean;
  /** May a first backfill read it by Bulk API? Notes have no part in that API. */
  readonly isBulkable: boolean;
  /** May a row come to stand for no activity? Then of the kind whose ids its rows have. */
  readonly endsAs?: ActivityKind;
  readonly toRecords: (reading: SourceReading, rows: readonly Row[]) => Promise<readonly ActivityRecord[]>;
}

export interface SourceReading {
  readonly org: Org;
  readonly context: ActivityContext;
  /** Tasks that are the other half of an EmailMessage seen in this reading; the others are asked for. */
  readonly mailedTaskIds: RecentIds;
}

const emails: ActivitySource = {
  object: "EmailMessage",
  fields: emailFields,
  stamp: "SystemModstamp",
  kinds: ["email"],
  isArchived: true,
  isBulkable: true,
  toRecords: fromEmails,
};

const tasks: ActivitySource = {
  object: "Task",
  fields: taskFields,
  stamp: "SystemModstamp",
  kinds: ["call", "email", "message", "task"],
  isArchived: true,
  isBulkable: true,
  toRecords: fromTasks,
};

const events: ActivitySource = {
  object: "Event",
  fields: eventFields,
  stamp: "SystemModstamp",
  kinds: ["meeting", "absence"],
  isArchived: true,
  isBulkable: true,
  endsAs: "meeting",
  toRecords: fromEvents,
};

const quotes: ActivitySource = {
  object: "Quote",
  fields: quoteFields,
  stamp: "SystemModstamp",
  kinds: ["proposal"],
  isArchived: true,
  isBulkable: true,
  toRecords: fromQuotes,
};

export const contentNotes: ActivitySource = {
  object: "ContentNote",
  fields: contentNoteFields,
  stamp: "LastModifiedDate",
  kinds: ["note"],
  isArchived: false,
  isBulkable: false,
  toRecords: fromContentNotes,
};

const notes: ActivitySource = {
  object: "Note",
  fields: noteFields,
  stamp: "SystemModstamp",
  kinds: ["note"],
  isArchived: true,
  isBulkable: false,
  toRecords: fromNotes,
};

/**
 * What may be read side by side; within a stream one source comes after the other. E-mails come before tasks: every EmailMessage
 * outside of cases has a Task of subtype Email beside it, and the one e-mail must not be counted twice.
 */
export const activityStreams: readonly (readonly ActivitySource[])[] = [
  [emails, tasks],
  [events],
  [contentNotes],
  [quotes],
  [notes],
];

/** The fields to select of a source; empty when the org does not have it or hides it. */
export async function fieldsOf(org: Org, source: ActivitySource): Promise<readonly string[]> {
  const key = source.object === "Task" ? await taskKeyName(org) : null;
  const behind = source.object === "EmailMessage" ? await findTaskWhoField(org) : null;
  const wanted = key === null ? source.fields : [...source.fields, key];
  const existing = await existingFields(org, source.object, wanted);
  const all = behind === null ? existing : [...existing, behind];
  return existing.includes(source.stamp) ? ["Id", ...all] : [];
}

/** Kinds that no object of the org, as our user sees it, can hold. */
export async function findUnmeasuredKinds(org: Org): Promise<readonly ActivityKind[]> {
  const measured = new Set<ActivityKind>();
  for (const source of activityStreams.flat()) {
    if ((await fieldsOf(org, source)).length > 0) for (const kind of source.kinds) measured.add(kind);
  }
  return activityKinds.filter((kind) => !measured.has(kind));
}

async function fromEmails({ org, context, mailedTaskIds }: SourceReading, rows: readonly Row[]) {
  for (const row of rows) mailedTaskIds.add(idOf(row, "ActivityId"));
  const people = await readEmailPeople(org, rows, context.programs);
  const whoField = await findTaskWhoField(org);
  return rows.flatMap((row) => {
    const own = idOf(row) ?? "";
    const told = { people: people.get(own) ?? null, whoId: idBehind(row, whoField) };
    const facts = toEmailFacts(row, context, told);
    const taskId = idOf(row, "ActivityId");
    // Under the Task's id, so that an e-mail that was first seen as a Task alone stays one e-mail.
    const id = taskId === null ? toActivityId("email", own) : toActivityId("task", taskId);
    return toRecords(context, row, { facts, id });
  });
}

async function fromTasks({ org, context, mailedTaskIds }: SourceReading, rows: readonly Row[]) {
  const mails = rows
    .filter((row) => textOf(row, "TaskSubtype") === "Email")
    .flatMap((row) => idOf(row) ?? []);
  const unseen = mails.filter((id) => !mailedTaskIds.has(id));
  const mailed = await readMailedTaskIds(org, unseen);
  return rows.flatMap((row) => {
    const id = idOf(row) ?? "";
    const isMailed = mailedTaskIds.has(id) || mailed.has(id);
    const facts = isMailed ? null : toTaskFacts(row, context);
    // Whatever it stands for: a plain task may become a call, and is still one.
    return toRecords(context, row, { facts, id: toActivityId("task", id) });
  });
}

async function fromEvents({ org, context }: SourceReading, rows: readonly Row[]) {
  // Where our user does not see which meetings have guests, any may have some.
  const mayHaveGuests = (row: Row) => !("IsGroupEvent" in row) || isTrue(row, "IsGroupEvent");
  const joint = rows.filter((row) => mayHaveGuests(row) && !isTrue(row, "IsChild"));
  const attendees = await readAttendees(
    org,
    joint.flatMap((row) => idOf(row) ?? []),
  );
  return rows.flatMap((row) => {
    const id = idOf(row) ?? "";
    const facts = toEventFacts(row, context, attendees.get(id) ?? []);
    return toRecords(context, row, { facts, id: toActivityId("meeting", id) });
  });
}

async function fromQuotes({ org, context }: SourceReading, rows: readonly Row[]) {
  const status = (await describe(org, "Quote"))?.fields.get("Status");
  const first = status?.defaultValue ?? status?.picklistValues[0] ?? null;
  return rows.flatMap((row) =>
    toRecords(context, row, {
      facts: toQuoteFacts(row, first),
      id: toActivityId("proposal", idOf(row) ?? ""),
    }),
  );
}

async function fromContentNotes({ org, context }: SourceReading, rows: readonly Row[]) {
  const subjects = await readNoteSubjects(
    org,
    rows.flatMap((row) => idOf(row) ?? []),
  );
  return rows.flatMap((row) => {
    const id = idOf(row) ?? "";
    const facts = toContentNoteFacts(row, subjects.get(id) ?? []);
    return toRecords(context, row, { facts, id: toActivityId("note", id) });
  });
}

async function fromNotes({ context }: SourceReading, rows: readonly Row[]) {
  return rows.flatMap((row) =>
    toRecords(context, row, { facts: toNoteFacts(row), id: toActivityId("note", idOf(row) ?? "") }),
  );
}

/** None for a row that stands for no activity. */
function toRecords(
  context: ActivityContext,
  row: Row,
  { facts, id }: { readonly facts: ActivityFacts | null; readonly id: string },
): readonly ActivityRecord[] {
  const record = facts === null ? null : toActivityRecord(row, { ...facts, id }, context);
  return record === null ? [] : [record];
}
