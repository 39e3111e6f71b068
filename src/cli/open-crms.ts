import { openHubSpot } from "../crm/hubspot/open-hubspot.ts";
import type { Manifest } from "../crm/manifest.ts";
import type { Crm } from "../crm/port.ts";
import { openSalesforce, toSalesforceCredentials } from "../crm/salesforce/open-salesforce.ts";
import type { BulkSettings } from "../crm/salesforce/org.ts";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import type { Credentials, CrmKind, Tenant } from "../domain/tenant.ts";
import type { Moment } from "../domain/time.ts";
import { loadCredentials, saveCredentials, type Vault } from "../store/tenants.ts";

export interface CrmSettings {
  readonly vault: Vault;
  readonly manifest: Manifest;
  readonly client: { readonly id: string; readonly secret: string } | null;
  readonly pacing: {
    readonly searchesPerSecond: number;
    readonly callsPerSecond: number;
    readonly timeoutMs: number;
    readonly maxAttempts: number;
  };
  readonly salesforce: {
    readonly callsPerSecond: number;
    readonly maxQuotaShare: number;
    readonly bulk: BulkSettings;
    readonly timeoutMs: number;
    readonly maxAttempts: number;
  };
  readonly maxTextLength: number;
  readonly log: Log;
}

/** An adapter for an account that is not a tenant yet. Its credentials may be refreshed while it is used. */
export interface NewAccount {
  readonly crm: Crm;
  readonly credentials: () => Credentials;
}

export interface Crms {
  readonly openFor: (tenant: Tenant, now: Moment) => Promise<Crm>;
  readonly openNew: (account: { crm: CrmKind; baseUrl: string }, credentials: Credentials) => NewAccount;
  readonly close: () => Promise<void>;
}

/** One adapter a tenant and connection while the process lives, because pacing and token refresh live in it. */
export function createCrms(settings: CrmSettings): Crms {
  const { vault } = settings;
  const opened = new Map<string, { crm: Promise<Crm>; clock: { now: Moment } }>();
  const newAccounts: Crm[] = [];
  return {
    async openFor(tenant, now) {
      const key = `${tenant.id} ${tenant.connectedAt}`;
      const known = opened.get(key);
      if (known !== undefined) {
        known.clock.now = now;
        return await known.crm;
      }
      const clock = { now };
      const crm = loadCredentials(vault, tenant.id).then((credentials) =>
        openOne(settings, {
          kind: tenant.crm,
          baseUrl: tenant.baseUrl,
          credentials,
          saveCredentials: (next) => saveCredentials(vault, tenant.id, next),
          now: () => clock.now,
        }),
      );
      opened.set(key, { crm, clock });
      crm.catch(() => opened.delete(key));
      return await crm;
    },
    openNew({ crm: kind, baseUrl }, credentials) {
      let latest = credentials;
      const save = async (next: Credentials) => {
        latest = next;
      };
      const crm = openOne(settings, { kind, baseUrl, credentials, saveCredentials: save, now: Date.now });
      newAccounts.push(crm);
      return { crm, credentials: () => latest };
    },
    async close() {
      for (const crm of newAccounts) await crm.close();
      for (const { crm } of opened.values())
        await crm.then(
          (ready) => ready.close(),
          () => undefined,
        );
    },
  };
}

interface Connection {
  readonly kind: CrmKind;
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly saveCredentials: (credentials: Credentials) => Promise<void>;
  readonly now: () => Moment;
}

function openOne(settings: CrmSettings, { kind, credentials, ...connection }: Connection): Crm {
  const { manifest, maxTextLength, log } = settings;
  const common = { ...connection, manifest, maxTextLength, log };
  if (kind === "salesforce") {
    const own = { ...settings.salesforce, client: null };
    return openSalesforce({ ...common, ...own, credentials: toSalesforceCredentials(credentials) });
  }
  if (credentials.kind === "jwt") {
    throw new AppError("bug-found", { details: { problem: "a Salesforce identity for HubSpot" } });
  }
  const { client, pacing } = settings;
  const { timeoutMs, maxAttempts } = pacing;
  return openHubSpot({ ...common, credentials, client, pacing, timeoutMs, maxAttempts });
}
