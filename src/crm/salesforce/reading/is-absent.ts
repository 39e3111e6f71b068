import type { AppError } from "../../../domain/errors.ts";
import { codeOf } from "../errors.ts";

const absentCodes = new Set([
  "NOT_FOUND",
  "INVALID_TYPE",
  "INVALID_TYPE_FOR_OPERATION",
  "FUNCTIONALITY_NOT_ENABLED",
]);

/** Words about the whole API, not about one object. */
const generalCodes = new Set(["API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"]);

/** The object does not exist in this org or is hidden from our user: not measured, and no reason to stop. */
export function isAbsent(error: AppError): boolean {
  if (generalCodes.has(codeOf(error))) return false;
  return error.code === "scope-missing" || error.details["status"] === 404 || absentCodes.has(codeOf(error));
}
