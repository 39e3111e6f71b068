import type { Log } from "../../domain/log.ts";
import type { Credentials, OAuthTokens, StaticToken } from "../../domain/tenant.ts";
import type { Moment } from "../../domain/time.ts";
import { createHttp, type Http } from "../http.ts";
import type { Manifest } from "../manifest.ts";
import { createPacing, type PacingSettings } from "../pacing.ts";
import type { CallCounts, Crm, HealthRemark } from "../port.ts";
import { createTokens, type TokenSource } from "../tokens.ts";
import { kindsWithOwnScope, readAccess, readAccount } from "./account/read-account.ts";
import { readPeople } from "./account/read-people.ts";
import { readPipelines } from "./account/read-pipelines.ts";
import { readActivities } from "./activities/read-activities.ts";
import { readActivitiesOfDeals } from "./activities/read-activities-of-deals.ts";
import { readDeletedActivities } from "./activities/read-deleted-activities.ts";
import { readDealContacts, readDeals, readDealsById } from "./deals/read-deals.ts";
import { readDealHistories } from "./deals/read-histories.ts";
import { judge, readLimit } from "./errors.ts";
import { createTokenEndpoint, type TokenEndpoint } from "./oauth.ts";
import { toPaths } from "./paths.ts";
import { createMemory, type Portal } from "./portal.ts";
import { createTransport } from "./transport.ts";
import { ensureFields } from "./writing/ensure-fields.ts";
import { findTasks } from "./writing/find-tasks.ts";
import { removeEverything } from "./writing/remove-everything.ts";
import { closeTasks, createTasks, readTaskStates } from "./writing/tasks.ts";
import { writeDealFields } from "./writing/write-deal-fields.ts";

export interface HubSpotSettings {
  /** `https://api.hubapi.com`, or any server that speaks like it. */
  readonly baseUrl: string;
  readonly credentials: StaticToken | OAuthTokens;
  /** Called with refreshed credentials before they are used; must have stored them when it resolves. */
  readonly saveCredentials: (credentials: Credentials) => Promise<void>;
  /** Norma's own OAuth client; null in an installation that only uses static tokens. */
  readonly client: { readonly id: string; readonly secret: string } | null;
  readonly manifest: Manifest;
  readonly pacing: PacingSettings;
  readonly timeoutMs: number;
  /** Attempts of one call in all. */
  readonly maxAttempts: number;
  /** UTF-16 units kept of one text. */
  readonly maxTextLength: number;
  /** The moment that counts as now for what is past and what is booked; tokens keep to the real clock. */
  readonly now?: () => Moment;
  readonly log: Log;
}

/** A HubSpot portal as a Crm. Everything in it belongs to this one account; make one per account and process. */
export function openHubSpot(settings: HubSpotSettings): Crm {
  const { portal, tokens, endpoint } = open(settings);
  return {
    kind: "hubspot",
    readAccount: () => readAccount(portal),
    readAccess: async ({ tried } = { tried: kindsWithOwnScope }) => {
      const scopes = tokens.isOAuth ? await endpoint.readScopes(await tokens.access()) : null;
      return await readAccess(portal, { scopes, tried });
    },
    checkHealth: async () => [toPaceRemark(settings.pacing, portal.http.callCounts())],
    readPeople: () => readPeople(portal),
    readPipelines: () => readPipelines(portal),
    readDeals: (window) => readDeals(portal, window),
    readDealsById: (dealIds) => readDealsById(portal, dealIds),
    readDealHistories: (dealIds) => readDealHistories(portal, dealIds),
    readDealContacts: (dealIds) => readDealContacts(portal, dealIds),
    readActivities: (window) => readActivities(portal, window),
    readDeletedActivities: (cursor) => readDeletedActivities(portal, cursor),
    readActivitiesOfDeals: (dealIds, known) => readActivitiesOfDeals(portal, dealIds, known),
    ensureFields: () => ensureFields(portal),
    writeDealFields: (updates) => writeDealFields(portal, updates),
    createTasks: (drafts) => createTasks(portal, drafts),
    findTasks: (wanted) => findTasks(portal, wanted),
    readTaskStates: (taskIds) => readTaskStates(portal, taskIds),
    closeTasks: (taskIds) => closeTasks(portal, taskIds),
    // Objects of an app's own need HubSpot's Enterprise edition.
    writeRepPeriods: async () => ({ isSupported: false, written: 0, unchanged: 0, refused: [] }),
    removeEverything: (taskIds) => removeEverything(portal, taskIds),
    callCounts: () => portal.http.callCounts(),
    clockSkewMs: () => portal.http.clockSkewMs(),
    close: async () => portal.http.close(),
  };
}

function toPaceRemark(pacing: PacingSettings, { answered429 }: CallCounts): HealthRemark {
  const { searchesPerSecond, callsPerSecond } = pacing;
  const pace = `asks for at most ${searchesPerSecond} searches and ${callsPerSecond} other calls a second`;
  if (answered429 === 0) return { result: "good", says: `limits: ${pace}, none refused` };
  return { result: "note", says: `limits: ${pace}, yet ${answered429} were refused; other apps share them` };
}

function open(settings: HubSpotSettings): { portal: Portal; tokens: TokenSource; endpoint: TokenEndpoint } {
  const place = { baseUrl: settings.baseUrl, account: `HubSpot at ${toHost(settings.baseUrl)}` };
  const paths = toPaths(settings.manifest.hubspot.apiVersion);
  const http: Http = createHttp({
    transport: createTransport(settings),
    pacing: createPacing(settings.pacing),
    maxAttempts: settings.maxAttempts,
    judge: (request, answer) => judge(request, answer, place),
    readLimit,
  });
  const endpoint = createTokenEndpoint({ ...place, http, paths, client: settings.client, now: Date.now });
  const tokens = createTokens({
    ...settings,
    ...place,
    refresh: ({ refreshToken }: OAuthTokens) => endpoint.refresh(refreshToken),
    now: Date.now,
  });
  http.useTokens(tokens);
  const portal: Portal = {
    ...place,
    http,
    paths,
    manifest: settings.manifest,
    isOAuth: tokens.isOAuth,
    log: settings.log,
    now: settings.now ?? Date.now,
    maxTextLength: settings.maxTextLength,
    unmeasured: new Set(),
    memory: createMemory(),
  };
  return { portal, tokens, endpoint };
}

function toHost(baseUrl: string): string {
  return URL.parse(baseUrl)?.host ?? baseUrl;
}
