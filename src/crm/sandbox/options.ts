import type { Moment } from "../../domain/time.ts";
import type { CompanySize } from "./company/size.ts";
import type { FaultInput } from "./faults.ts";
import type { PortalSettings } from "./hubspot/portal.ts";
import type { Limits } from "./limits.ts";
import type { AccountId } from "./request-log.ts";
import type { OrgOptions } from "./salesforce/open-org.ts";

export interface PortalOptions extends Partial<PortalSettings> {
  readonly portalId: number;
  readonly name?: string;
  /** The same seed, size and start give the same company, byte for byte. Default: the sandbox's seed. */
  readonly seed?: number;
  readonly size?: CompanySize;
  readonly timeZone?: string;
  readonly currency?: string;
  /** Budgets enforced; null lets everything through. Default: HubSpot's for a marketplace app. */
  readonly limits?: Limits | null;
  /** Scopes of both of the portal's tokens. Default: all. */
  readonly scopes?: readonly string[];
}

export interface RequestSeen {
  readonly portalId: AccountId | null;
  readonly method: string;
  readonly path: string;
  readonly kind: string;
  /** Salesforce's GETs: the values after the question mark, among them a query's SOQL under `q`. */
  readonly body: unknown;
}

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly seed?: number;
  readonly size?: CompanySize;
  /** Where the sandbox's clock starts. Default: 2026-10-14T04:00:00Z, a Wednesday, 6 o'clock in Warsaw. */
  readonly startAt?: Moment;
  /** Salesforce orgs; with these and no portals named there is no HubSpot portal. */
  readonly orgs?: readonly OrgOptions[];
  /** Private key (PEM) of the orgs' External Client App; a new one without it. */
  readonly privateKey?: string;
  /** Default: one portal, 51000001. */
  readonly portals?: readonly PortalOptions[];
  /** For portals that do not say otherwise. */
  readonly limits?: Limits | null;
  readonly settings?: Partial<PortalSettings>;
  /** Milliseconds every answer takes at least. */
  readonly latencyMs?: number;
  readonly faults?: readonly FaultInput[];
  readonly tokenExpiresInSeconds?: number;
  readonly rotatesRefreshTokens?: boolean;
  /** Acts are appended here and played again on the next start. */
  readonly journalFile?: string;
  readonly isJournalReset?: boolean;
  /** Before anything is done with a request. */
  readonly onRequest?: (request: RequestSeen) => void | Promise<void>;
  /** After it was applied, before the answer leaves. */
  readonly onAnswer?: (request: RequestSeen & { readonly status: number }) => void | Promise<void>;
}

export const defaultStartAt: Moment = Date.parse("2026-10-14T04:00:00Z");
export const defaultPortalId = 51_000_001;
export const sandboxClient = { id: "sandbox-client", secret: "sandbox-secret" } as const;
