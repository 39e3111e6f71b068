import type { Moment } from "../../domain/time.ts";
import type { Clock } from "./clock.ts";
import type { Company } from "./company/company.ts";
import { createCompany } from "./company/create-company.ts";
import type { EntityKind } from "./company/model.ts";
import { applyEvent } from "./hubspot/apply-event.ts";
import type { ObjectType } from "./hubspot/object-types.ts";
import { createPortal, type Portal } from "./hubspot/portal.ts";
import { allScopes } from "./hubspot/scopes.ts";
import { showCompany } from "./hubspot/show-company.ts";
import { touchTypes } from "./hubspot/touch-values.ts";
import { openTraffic, type Traffic } from "./hubspot/traffic.ts";
import { defaultLimits } from "./limits.ts";
import type { PortalOptions, SandboxOptions } from "./options.ts";

/** One account with the company it shows, its budgets and its tokens. */
export interface OpenPortal {
  readonly portal: Portal;
  readonly company: Company;
  readonly traffic: Traffic;
  readonly scopes: readonly string[];
  readonly token: string;
  readonly refreshToken: string;
}

interface PortalPlace {
  readonly sandbox: SandboxOptions;
  readonly clock: Clock;
  readonly startAt: Moment;
}

/** Plays the company's history into a fresh portal. */
export function openPortal(options: PortalOptions, { sandbox, clock, startAt }: PortalPlace): OpenPortal {
  const { portalId } = options;
  const limits = options.limits === undefined ? sandbox.limits : options.limits;
  const portal = createPortal({
    id: portalId,
    name: options.name ?? `Sandbox ${portalId}`,
    timeZone: options.timeZone ?? "Europe/Warsaw",
    currency: options.currency ?? "PLN",
    clock,
    // While history is played everything is indexed at once; the chosen lag starts with the first request.
    settings: { ...sandbox.settings, ...options, indexLagMs: 0 },
  });
  const company = createCompany({
    seed: options.seed ?? sandbox.seed ?? 1,
    size: options.size ?? sandbox.size ?? "demo",
    startAt,
    timeZone: portal.timeZone,
    currency: portal.currency,
    takeId: (kind) => portal.tables[tableOf(kind)].takeId(),
    emit: (event) => applyEvent(portal, event),
  });
  showCompany(portal, company);
  company.playHistory();
  const indexLagMs = options.indexLagMs ?? sandbox.settings?.indexLagMs ?? 0;
  portal.settings = { ...portal.settings, indexLagMs };
  return {
    portal,
    company,
    traffic: openTraffic(limits === undefined ? defaultLimits : limits),
    scopes: options.scopes ?? allScopes,
    token: `pat-eu1-sandbox-${portalId}`,
    refreshToken: `sandbox-refresh-${portalId}`,
  };
}

function tableOf(kind: EntityKind): ObjectType {
  switch (kind) {
    case "deal":
      return "deals";
    case "contact":
      return "contacts";
    case "customer":
      return "companies";
    case "call":
    case "meeting":
    case "email":
    case "note":
    case "task":
    case "message":
    case "proposal":
      return touchTypes[kind];
  }
}
