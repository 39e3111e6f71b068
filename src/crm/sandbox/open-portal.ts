import type { Moment } from "../../domain/time.ts";
import type { Clock } from "./clock.ts";
import type { Company } from "./company/company.ts";
import { createCompany } from "./company/create-company.ts";
import type { EntityKind } from "./company/model.ts";
import { applyEvent } from "./hubspot/apply-event.ts";
import type { ObjectType } from "./hubspot/object-types.ts";
import { createPortal, defaultPortalSettings, type Portal } from "./hubspot/portal.ts";
import { allScopes } from "./hubspot/scopes.ts";
import { showCompany } from "./hubspot/show-company.ts";
import { touchTypes } from "./hubspot/touch-values.ts";
import { openTraffic, type Traffic } from "./hubspot/traffic.ts";
import { defaultLimits, type Limits } from "./limits.ts";
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
export function openPortal(options: PortalOptions, place: PortalPlace): OpenPortal {
  const { sandbox } = place;
  const portal = toPortal(options, place);
  const company = createCompany({
    seed: options.seed ?? sandbox.seed ?? 1,
    size: options.size ?? sandbox.size ?? "demo",
    startAt: place.startAt,
    timeZone: portal.timeZone,
    currency: portal.currency,
    takeId: (kind) => portal.tables[tables[kind]].takeId(),
    emit: (event) => applyEvent(portal, event),
  });
  showCompany(portal, company);
  company.playHistory();
  portal.settings = { ...defaultPortalSettings, ...sandbox.settings, ...options };
  return {
    portal,
    company,
    traffic: openTraffic(limitsOf(options, sandbox)),
    scopes: options.scopes ?? allScopes,
    token: `pat-eu1-sandbox-${portal.id}`,
    refreshToken: `sandbox-refresh-${portal.id}`,
  };
}

function toPortal(options: PortalOptions, { sandbox, clock }: PortalPlace): Portal {
  return createPortal({
    id: options.portalId,
    name: options.name ?? `Sandbox ${options.portalId}`,
    timeZone: options.timeZone ?? "Europe/Warsaw",
    currency: options.currency ?? "PLN",
    clock,
    // While history is played everything is indexed at once; the chosen lag starts with the first request.
    settings: { ...sandbox.settings, ...options, indexLagMs: 0 },
  });
}

function limitsOf(options: PortalOptions, sandbox: SandboxOptions): Limits | null {
  if (options.limits !== undefined) return options.limits;
  return sandbox.limits === undefined ? defaultLimits : sandbox.limits;
}

const tables: Readonly<Record<EntityKind, ObjectType>> = {
  ...touchTypes,
  deal: "deals",
  contact: "contacts",
  customer: "companies",
};
