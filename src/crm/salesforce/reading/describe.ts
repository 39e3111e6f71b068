import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import { callFor, type FieldShape, type ObjectShape, type Org, remember } from "../org.ts";
import { askTogether } from "./composite.ts";
import { isAbsent } from "./is-absent.ts";

const fieldSchema = z.object({
  name: z.string(),
  type: z.string().catch(""),
  updateable: z.boolean().catch(false),
  createable: z.boolean().catch(false),
  externalId: z.boolean().catch(false),
  length: z.number().catch(0),
  relationshipName: z.string().nullish().catch(null),
  referenceTo: z.array(z.string()).catch([]),
  picklistValues: z
    .array(
      z.object({
        value: z.string(),
        active: z.boolean().catch(true),
        defaultValue: z.boolean().catch(false),
      }),
    )
    .nullish()
    .catch(null),
});
const objectSchema = z.object({
  name: z.string(),
  updateable: z.boolean().catch(false),
  createable: z.boolean().catch(false),
  fields: z.array(fieldSchema),
});

/** What a night looks at; any other object is asked for when it is needed. */
const usualObjects = [
  "Opportunity",
  "OpportunityContactRole",
  "OpportunityHistory",
  "OpportunityFieldHistory",
  "OpportunityStage",
  "User",
  "UserRole",
  "Task",
  "Event",
  "EventRelation",
  "EmailMessage",
  "EmailMessageRelation",
  "Quote",
  "ContentNote",
  "Note",
  "ActivityUsrConnectionStatus",
  "Norma_Rep_Period__c",
] as const;

/**
 * What the object looks like in this org and to our user; null when it does not exist there (edition, feature switched off)
 * or is hidden. Asked for once a night, all usual objects in one call.
 */
export async function describe(org: Org, object: string): Promise<ObjectShape | null> {
  const usual = await remember(org, "shapes", () => fetchUsualShapes(org));
  const known = usual.get(object);
  return known === undefined
    ? await remember(org, `describe ${object}`, () => fetchShape(org, object))
    : known;
}

/**
 * Without those whose answer says nothing certain. Every org has opportunities: one that does not find them this way does not know it,
 * and each object is asked for alone.
 */
async function fetchUsualShapes(org: Org): Promise<ReadonlyMap<string, ObjectShape | null>> {
  const answers = await askTogether(org, {
    paths: usualObjects.map((object) => toPath(org, object)),
    kind: "describe",
    act: "reading the fields of objects",
  });
  const shapes = new Map<string, ObjectShape | null>();
  for (const [index, object] of usualObjects.entries()) {
    const answer = answers[index] ?? null;
    const shape = answer?.kind === "answered" ? objectSchema.safeParse(answer.value).data : undefined;
    if (shape !== undefined) shapes.set(object, toShape(shape));
    else if (answer?.kind === "refused" && isAbsent(answer.error)) shapes.set(object, null);
  }
  return shapes.get("Opportunity") === null ? new Map() : shapes;
}

function toPath(org: Org, object: string): string {
  return `${org.root}/sobjects/${object}/describe`;
}

/** Of the wanted fields those that exist here, in the order given; empty when the object itself is missing. */
export async function existingFields(
  org: Org,
  object: string,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const shape = await describe(org, object);
  return shape === null ? [] : wanted.filter((name) => shape.fields.has(name));
}

async function fetchShape(org: Org, object: string): Promise<ObjectShape | null> {
  const request = {
    method: "GET",
    path: toPath(org, object),
    kind: "describe",
    act: `reading the fields of ${object}`,
  } as const;
  try {
    return toShape(await callFor(org, request, objectSchema));
  } catch (error) {
    if (isAppError(error) && isAbsent(error)) return null;
    throw error;
  }
}

function toShape({ name, updateable, createable, fields }: z.infer<typeof objectSchema>): ObjectShape {
  const all = new Map(fields.map((field) => [field.name, toField(field)]));
  return { name, isUpdateable: updateable, isCreateable: createable, fields: all };
}

function toField(field: z.infer<typeof fieldSchema>): FieldShape {
  const values = (field.picklistValues ?? []).filter(({ active }) => active);
  return {
    name: field.name,
    type: field.type,
    isUpdateable: field.updateable,
    isCreateable: field.createable,
    isExternalId: field.externalId,
    length: field.length,
    relationship: field.relationshipName ?? null,
    leadsTo: field.referenceTo,
    picklistValues: values.map(({ value }) => value),
    defaultValue: values.find(({ defaultValue }) => defaultValue)?.value ?? null,
  };
}
