import { type Moment, msPerDay, msPerMinute, startOfDay, toCivilDate } from "../../../domain/time.ts";
import type { Touch, TouchEvent, TouchKind } from "../company/model.ts";
import { addRow, changeRow, findLive, type Org, type Row, takeId } from "./org.ts";
import {
  automatedUserId,
  closedStatus,
  normalPriority,
  openStatus,
  toSeconds,
  toUserId,
} from "./show-company.ts";

/** Where each kind of touch lives. */
export const touchObjects: Readonly<Record<TouchKind, string>> = {
  call: "Task",
  meeting: "Event",
  email: "EmailMessage",
  note: "ContentNote",
  task: "Task",
  message: "Task",
  proposal: "Quote",
};

export function applyTouchEvent(org: Org, event: TouchEvent, at: Moment): void {
  if (event.kind === "touch-logged") return logTouch(org, event.touch, at);
  const row = findLive(org, touchObjects[event.touch.kind], event.touch.id);
  if (row === null) return;
  if (event.kind === "touch-removed") changeRow(row, { at, byId: null, values: { IsDeleted: true } });
  else if (event.kind === "touch-linked") linkTouch(org, event.touch.kind, { row, dealId: event.dealId, at });
  else changeTouch(event.touch.kind, row, { at, changes: event.changes });
}

function logTouch(org: Org, touch: Touch, at: Moment): void {
  const repId = touch.repId === null ? null : toUserId(touch.repId);
  const byId = touch.origin === "workflow" ? automatedUserId : repId;
  const isArchived = touch.at < org.clock.now() - org.settings.archiveAfterDays * msPerDay;
  writers[touch.kind](org, touch, { at, byId, repId, isArchived });
}

interface Place {
  readonly at: Moment;
  /** Who entered it. */
  readonly byId: string | null;
  readonly repId: string | null;
  readonly isArchived: boolean;
}

const writers: Readonly<Record<TouchKind, (org: Org, touch: Touch, place: Place) => void>> = {
  call: (org, touch, place) => {
    const values = {
      TaskSubtype: "Call",
      CallType: touch.direction === "inbound" ? "Inbound" : "Outbound",
      CallDurationInSeconds: touch.result === "booked" ? null : touch.minutes * 60,
      CallDisposition: touch.result === "no-answer" ? "Keine Antwort" : "Erreicht",
    };
    addTask(org, touch, place, values);
  },
  task: (org, touch, place) => addTask(org, touch, place, { TaskSubtype: "Task" }),
  message: (org, touch, place) => addTask(org, touch, place, { TaskSubtype: "LinkedIn" }),
  meeting: addEvent,
  email: addEmail,
  note: addNote,
  proposal: (org, touch, { at, byId, repId }) => {
    const values = {
      Id: touch.id,
      Name: touch.title,
      OpportunityId: touch.dealIds[0] ?? null,
      Status: "Vorgelegt",
      GrandTotal: touch.amount,
      OwnerId: repId,
    };
    addRow(org, "Quote", { at, byId, values });
  },
};

// oxlint-disable-next-line max-params
function addTask(org: Org, touch: Touch, { at, byId, repId, isArchived }: Place, more: Row): Row {
  const isDone = touch.result === "done" || touch.result === "no-answer";
  return addRow(org, "Task", {
    at,
    byId,
    values: {
      Id: touch.id,
      Subject: touch.title,
      Description: toPlain(touch.text),
      Status: isDone ? closedStatus : openStatus,
      IsClosed: isDone,
      Priority: normalPriority,
      ActivityDate: toCivilDate(touch.at, org.timeZone),
      CompletedDateTime: isDone ? toSeconds(touch.at) : null,
      OwnerId: repId,
      WhatId: touch.dealIds[0] ?? null,
      WhoId: touch.contactIds[0] ?? null,
      IsArchived: isArchived,
      ...more,
    },
  });
}

/** Invited colleagues get a child event each and a row that says who was invited. A cancelled meeting is deleted. */
function addEvent(org: Org, touch: Touch, { at, byId, repId, isArchived }: Place): void {
  const date = toCivilDate(touch.at, org.timeZone);
  // Of a whole-day entry only the dates count; its moments are midnights in UTC.
  const startAt = touch.isTimeOff ? startOfDay(date, "UTC") : toSeconds(touch.at);
  const common: Row = {
    Subject: touch.title,
    StartDateTime: startAt,
    EndDateTime: startAt + touch.minutes * msPerMinute,
    ActivityDateTime: startAt,
    ActivityDate: date,
    IsAllDayEvent: touch.isTimeOff,
    DurationInMinutes: touch.minutes,
    ShowAs: touch.isTimeOff ? "OutOfOffice" : "Busy",
    WhatId: touch.dealIds[0] ?? null,
    WhoId: touch.contactIds[0] ?? null,
    IsGroupEvent: touch.colleagueIds.length > 0,
    IsArchived: isArchived,
    IsDeleted: touch.result === "cancelled",
  };
  const values = { ...common, Id: touch.id, Description: toPlain(touch.text), OwnerId: repId };
  addRow(org, "Event", { at, byId, values });
  for (const colleagueId of touch.colleagueIds) {
    const userId = toUserId(colleagueId);
    addRow(org, "Event", { at, byId, values: { ...common, OwnerId: userId, IsChild: true } });
    const invitation = { EventId: touch.id, RelationId: userId, IsInvitee: true, Status: "New" };
    addRow(org, "EventRelation", { at, byId, values: invitation });
  }
}

