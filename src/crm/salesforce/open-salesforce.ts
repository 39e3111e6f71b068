import { AppError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import type { Credentials, JwtIdentity, OAuthTokens } from "../../domain/tenant.ts";
import type { Moment } from "../../domain/time.ts";
import { createHttp } from "../http.ts";
import type { Manifest } from "../manifest.ts";
import { createPacing } from "../pacing.ts";
import type { Crm } from "../port.ts";
import { createTokens, type TokenSource } from "../tokens.ts";
import { checkHealth } from "./account/check-health.ts";
import { readAccess } from "./account/read-access.ts";
import { readAccount } from "./account/read-account.ts";
import { readPeople } from "./account/read-people.ts";
import { readPipelines } from "./account/read-pipelines.ts";
import { readActivities, readActivitiesOfDeals } from "./activities/read-activities.ts";
import { readDealContacts } from "./deals/read-contacts.ts";
import { readDeals, readDealsById } from "./deals/read-deals.ts";
import { readDealHistories } from "./deals/read-histories.ts";
import { judge } from "./errors.ts";
import { mintToken, refreshToken } from "./oauth.ts";
import { type BulkSettings, type Org, openMemory } from "./org.ts";
import { createQuotaGuard } from "./quota.ts";
import { createTransport } from "./transport.ts";
import { ensureFields } from "./writing/ensure-fields.ts";
import { removeEverything } from "./writing/remove-everything.ts";
import { writeRepPeriods } from "./writing/rep-periods.ts";
import { closeTasks, createTasks, findTasks, readTaskStates } from "./writing/tasks.ts";
import { writeDealFields } from "./writing/write-deal-fields.ts";

export interface SalesforceSettings {
  /** Where people of the org log in; where its API lives is told with every token. */
  readonly baseUrl: string;
  readonly credentials: JwtIdentity | OAuthTokens;
  /** Called with fresh credentials before they are used; must have stored them when it resolves. */
  readonly saveCredentials: (credentials: Credentials) => Promise<void>;
  /** The External Client App of the web-server flow; null in an installation that only uses JWT. */
  readonly client: { readonly id: string; readonly secret: string } | null;
  readonly manifest: Manifest;
  readonly callsPerSecond: number;
  /** The share (0..1) of the org's daily calls, used by everybody together, at which Norma stops. */
  readonly maxQuotaShare: number;
  readonly bulk: BulkSettings;
  readonly timeoutMs: number;
  /** Attempts of one call in all. */
  readonly maxAttempts: number;
  /** UTF-16 units kept of one text. */
  readonly maxTextLength: number;
  /** The moment that counts as now for what is past and what is booked; tokens keep to the real clock. */
  readonly now?: () => Moment;
  readonly log: Log;
}

/** A Salesforce org as a Crm. Everything in it belongs to this one org; make one per org and process. */
export function openSalesforce(settings: SalesforceSettings): Crm {
  const org = open(settings);
  return {
    kind: "salesforce",
    readAccount: () => readAccount(org),
    readAccess: () => readAccess(org),
    checkHealth: () => checkHealth(org, settings.maxQuotaShare),
    // Salesforce has no such setting: time off stands in the calendar.
    readPeople: async () => ({ ...(await readPeople(org)), timeOff: [] }),
    readPipelines: () => readPipelines(org),
    readDeals: (window) => readDeals(org, window),
    readDealsById: (dealIds) => readDealsById(org, dealIds),
    readDealHistories: (dealIds) => readDealHistories(org, dealIds),
    readDealContacts: (dealIds) => readDealContacts(org, dealIds),
    readActivities: (window) => readActivities(org, window),
    // Deleting moves a row's stamp, so every night's reading shows it.
    readDeletedActivities: async function* () {},
    readActivitiesOfDeals: (dealIds, known) => readActivitiesOfDeals(org, dealIds, known),
    ensureFields: () => ensureFields(org),
    writeDealFields: (updates) => writeDealFields(org, updates),
    createTasks: (drafts) => createTasks(org, drafts),
    findTasks: (wanted) => findTasks(org, wanted),
    readTaskStates: (taskIds) => readTaskStates(org, taskIds),
    closeTasks: (taskIds) => closeTasks(org, taskIds),
    writeRepPeriods: (judgements) => writeRepPeriods(org, judgements),
    removeEverything: (taskIds) => removeEverything(org, taskIds),
    callCounts: () => org.http.callCounts(),
    clockSkewMs: () => org.http.clockSkewMs(),
    close: async () => org.http.close(),
  };
}

/** The addresses that people see in their browser answer no API; jsforce refuses them with an error of its own. */
function throwIfBrowserAddress(baseUrl: string): void {
  if (URL.parse(baseUrl)?.hostname.endsWith(".lightning.force.com") !== true) return;
  const problem = `${baseUrl} is for browsers; give the login address, such as https://acme.my.salesforce.com`;
  throw new AppError("input-invalid", { details: { problem } });
}

function open(settings: SalesforceSettings): Org {
  throwIfBrowserAddress(settings.baseUrl);
  const account = `Salesforce at ${URL.parse(settings.baseUrl)?.host ?? settings.baseUrl}`;
  const place = { baseUrl: settings.baseUrl, account };
  const { apiVersion } = settings.manifest.salesforce;
  const { credentials } = settings;
  let instanceUrl = (credentials.instanceUrl ?? "") || settings.baseUrl;
  const quota = createQuotaGuard({ account, maxShare: settings.maxQuotaShare, now: Date.now });
  const { callsPerSecond } = settings;
  let deadUrl: string | null = null;
  const http = createHttp({
    transport: createTransport({ instanceUrl: () => instanceUrl, apiVersion, timeoutMs: settings.timeoutMs }),
    pacing: quota.guard(createPacing({ callsPerSecond, searchesPerSecond: callsPerSecond })),
    maxAttempts: settings.maxAttempts,
    judge: (request, answer) => judge(request, answer, place),
    // Salesforce says how much of the day is used, not how fast calls may come.
    readLimit: (answer) => {
      quota.observe(answer);
      return null;
    },
    // An org that moves house may leave nobody at its old address; where it is now is told where people log in.
    isPerhapsElsewhere: ({ wasSent }) => {
      if (wasSent || instanceUrl === settings.baseUrl || instanceUrl === deadUrl) return false;
      deadUrl = instanceUrl;
      return true;
    },
  });
  const endpoint = { ...place, http, loginUrl: settings.baseUrl, client: settings.client, now: Date.now };
  http.useTokens(
    openTokens(settings, {
      account,
      renew: async (current) => {
        const fresh =
          current.kind === "jwt" ? await mintToken(endpoint, current) : await refreshToken(endpoint, current);
        instanceUrl = fresh.instanceUrl ?? instanceUrl;
        return fresh;
      },
    }),
  );
  return {
    ...place,
    http,
    manifest: settings.manifest,
    root: `/services/data/v${apiVersion}`,
    log: settings.log,
    now: settings.now ?? Date.now,
    bulk: settings.bulk,
    maxTextLength: settings.maxTextLength,
    memory: openMemory(Date.now),
  };
}

interface Renewing {
  readonly account: string;
  readonly renew: (current: JwtIdentity | OAuthTokens) => Promise<JwtIdentity | OAuthTokens>;
}

function openTokens(settings: SalesforceSettings, { account, renew }: Renewing): TokenSource {
  return createTokens<JwtIdentity | OAuthTokens>({
    account,
    credentials: settings.credentials,
    refresh: renew,
    saveCredentials: settings.saveCredentials,
    now: Date.now,
  });
}

/** Narrows stored credentials to those that Salesforce knows. */
export function toSalesforceCredentials(credentials: Credentials): JwtIdentity | OAuthTokens {
  if (credentials.kind !== "static") return credentials;
  throw new AppError("bug-found", { details: { problem: "a static token for Salesforce" } });
}
