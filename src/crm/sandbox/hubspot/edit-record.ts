import { z } from "zod";
import type { Moment } from "../../../domain/time.ts";
import type { Random } from "../random.ts";
import { type ObjectType, objectTypes, toObjectType } from "./object-types.ts";
import type { Portal } from "./portal.ts";
import { updateRecord } from "./write-record.ts";

/** Values set by hand on one record, in HubSpot's names; nothing is checked. */
export const recordEditSchema = z.object({
  do: z.literal("set-values"),
  type: z.enum(objectTypes),
  id: z.string(),
  values: z.record(z.string(), z.string()),
});
/** An import or a nightly job stamps every record of a type in the same millisecond. */
export const stampAllSchema = z.object({ do: z.literal("stamp-all"), type: z.enum(objectTypes) });
type ValuesEdit = z.infer<typeof recordEditSchema>;
export type RecordEdit = ValuesEdit | z.infer<typeof stampAllSchema>;

export function editRecord(portal: Portal, edit: RecordEdit, at: Moment): string {
  if (edit.do === "set-values") return setValues(portal, edit, at);
  for (const id of portal.tables[edit.type].idsInOrder("number")) {
    setValues(portal, { do: "set-values", type: edit.type, id, values: {} }, at);
  }
  return edit.type;
}

function setValues(portal: Portal, edit: ValuesEdit, at: Moment): string {
  const record = portal.tables[edit.type].find(edit.id);
  if (record === undefined) throw new RangeError(`There is no record ${edit.id} of ${edit.type}`);
  const user = portal.owners.find(({ isArchived }) => !isArchived)?.userId ?? null;
  const source = { type: "CRM_UI", id: `userId:${user}`, userId: user } as const;
  updateRecord({ portal, at, source, isDropped: false }, { type: edit.type, record }, edit.values);
  return record.id;
}

const textProperties: Readonly<Record<ObjectType, string>> = {
  deals: "closed_won_reason",
  contacts: "jobtitle",
  companies: "city",
  calls: "hs_call_title",
  meetings: "hs_meeting_title",
  emails: "hs_email_subject",
  notes: "hs_attachment_ids",
  tasks: "hs_queue_membership_ids",
  communications: "hs_attachment_ids",
  quotes: "hs_title",
};

/** A harmless change somewhere: it only moves the record's modification stamp. Null when the type has no records. */
export function editRandomly(portal: Portal, typeName: string, random: Random): RecordEdit | null {
  const type = toObjectType(typeName);
  if (type === null) return null;
  const ids = portal.tables[type].idsInOrder("number");
  if (ids.length === 0) return null;
  const id = random.pick(ids);
  return { do: "set-values", type, id, values: { [textProperties[type]]: `edited ${random.below(1e9)}` } };
}
