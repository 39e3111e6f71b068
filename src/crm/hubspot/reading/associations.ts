import { z } from "zod";
import { inChunks } from "../../../domain/chunks.ts";
import { isAppError } from "../../../domain/errors.ts";
import { statusOf, unreadable } from "../errors.ts";
import { callFor, type Portal } from "../portal.ts";
import { idSchema, pagingSchema } from "../records.ts";
import { findUndecided, maxAsked, partialErrorsSchema } from "./partial-answer.ts";

/** Ids in one call, smaller where a server refuses so many: HubSpot has changed its limit before. */
const smallestBatch = 50;

/** Rounds of following pages; a record has at most some tens of thousands of links, 500 or more a page. */
const maxRounds = 1_000;

const linkSchema = z.object({ toObjectId: idSchema.optional(), id: idSchema.optional() });
const resultSchema = z.object({
  from: z.object({ id: idSchema }),
  to: z.array(linkSchema),
  paging: pagingSchema,
});
const answerSchema = z.object({ results: z.array(resultSchema), errors: partialErrorsSchema });
type Answer = z.infer<typeof answerSchema>;

interface Between {
  readonly from: string;
  readonly to: string;
  readonly act: string;
}

interface Input {
  readonly id: string;
  readonly after?: string;
  /** Times it was asked for in vain. */
  readonly failed?: number;
}

/**
 * Linked ids by id, an empty list where there are none. Each `from` pages on its own, and a pair linked under several
 * labels is named once. Ids whose links HubSpot failed to read, several times over, are left out.
 */
export async function readLinks(
  portal: Portal,
  between: Between,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const links = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  let inputs: readonly Input[] = [...links.keys()].map((id) => ({ id }));
  for (let round = 0; inputs.length > 0; round += 1) {
    if (round > maxRounds) throw unreadable(between, portal, "its lists of associations do not end");
    const asked = inputs;
    const answers = await Promise.all(
      [...inChunks(asked, portal.memory.idsPerAssociationRead)].map((chunk) =>
        readOnce(portal, between, chunk),
      ),
    );
    const again = toAskAgain(portal, { between, asked, answers }, links);
    inputs = [...answers.flatMap(({ results }) => addLinks(links, results)), ...again];
  }
  return new Map([...links].map(([id, linked]) => [id, [...linked]]));
}

/** A batch that is refused is halved, down to what every version of this call has taken. */
async function readOnce(portal: Portal, between: Between, inputs: readonly Input[]): Promise<Answer> {
  try {
    return await callFor(
      portal,
      {
        method: "POST",
        path: portal.paths.associations(between.from, between.to),
        body: { inputs: inputs.map(({ id, after }) => (after === undefined ? { id } : { id, after })) },
        kind: "association",
        act: between.act,
      },
      answerSchema,
    );
  } catch (error) {
    const half = Math.ceil(inputs.length / 2);
    if (half < smallestBatch || !isAppError(error) || ![400, 413].includes(statusOf(error) ?? 0)) throw error;
    const first = await readOnce(portal, between, inputs.slice(0, half));
    // It was the size.
    portal.memory.idsPerAssociationRead = Math.min(portal.memory.idsPerAssociationRead, half);
    const second = await readOnce(portal, between, inputs.slice(half));
    return {
      results: [...first.results, ...second.results],
      errors: [...(first.errors ?? []), ...(second.errors ?? [])],
    };
  }
}

/** Inputs that the answers left undecided; those asked for often enough are taken out of `links`. */
function toAskAgain(
  portal: Portal,
  { between, asked, answers }: { between: Between; asked: readonly Input[]; answers: readonly Answer[] },
  links: Map<string, Set<string>>,
): readonly Input[] {
  const errors = answers.flatMap((answer) => answer.errors ?? []);
  const answered = new Set(answers.flatMap(({ results }) => results.map(({ from }) => from.id)));
  const undecided = new Set(
    findUndecided(
      asked.map(({ id }) => id),
      answered,
      errors,
    ),
  );
  const failed = asked
    .filter(({ id }) => undecided.has(id))
    .map((input) => ({ ...input, failed: (input.failed ?? 0) + 1 }));
  const givenUp = failed.filter((input) => input.failed >= maxAsked);
  for (const { id } of givenUp) links.delete(id);
  if (givenUp.length > 0) {
    portal.log.warn(
      { type: between.from, to: between.to, ids: givenUp.length },
      "the CRM failed to read some associations",
    );
  }
  return failed.filter((input) => input.failed < maxAsked);
}

/** Adds what came and returns what must be asked on. */
function addLinks(links: Map<string, Set<string>>, results: Answer["results"]): Input[] {
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
