import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import { callFor, type FieldShape, type ObjectShape, type Org, remember } from "../org.ts";
import { isAbsent } from "./is-absent.ts";

const fieldSchema = z.object({
  name: z.string(),
  type: z.string().catch(""),
  updateable: z.boolean().catch(false),
  createable: z.boolean().catch(false),
  externalId: z.boolean().catch(false),
  length: z.number().catch(0),
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

/**
 * What the object looks like in this org and to our user; null when it does not exist there (edition, feature switched off)
 * or is hidden. Asked for once per adapter.
 */
export function describe(org: Org, object: string): Promise<ObjectShape | null> {
  return remember(org, `describe ${object}`, () => fetchShape(org, object));
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
    path: `${org.root}/sobjects/${object}/describe`,
    kind: "describe",
    act: `reading the fields of ${object}`,
  } as const;
  try {
    const shape = await callFor(org, request, objectSchema);
    return { ...toObject(shape), fields: new Map(shape.fields.map((field) => [field.name, toField(field)])) };
  } catch (error) {
    if (isAppError(error) && isAbsent(error)) return null;
    throw error;
  }
}

function toObject({ name, updateable, createable }: z.infer<typeof objectSchema>) {
  return { name, isUpdateable: updateable, isCreateable: createable };
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
    picklistValues: values.map(({ value }) => value),
    defaultValue: values.find(({ defaultValue }) => defaultValue)?.value ?? null,
  };
}
