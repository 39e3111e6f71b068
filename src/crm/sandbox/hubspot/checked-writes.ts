import { z } from "zod";
import { type AssociationLabel, type LinkEnd } from "./links.ts";
import { associationTypeId, type ObjectType, objectTypes, typeFacts } from "./object-types.ts";
import type { HubSpotRecord } from "./record.ts";
import { invalid, refuse } from "./refusals.ts";
import { refreshRollups } from "./rollups.ts";
import { type Call, writeContext } from "./route.ts";
import { validateStage, validateValues } from "./validate-values.ts";
import { createRecord } from "./write-record.ts";

const idSchema = z.union([z.string(), z.number()]).transform(String);

const associationInputSchema = z.object({
  to: z.object({ id: idSchema }),
  types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.coerce.number() })).min(1),
});

export const inputSchema = z.object({
  properties: z.record(z.string(), z.unknown()),
  associations: z.array(associationInputSchema).optional(),
  objectWriteTraceId: z.string().optional(),
});
export type RecordInput = z.infer<typeof inputSchema>;

/** Checks everything before anything is written: a batch with one bad input writes nothing. */
export function checkInput(call: Call, type: ObjectType, input: RecordInput): Record<string, string> {
  const values = validateValues(call.portal, type, input.properties);
  if (type === "deals") {
    values["pipeline"] ??= call.portal.pipelines[0]?.id ?? "default";
    validateStage(call.portal, values, {});
  }
  for (const name of requiredProperties[type] ?? []) {
    if (!values[name]) {
      throw refuse(400, {
        message: `Error creating ${typeFacts[type].singular.toUpperCase()}. Some required properties were not set.`,
        category: "VALIDATION_ERROR",
        context: { properties: [name] },
        errors: [{ message: `${name} is required`, code: "MISSING_REQUIRED_PROPERTY" }],
      });
    }
  }
  for (const association of input.associations ?? []) toLink(call, type, association);
  return values;
}

const requiredProperties: Partial<Record<ObjectType, readonly string[]>> = {
  calls: ["hs_timestamp"],
  meetings: ["hs_timestamp"],
  emails: ["hs_timestamp", "hs_email_direction"],
  notes: ["hs_timestamp"],
  tasks: ["hs_timestamp"],
  communications: ["hs_timestamp"],
};

export function createChecked(call: Call, type: ObjectType, input: RecordInput): HubSpotRecord {
  const values = checkInput(call, type, input);
  const record = createRecord(writeContext(call), type, { values });
  if (call.isDropped) return record;
  const from = { type, id: record.id };
  for (const association of input.associations ?? []) {
    const { to, label } = toLink(call, type, association);
    call.portal.links.add(from, to, label);
    if (to.type === "deals") refreshRollups(call.portal, to.id, call.at);
  }
  return record;
}

/** What a client changes on a record that is there: checked, and refused where the account's own rule says no. */
export function checkedChanges(
  call: Call,
  target: { readonly type: ObjectType; readonly record: HubSpotRecord },
  input: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const { type, record } = target;
  const values = validateValues(call.portal, type, input);
  if (type !== "deals") return values;
  validateStage(call.portal, values, record.values);
  const rule = call.portal.refusedDeals.get(record.id);
  if (rule === undefined) return values;
  throw refuse(400, {
    message: rule,
    category: "VALIDATION_ERROR",
    subCategory: "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
    context: { id: [record.id] },
  });
}

/** The other end of an association, found by the type id of the link. */
function toLink(
  call: Call,
  from: ObjectType,
  input: z.infer<typeof associationInputSchema>,
): { to: LinkEnd; label?: AssociationLabel } {
  const [first] = input.types;
  const typeId = first?.associationTypeId ?? 0;
  const to = objectTypes.find((type) => typeIdsOf(from, type).includes(typeId));
  if (to === undefined) throw invalid(`No association type exists with id ${typeId}`);
  if (call.portal.tables[to].find(input.to.id) === undefined) {
    throw invalid(`${typeFacts[to].singular} ${input.to.id} does not exist`, { id: [input.to.id] });
  }
  return { to: { type: to, id: input.to.id } };
}

/** 5 is the deal's primary company. */
function typeIdsOf(from: ObjectType, to: ObjectType): readonly number[] {
  const usual = associationTypeId(from, to);
  return from === "deals" && to === "companies" ? [usual, 5] : [usual];
}
