import type { AppError } from "../../../domain/errors.ts";
import { codeOf } from "../errors.ts";

const absentCodes = new Set([
  "NOT_FOUND",
  "INVALID_TYPE",
  "INVALID_TYPE_FOR_OPERATION",
  "FUNCTIONALITY_NOT_ENABLED",
]);

/** The object does not exist in this org or is hidden from our user: not measured, and no reason to stop. */
export function isAbsent(error: AppError): boolean {
  return error.code === "scope-missing" || error.details["status"] === 404 || absentCodes.has(codeOf(error));
}
