import { startClock } from "./clock.ts";
import type { Core } from "./core.ts";
import { createFaults } from "./faults.ts";
import { createTokenBook } from "./hubspot/tokens.ts";
import { noJournal, openJournal } from "./journal.ts";
import { type OpenPortal, openPortal } from "./open-portal.ts";
import { defaultPortalId, defaultStartAt, type SandboxOptions, sandboxClient } from "./options.ts";
import { createRandom } from "./random.ts";
import { replay } from "./replay.ts";
import { createRequestLog } from "./request-log.ts";

/** HubSpot's access tokens live 30 minutes. */
const tokenSeconds = 1_800;

/** Plays the companies' history, then whatever the journal holds. */
export function buildCore(options: SandboxOptions): Core {
  const startAt = options.startAt ?? defaultStartAt;
  const clock = startClock(startAt);
  const tokens = createTokenBook({
    expiresInSeconds: options.tokenExpiresInSeconds ?? tokenSeconds,
    rotatesRefreshTokens: options.rotatesRefreshTokens ?? false,
    client: sandboxClient,
  });
  const portals = new Map<number, OpenPortal>();
  for (const portal of options.portals ?? [{ portalId: defaultPortalId }]) {
    const open = openPortal(portal, { sandbox: options, clock, startAt });
    portals.set(portal.portalId, open);
    const grant = { portalId: portal.portalId, scopes: open.scopes };
    tokens.addPrivateApp(open.token, { ...grant, appId: "2400117" });
    tokens.addInstallation(open.refreshToken, { ...grant, appId: "3300001" });
  }
  const seed = options.seed ?? 1;
  const core: Core = {
    options,
    clock,
    portals,
    tokens,
    faults: createFaults(seed),
    log: createRequestLog(),
    random: createRandom(seed + 1),
    journal: noJournal,
  };
  core.faults.add(...(options.faults ?? []));
  if (options.journalFile !== undefined) attachJournal(core, options.journalFile, startAt);
  return core;
}

function attachJournal(core: Core, file: string, startAt: number): void {
  const { options } = core;
  const portals = (options.portals ?? []).map(({ portalId, seed, size }) => ({ portalId, seed, size }));
  const header = JSON.stringify({ startAt, seed: options.seed ?? 1, size: options.size ?? "demo", portals });
  const { journal, entries } = openJournal(file, { header, isReset: options.isJournalReset ?? false });
  for (const entry of entries) replay(core, entry);
  core.journal = journal;
}
