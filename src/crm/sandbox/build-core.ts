import type { Moment } from "../../domain/time.ts";
import { type Clock, startClock } from "./clock.ts";
import type { Core } from "./core.ts";
import { createFaults } from "./faults.ts";
import { createTokenBook } from "./hubspot/tokens.ts";
import { noJournal, openJournal } from "./journal.ts";
import { type OpenPortal, openPortal } from "./open-portal.ts";
import { defaultPortalId, defaultStartAt, type SandboxOptions, sandboxClient } from "./options.ts";
import { createRandom } from "./random.ts";
import { replay } from "./replay.ts";
import { createRequestLog } from "./request-log.ts";
import { type OpenOrg, openOrg } from "./salesforce/open-org.ts";
import { openGate } from "./salesforce/tokens.ts";

/** HubSpot's access tokens live 30 minutes. */
const tokenSeconds = 1_800;

/** Plays the companies' history, then whatever the journal holds. */
export function buildCore(options: SandboxOptions): Core {
  const { seed = 1, startAt = defaultStartAt } = options;
  const clock = startClock(startAt);
  const core: Core = {
    options,
    clock,
    ...openPortals(options, { clock, startAt }),
    ...openOrgs(options, { clock, startAt }),
    faults: createFaults(seed),
    log: createRequestLog(),
    random: createRandom(seed + 1),
    journal: noJournal,
  };
  core.faults.add(...(options.faults ?? []));
  if (options.journalFile !== undefined) attachJournal(core, options.journalFile, startAt);
  return core;
}

interface Beginning {
  readonly clock: Clock;
  readonly startAt: Moment;
}

function openPortals(options: SandboxOptions, beginning: Beginning): Pick<Core, "portals" | "tokens"> {
  const tokens = createTokenBook({
    expiresInSeconds: options.tokenExpiresInSeconds ?? tokenSeconds,
    rotatesRefreshTokens: options.rotatesRefreshTokens ?? false,
    client: sandboxClient,
  });
  const portals = new Map<number, OpenPortal>();
  const standard = options.orgs === undefined ? [{ portalId: defaultPortalId }] : [];
  for (const portal of options.portals ?? standard) {
    const open = openPortal(portal, { sandbox: options, ...beginning });
    portals.set(portal.portalId, open);
    const grant = { portalId: portal.portalId, scopes: open.scopes };
    tokens.addPrivateApp(open.token, { ...grant, appId: "2400117" });
    tokens.addInstallation(open.refreshToken, { ...grant, appId: "3300001" });
  }
  return { portals, tokens };
}

function openOrgs(options: SandboxOptions, beginning: Beginning): Pick<Core, "orgs" | "gate"> {
  const { seed = 1, size = "demo" } = options;
  const gate = openGate(options.privateKey);
  const orgs = new Map<string, OpenOrg>();
  for (const one of options.orgs ?? []) {
    const open = openOrg(one, { ...beginning, seed, size });
    orgs.set(open.org.id, open);
    gate.addUser(open.username, open.org.id, open.userId);
  }
  return { orgs, gate };
}

function attachJournal(core: Core, file: string, startAt: number): void {
  const { options } = core;
  const portals = (options.portals ?? []).map(({ portalId, seed, size }) => ({ portalId, seed, size }));
  const orgs = options.orgs?.map(({ orgId, seed, size }) => ({ orgId, seed, size }));
  const header = JSON.stringify({
    startAt,
    seed: options.seed ?? 1,
    size: options.size ?? "demo",
    portals,
    orgs,
  });
  const { journal, entries } = openJournal(file, { header, isReset: options.isJournalReset ?? false });
  for (const entry of entries) replay(core, entry);
  core.journal = journal;
}
