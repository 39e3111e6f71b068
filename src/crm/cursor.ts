import type { z } from "zod";

/** A page's place as text; ours alone, so a text that does not parse means another version and starts anew. */
export function parseCursor<S extends z.ZodType>(cursor: string | null, schema: S): z.infer<S> | null {
  if (cursor === null) return null;
  try {
    return schema.safeParse(JSON.parse(cursor)).data ?? null;
  } catch {
    return null;
  }
}
