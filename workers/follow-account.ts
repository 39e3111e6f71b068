import type { Crm } from "../src/crm/port.ts";
import type { Tenant } from "../src/domain/tenant.ts";
import { deleteCheckpoint } from "../src/store/checkpoints.ts";
import { saveTenantAccount } from "../src/store/tenants.ts";
import type { NightDeps, Step } from "./night.ts";

/** The part of a step that an account's settings have to do with. */
interface AccountStep extends Pick<Step, "tenant" | "inTenant"> {
  readonly deps: Pick<NightDeps, "store" | "product" | "log"> & {
    readonly jobs: Pick<NightDeps["jobs"], "scheduleNight">;
  };
}

/**
 * An admin who changes the company's name, time zone or default currency in the CRM is followed from the same night on; what the CRM
 * does not tell stays as it was. Costs no call: the adapters ask for the account anyway. Moments are stored and days are cut out of them
 * anew every night, so the past is counted in the new zone too, and nights start by its clock. Returns the step to go on with.
 */
export async function followAccount<S extends AccountStep>(
  step: S,
  crm: Pick<Crm, "readAccount">,
): Promise<S> {
  const { deps, tenant, inTenant } = step;
  const told = await crm.readAccount();
  const account = {
    name: told.name,
    timeZone: told.timeZone ?? tenant.timeZone,
    currency: told.currency ?? tenant.currency,
  };
  if (isAsKnown(tenant, account)) return step;
  const { name, timeZone, currency } = account;
  deps.log.info({ tenant: tenant.id, name, timeZone, currency }, "the account's settings were changed");
  // The tenant's row last: a night killed before it begins with this again, and each part may be done twice.
  if (isConvertedHere(tenant, account)) await inTenant((db) => deleteCheckpoint(db, "deals"));
  if (timeZone !== tenant.timeZone) {
    await deps.jobs.scheduleNight({ tenantId: tenant.id, hour: deps.product.night.hour, timeZone });
  }
  await saveTenantAccount(deps.store, tenant.id, account);
  return { ...step, tenant: { ...tenant, ...account } };
}

type Changeable = Pick<Tenant, "name" | "timeZone" | "currency">;

function isAsKnown(tenant: Changeable, { name, timeZone, currency }: Changeable): boolean {
  return tenant.name === name && tenant.timeZone === timeZone && tenant.currency === currency;
}

/**
 * Salesforce's amounts are converted when they are read, so deals that ended are read once more, or sizes would be compared across
 * currencies. HubSpot converts them itself and leaves a deal's amount at the rate of its last day.
 */
function isConvertedHere(tenant: Pick<Tenant, "crm" | "currency">, { currency }: Changeable): boolean {
  return tenant.crm === "salesforce" && tenant.currency !== currency;
}
