import { type ObjectType, typeFacts } from "./object-types.ts";
import { toIso } from "./record.ts";
import type { Answer, Call } from "./route.ts";

export interface BatchError {
  readonly status: "error";
  readonly category: string;
  readonly subCategory?: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

interface BatchOutcome {
  readonly results: readonly unknown[];
  readonly errors: readonly BatchError[];
  readonly status: 200 | 201;
}

/** A batch answer; with errors in it, its status is the portal's choice of 200 or 207. */
export function batchAnswer(call: Call, { results, errors, status }: BatchOutcome): Answer {
  const at = toIso(call.at);
  const body = { status: "COMPLETE", results, requestedAt: at, startedAt: at, completedAt: at };
  if (errors.length === 0) return { status, body };
  return {
    status: call.portal.settings.partialStatus,
    body: { ...body, numErrors: errors.length, errors },
  };
}

export function missingError(
  type: ObjectType,
  ids: readonly string[],
  traceIds: readonly string[] = [],
): BatchError {
  const name = typeFacts[type].singular.toUpperCase();
  return {
    status: "error",
    category: "OBJECT_NOT_FOUND",
    message: `Could not get some ${name} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids, ...(traceIds.length === 0 ? {} : { objectWriteTraceId: traceIds }) },
  };
}
