import type { Moment } from "../../../domain/time.ts";
import type { Org } from "../org.ts";
import { maxQueries, type Peek, peekTogether } from "../reading/composite.ts";
import { toSourceQuery } from "./read-source.ts";
import { type ActivitySource, fieldsOf } from "./sources.ts";

/** Rows of each object in a first look: what a quiet night has in all, and little beside the 2,000 of a page of a busy one. */
const rowsPerPeek = 200;

/** What the first look at several objects showed, by object. */
export type Peeks = ReadonlyMap<string, Peek>;

/**
 * A quiet night brings a few rows of each object. Their first rows come in one call, and only where these are not all of them the
 * object is read on, page by page.
 */
export async function peekAtSources(
  org: Org,
  sources: readonly ActivitySource[],
  modifiedSince: Moment,
): Promise<Peeks> {
  const readable: ActivitySource[] = [];
  for (const source of sources) if ((await fieldsOf(org, source)).length > 0) readable.push(source);
  const some = readable.slice(0, maxQueries);
  if (some.length < 2) return new Map();
  const queries = await Promise.all(some.map((source) => toSourceQuery(org, source, modifiedSince)));
  const wanted = { queries, limit: rowsPerPeek, kind: "query", act: "reading what people did" };
  const peeks = await peekTogether(org, wanted);
  return new Map(
    some.flatMap(({ object }, index) => {
      const peek = peeks[index] ?? null;
      return peek === null ? [] : [[object, peek] as const];
    }),
  );
}
