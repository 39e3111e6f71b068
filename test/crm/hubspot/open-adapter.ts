import { readFileSync } from "node:fs";
import { type HubSpotSettings, openHubSpot } from "../../../src/crm/hubspot/open-hubspot.ts";
import { parseManifest } from "../../../src/crm/manifest.ts";
import type { Crm } from "../../../src/crm/port.ts";
import { silentLog } from "../../../src/domain/log.ts";

export const manifest = parseManifest(JSON.parse(readFileSync("manifest.json", "utf8")));

/** An adapter with a quick pace; the real one is for the tests that enforce limits. */
export function openAdapter(baseUrl: string, more: Partial<HubSpotSettings> = {}): Crm {
  return openHubSpot({
    baseUrl,
    credentials: { kind: "static", token: "secret-token" },
    saveCredentials: async () => undefined,
    client: null,
    manifest,
    pacing: { searchesPerSecond: 1_000, callsPerSecond: 1_000 },
    timeoutMs: 5_000,
    maxAttempts: 3,
    maxTextLength: 4_000,
    log: silentLog,
    ...more,
  });
}
