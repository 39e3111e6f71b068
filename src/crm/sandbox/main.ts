import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { namedSizes } from "./company/size.ts";
import { startSandbox } from "./start-sandbox.ts";

const { values } = parseArgs({
  options: {
    crm: { type: "string", default: "hubspot" },
    /** Salesforce: file of the app's private key; made when it is missing, so that a restarted sandbox knows its clients. */
    key: { type: "string" },
    size: { type: "string", default: "demo" },
    port: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    latency: { type: "string", default: "0" },
    "start-at": { type: "string" },
    limits: { type: "boolean", default: true },
    "search-per-second": { type: "string", default: "5" },
    "calls-per-10s": { type: "string", default: "110" },
    lag: { type: "string", default: "0" },
    journal: { type: "string" },
    "reset-journal": { type: "boolean", default: false },
    "token-life": { type: "string", default: "1800" },
  },
  allowNegative: true,
});

const size = namedSizes[values.size];
if (size === undefined) throw new Error(`--size is one of ${Object.keys(namedSizes).join(", ")}`);

const calls = Number(values["calls-per-10s"]);
const limits = {
  general: { calls, perMs: 10_000 },
  search: { calls: Number(values["search-per-second"]), perMs: 1_000 },
  association: { calls: Math.min(100, calls), perMs: 10_000 },
};

if (values.crm !== "hubspot" && values.crm !== "salesforce")
  throw new Error("--crm is hubspot or salesforce");
const privateKey =
  values.key !== undefined && existsSync(values.key) ? readFileSync(values.key, "utf8") : undefined;

const sandbox = await startSandbox({
  ...(values.crm === "salesforce" ? { orgs: [{}] } : {}),
  ...(privateKey === undefined ? {} : { privateKey }),
  size,
  port: Number(values.port),
  seed: Number(values.seed),
  latencyMs: Number(values.latency),
  limits: values.limits ? limits : null,
  settings: { indexLagMs: Number(values.lag) },
  tokenExpiresInSeconds: Number(values["token-life"]),
  isJournalReset: values["reset-journal"],
  ...(values["start-at"] === undefined ? {} : { startAt: Date.parse(values["start-at"]) }),
  ...(values.journal === undefined ? {} : { journalFile: values.journal }),
});

const [portal] = sandbox.portals;
const [org] = sandbox.orgs;
if (org !== undefined && values.key !== undefined) writeFileSync(values.key, org.privateKey, { mode: 0o600 });
const facts =
  org === undefined
    ? {
        portalId: portal?.portalId,
        token: portal?.token,
        client: portal?.client,
        refreshToken: portal?.refreshToken,
      }
    : { orgId: org.orgId, clientId: org.clientId, username: org.username };
process.stdout.write(`${JSON.stringify({ url: sandbox.url, ...facts })}\n`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}
