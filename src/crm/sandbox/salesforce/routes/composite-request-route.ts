import { z } from "zod";
import { isRefusal, notFound, refuse } from "../refusals.ts";
import type { Answer, Call, Route } from "../route.ts";
import { describeRoutes } from "./describe-routes.ts";
import { queryRoutes } from "./query-routes.ts";

const maxParts = 25;
const maxQueries = 5;

const bodySchema = z.object({
  allOrNone: z.boolean().default(false),
  compositeRequest: z.array(
    z.object({ method: z.string(), url: z.string(), referenceId: z.string().regex(/^[A-Za-z0-9_]+$/) }),
  ),
});
type Part = z.infer<typeof bodySchema>["compositeRequest"][number];

/** Several reading requests in one call, each answered as if it had been asked alone. Writing ones are not simulated. */
function answerTogether(call: Call): Answer {
  const parsed = bodySchema.safeParse(call.body);
  if (!parsed.success) throw refuse(400, "JSON_PARSER_ERROR", "The body is not a composite request");
  const parts = parsed.data.compositeRequest;
  const queries = parts.filter(({ url }) => /\/query(?:All)?(?:[/?]|$)/.test(url));
  if (parts.length === 0 || parts.length > maxParts || queries.length > maxQueries) {
    throw refuse(
      400,
      "INVALID_INPUT",
      `a composite request has 1 to ${maxParts} subrequests, and up to ${maxQueries} queries`,
    );
  }
  return { status: 200, body: { compositeResponse: parts.map((part) => answerPart(call, part)) } };
}

function answerPart(call: Call, part: Part) {
  const { status, body } = answerAlone(call, part);
  return { body, httpHeaders: {}, httpStatusCode: status, referenceId: part.referenceId };
}

function answerAlone(call: Call, { method, url }: Part): Pick<Answer, "status" | "body"> {
  const { pathname, searchParams } = new URL(url, "http://sandbox");
  const prefix = `/services/data/v${call.version}`;
  const own = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : "";
  for (const route of [...describeRoutes, ...queryRoutes]) {
    const params = matchPath(route.path, own);
    if (route.method !== method.toLowerCase() || params === null) continue;
    try {
      return route.handle({ ...call, params, query: searchParams, body: null });
    } catch (error) {
      if (isRefusal(error)) return error;
      throw error;
    }
  }
  return notFound();
}

/** `/query/:locator` against `/query/0r8…`; a slash at the end does not matter. */
function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const [wanted, given] = [pattern.split("/"), path.replace(/\/$/, "").split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

export const compositeRequestRoute: Route = {
  method: "post",
  path: "/composite",
  kind: "query",
  isWrite: false,
  handle: answerTogether,
};
