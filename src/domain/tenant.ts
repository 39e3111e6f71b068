import type { Moment } from "./time.ts";

export const crmKinds = ["hubspot", "salesforce"] as const;
export type CrmKind = (typeof crmKinds)[number];

export const languages = ["en", "pl", "ru"] as const;
export type Language = (typeof languages)[number];

/** One connected HubSpot portal or Salesforce org. */
export interface Tenant {
  /** Ours, e.g. `t_4fzq…`; the same account connected again keeps its id. */
  readonly id: string;
  readonly crm: CrmKind;
  /** The vendor's id: HubSpot portal id or Salesforce org id. */
  readonly accountId: string;
  readonly name: string;
  /** IANA name; civil dates, work days and the hour of the night are read in it. */
  readonly timeZone: string;
  readonly language: Language;
  readonly currency: string | null;
  readonly baseUrl: string;
  /** `paused`: the account refused our token, so no night starts by itself until one that a person starts succeeds. */
  readonly status: "active" | "paused";
  readonly connectedAt: Moment;
}

/** A token that does not end: a HubSpot private app's. */
export interface StaticToken {
  readonly kind: "static";
  readonly token: string;
}

export interface OAuthTokens {
  readonly kind: "oauth";
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Moment;
  /** Salesforce: where the org's API lives, told with every token. */
  readonly instanceUrl?: string;
}

/** Salesforce's JWT bearer flow: every token is asked for anew with a signed assertion, so there is nothing to rotate. */
export interface JwtIdentity {
  readonly kind: "jwt";
  /** Consumer key of the External Client App. */
  readonly clientId: string;
  readonly username: string;
  /** PEM, PKCS#8. */
  readonly privateKey: string;
  /** Empty before the first token. */
  readonly accessToken: string;
  /** Where the org's API lives; told with every token. Empty before the first. */
  readonly instanceUrl: string;
  readonly expiresAt: Moment;
}

/** What opens a CRM account. At rest it is encrypted; it never enters a log, an error or a job. */
export type Credentials = StaticToken | OAuthTokens | JwtIdentity;
