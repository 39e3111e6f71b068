import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import { statusOf } from "../errors.ts";
import { callFor, type Portal, type PropertyDefinition } from "../portal.ts";
import { type Remembered, remember } from "../remembered.ts";

const optionSchema = z.object({
  value: z.string(),
  label: z.string().catch(""),
  displayOrder: z.number().catch(-1),
  hidden: z.boolean().catch(false),
  description: z.string().optional().catch(undefined),
});
const definitionSchema = z.object({
  name: z.string(),
  type: z.string().catch("string"),
  options: z
    .array(optionSchema)
    .nullish()
    .transform((options) => options ?? []),
});
const listSchema = z.object({ results: z.array(definitionSchema) });

/** The portal's properties of a type, asked for once a night; null where the portal does not tell. */
export function readDefinitions(portal: Portal, type: string): Promise<readonly PropertyDefinition[] | null> {
  return definitionsOf(portal, type).get(() => fetchDefinitions(portal, type));
}

/** Asked for anew. */
export function rereadDefinitions(
  portal: Portal,
  type: string,
): Promise<readonly PropertyDefinition[] | null> {
  return definitionsOf(portal, type).renew(() => fetchDefinitions(portal, type));
}

function definitionsOf({ memory }: Portal, type: string): Remembered<readonly PropertyDefinition[] | null> {
  const known = memory.properties.get(type) ?? remember();
  memory.properties.set(type, known);
  return known;
}

async function fetchDefinitions(portal: Portal, type: string): Promise<readonly PropertyDefinition[] | null> {
  try {
    const request = { method: "GET", path: portal.paths.properties(type) } as const;
    const act = `reading the properties of ${type}`;
    const list = await callFor(portal, { ...request, kind: "property", act }, listSchema);
    return list.results;
  } catch (error) {
    if (isAppError(error) && [403, 404].includes(statusOf(error) ?? 0)) return null;
    throw error;
  }
}