/** Every e-mail has a Task beside it; what a sequence sends to many is a Task of subtype ListEmail alone. */
function addEmail(org: Org, touch: Touch, place: Place): void {
  const isList = touch.origin === "sequence";
  const taskId = takeId(org, "Task");
  const task = { ...touch, id: taskId, result: "done" } as const;
  addTask(org, task, place, {
    TaskSubtype: isList ? "ListEmail" : "Email",
    Description: toPlain(touch.text),
  });
  if (isList) return;
  const { at, byId } = place;
  addRow(org, "EmailMessage", {
    at,
    byId,
    values: {
      Id: touch.id,
      ActivityId: taskId,
      RelatedToId: touch.dealIds[0] ?? null,
      Incoming: touch.direction === "inbound",
      IsBounced: touch.result === "cancelled",
      Status: touch.direction === "inbound" ? "1" : "3",
      MessageDate: toSeconds(touch.at),
      Subject: touch.title,
      TextBody: toPlain(touch.text),
      HtmlBody: touch.text,
    },
  });
  for (const contactId of touch.contactIds) {
    const values = { EmailMessageId: touch.id, RelationId: contactId, RelationType: "ToAddress" };
    addRow(org, "EmailMessageRelation", { at, byId, values });
  }
}

/** Characters of a note that a query shows. */
const previewLength = 255;

function addNote(org: Org, touch: Touch, { at, byId, repId }: Place): void {
  const preview = toPlain(touch.text)?.slice(0, previewLength) ?? null;
  const values = { Id: touch.id, Title: touch.title || "Notiz", TextPreview: preview, OwnerId: repId };
  addRow(org, "ContentNote", { at, byId, values });
  for (const dealId of touch.dealIds) addNoteLink(org, { noteId: touch.id, dealId, at });
}

function addNoteLink(org: Org, { noteId, dealId, at }: { noteId: string; dealId: string; at: Moment }): void {
  const values = {
    ContentDocumentId: noteId,
    LinkedEntityId: dealId,
    ShareType: "V",
    Visibility: "AllUsers",
  };
  addRow(org, "ContentDocumentLink", { at, byId: null, values });
}

/** A note is linked by a record of its own, which does not touch the note; everything else by a field. */
function linkTouch(
  org: Org,
  kind: TouchKind,
  { row, dealId, at }: { readonly row: Row; readonly dealId: string; readonly at: Moment },
): void {
  if (kind === "note") return addNoteLink(org, { noteId: String(row["Id"]), dealId, at });
  const field = kind === "email" ? "RelatedToId" : kind === "proposal" ? "OpportunityId" : "WhatId";
  changeRow(row, { at, byId: null, values: { [field]: dealId } });
}

const bodyFields: Readonly<Record<TouchKind, string>> = {
  call: "Description",
  meeting: "Description",
  email: "TextBody",
  note: "TextPreview",
  task: "Description",
  message: "Description",
  proposal: "Name",
};

function changeTouch(
  kind: TouchKind,
  row: Row,
  {
    at,
    changes,
  }: { readonly at: Moment; readonly changes: { readonly result?: Touch["result"]; readonly text?: string } },
): void {
  const values: Row = {};
  if (changes.text !== undefined) values[bodyFields[kind]] = toPlain(changes.text);
  if (changes.result !== undefined && row["Status"] !== undefined)
    Object.assign(values, toState(changes.result, at));
  if (kind === "meeting" && changes.result === "cancelled") values["IsDeleted"] = true;
  changeRow(row, { at, byId: null, values });
}

function toState(result: Touch["result"], at: Moment): Row {
  const isDone = result === "done" || result === "no-answer";
  return {
    Status: isDone ? closedStatus : openStatus,
    IsClosed: isDone,
    CompletedDateTime: isDone ? at : null,
  };
}

function toPlain(html: string | null): string | null {
  if (html === null) return null;
  return html
    .replaceAll(/<br\s*\/?>|<\/p>/g, "\n")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&")
    .trim();
}
