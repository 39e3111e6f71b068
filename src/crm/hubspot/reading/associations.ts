import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { unreadable } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { idSchema, pagingSchema } from "../records.ts";

/** HubSpot's largest association read, ids in one call. */
const batchSize = 1_000;

/** Rounds of following pages; a record has at most some tens of thousands of links, 500 or more a page. */
const maxRounds = 1_000;

const linkSchema = z.object({ toObjectId: idSchema.optional(), id: idSchema.optional() });
const resultSchema = z.object({
  from: z.object({ id: idSchema }),
  to: z.array(linkSchema),
  paging: pagingSchema,
});
const answerSchema = z.object({ results: z.array(resultSchema) });

interface Input {
  readonly id: string;
  readonly after?: string;
}

/**
 * Linked ids by id, an empty list where there are none. Each `from` pages on its own, and a pair linked under several
 * labels is named once.
 */
export async function readLinks(
  portal: Portal,
  between: { readonly from: string; readonly to: string; readonly act: string },
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const links = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  let inputs: readonly Input[] = [...links.keys()].map((id) => ({ id }));
  for (let round = 0; inputs.length > 0; round += 1) {
    if (round > maxRounds) throw unreadable(between, portal, "its lists of associations do not end");
    const answers = await Promise.all(
      [...inChunks(inputs, batchSize)].map((chunk) => readOnce(portal, between, chunk)),
    );
    inputs = answers.flatMap((results) => addLinks(links, results));
  }
  return new Map([...links].map(([id, linked]) => [id, [...linked]]));
}

async function readOnce(
  portal: Portal,
  between: { readonly from: string; readonly to: string; readonly act: string },
  inputs: readonly Input[],
): Promise<z.infer<typeof answerSchema>["results"]> {
  const answer = await callFor(
    portal,
    {
      method: "POST",
      path: portal.paths.associations(between.from, between.to),
      body: { inputs },
      kind: "association",
      act: between.act,
    },
    answerSchema,
  );
  return answer.results;
}

/** Adds what came and returns what must be asked on. */
function addLinks(
  links: Map<string, Set<string>>,
  results: z.infer<typeof answerSchema>["results"],
): Input[] {
  const more: Input[] = [];
  for (const { from, to, paging } of results) {
    const linked = links.get(from.id);
    if (linked === undefined) continue;
    for (const link of to) {
      const id = link.toObjectId ?? link.id;
      if (id !== undefined) linked.add(id);
    }
    if (paging !== null) more.push({ id: from.id, after: paging });
  }
  return more;
}
