import { AppError } from "../../../domain/errors.ts";
import type { FieldsReport } from "../../port.ts";
import { findOwnField, keyFieldName, taskKeyName, toFieldName } from "../field-names.ts";
import type { Org } from "../org.ts";
import { describe } from "../reading/describe.ts";
import { requireTasks } from "./tasks.ts";

/**
 * Fields come with the installed package, never by API: creating them would need the right to customise the whole org. Throws
 * fields-missing once, naming all that our user cannot see or, where Norma writes, cannot change; scope-missing when it may not make tasks.
 */
export async function ensureFields(org: Org): Promise<FieldsReport> {
  const missing = await findMissingFields(org);
  if (missing.length > 0) {
    throw new AppError("fields-missing", { details: { account: org.account, fields: missing.join(", ") } });
  }
  await requireTasks(org);
  if ((await taskKeyName(org)) === null) {
    org.log.warn(
      { field: `Task.${keyFieldName}` },
      "the key field of tasks is missing; tasks are known by their text instead",
    );
  }
  return { created: [], repaired: [], unchanged: org.manifest.dealFields.fields.length };
}

/** `Opportunity.Norma_Flag__c (read only)`; empty when all is well. */
export async function findMissingFields(org: Org): Promise<readonly string[]> {
  const opportunity = await describe(org, "Opportunity");
  return org.manifest.dealFields.fields.flatMap(({ name, writtenBy }) => {
    const own = findOwnField(opportunity, toFieldName(name));
    if (own === null) return [`Opportunity.${toFieldName(name)}`];
    const isReadOnly = opportunity?.fields.get(own)?.isUpdateable !== true;
    return writtenBy === "norma" && isReadOnly ? [`Opportunity.${own} (read only)`] : [];
  });
}
