import { z } from "zod";
import { isAppError } from "../../../domain/errors.ts";
import { statusOf } from "../errors.ts";
import { callFor, type Portal, type PropertyDefinition } from "../portal.ts";

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

/** The portal's properties of a type, asked for once; null where the portal does not tell. */
export function readDefinitions(portal: Portal, type: string): Promise<readonly PropertyDefinition[] | null> {
  const known = portal.memory.properties.get(type);
  if (known !== undefined) return known;
  const reading = fetchDefinitions(portal, type);
  portal.memory.properties.set(type, reading);
  reading.catch(() => portal.memory.properties.delete(type));
  return reading;
}

/** Those of `wanted` that the portal has: tiers and ages of portals differ in what they know. */
export async function keepExisting(
  portal: Portal,
  type: string,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const definitions = await readDefinitions(portal, type);
  if (definitions === null) return wanted;
  const names = new Set(definitions.map(({ name }) => name));
  return wanted.filter((name) => names.has(name));
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
