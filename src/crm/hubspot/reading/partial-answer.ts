import { z } from "zod";

const idsSchema = z.array(z.unknown()).catch([]);

/** `errors` of a batch read: HubSpot answers 2xx also when some of the inputs could not be read. */
export const partialErrorsSchema = z
  .array(
    z.object({
      category: z.string().catch(""),
      context: z.record(z.string(), idsSchema).nullish().catch({}),
    }),
  )
  .nullish()
  .catch([]);

/**
 * Inputs of which the answer says nothing although it speaks of failures: they may well exist. A record that is not there and one
 * without links are named under `OBJECT_NOT_FOUND`, which is an answer.
 */
export function findUndecided(
  ids: readonly string[],
  answered: ReadonlySet<string>,
  errors: z.infer<typeof partialErrorsSchema>,
): readonly string[] {
  const isNews = ({ category }: { readonly category: string }) => category.endsWith("NOT_FOUND");
  if ((errors ?? []).every(isNews)) return [];
  const absent = new Set((errors ?? []).filter(isNews).flatMap(({ context }) => idsIn(context ?? {})));
  return ids.filter((id) => !answered.has(id) && !absent.has(id));
}

function idsIn(context: Readonly<Record<string, readonly unknown[]>>): readonly string[] {
  return [...(context["ids"] ?? []), ...(context["id"] ?? []), ...(context["fromObjectId"] ?? [])].map(
    String,
  );
}

/** How often inputs that an answer left undecided are asked for in all. */
export const maxAsked = 3;
