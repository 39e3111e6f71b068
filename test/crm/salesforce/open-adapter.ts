import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseManifest } from "../../../src/crm/manifest.ts";
import type { Crm } from "../../../src/crm/port.ts";
import { openSalesforce, type SalesforceSettings } from "../../../src/crm/salesforce/open-salesforce.ts";
import type { Sandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import { silentLog } from "../../../src/domain/log.ts";
import type { JwtIdentity } from "../../../src/domain/tenant.ts";

const manifest = parseManifest(JSON.parse(readFileSync("manifest.json", "utf8")));

export const root = `/services/data/v${manifest.salesforce.apiVersion}`;

/** A key that opens nothing; made once, because making one takes a second. */
export const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** An identity whose token is still good, so that no test begins with asking for one. */
export const identity: JwtIdentity = {
  kind: "jwt",
  clientId: "client-id",
  username: "norma@example.com",
  privateKey: keys.privateKey,
  accessToken: "secret-token",
  instanceUrl: "",
  expiresAt: 8e12,
};

/** An adapter with a quick pace. */
export function openAdapter(baseUrl: string, more: Partial<SalesforceSettings> = {}): Crm {
  return openSalesforce({
    baseUrl,
    credentials: { ...identity, instanceUrl: baseUrl },
    saveCredentials: async () => undefined,
    client: null,
    manifest,
    callsPerSecond: 1_000,
    maxQuotaShare: 0.8,
    bulk: { minRows: 1_000_000, rowsPerPage: 2_000, firstPollMs: 5, deadlineMs: 2_000 },
    timeoutMs: 5_000,
    maxAttempts: 3,
    maxTextLength: 4_000,
    log: silentLog,
    ...more,
  });
}

/** An adapter that asks for its token itself. */
export function openForSandbox(sandbox: Sandbox, more: Partial<SalesforceSettings> = {}): Crm {
  const [org] = sandbox.orgs;
  if (org === undefined) throw new Error("the sandbox has no org");
  const { clientId, username, privateKey } = org;
  return openAdapter(sandbox.url, {
    credentials: {
      kind: "jwt",
      clientId,
      username,
      privateKey,
      accessToken: "",
      instanceUrl: "",
      expiresAt: 0,
    },
    now: () => sandbox.now(),
    ...more,
  });
}
