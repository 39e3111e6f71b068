import type { z } from "zod";
import { invalid } from "./refusals.ts";

/** Reads a request's body by schema; HubSpot names the first missing or wrong key. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") ?? "";
  throw invalid(`Invalid input JSON: ${where === "" ? "body" : where}: ${issue?.message ?? "not readable"}`, {
    propertyName: [where],
  });
}

/** A batch's inputs: at least one, at most `limit`. */
export function checkBatchSize(count: number, limit = 100): void {
  if (count === 0) throw invalid("inputs must not be empty");
  if (count > limit) {
    throw invalid(
      `The maximum number of inputs supported in a batch request is ${limit}. Received ${count}.`,
    );
  }
}
