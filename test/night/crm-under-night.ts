import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { RequestSeen, SandboxOptions } from "../../src/crm/sandbox/options.ts";
import type { Sandbox } from "../../src/crm/sandbox/sandbox.ts";
import type { CrmKind } from "../../src/domain/tenant.ts";
import { type NormaRun, runNorma } from "./norma-process.ts";

/** What a CRM shows of Norma's writing, in words of neither. */
export interface Shown {
  /** Values by deal id and by the field's plain name: `flag`, `stalled_since`. */
  readonly deals: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tasks: readonly ShownTask[];
  /** Everything there is to compare of two runs. */
  readonly all: unknown;
}

interface ShownTask {
  readonly dealIds: readonly string[];
  readonly subject: string;
  readonly isDone: boolean;
}

/** One CRM as tests of whole nights see it: where it differs from the other in being reached and watched. */
export interface CrmUnderNight {
  readonly kind: CrmKind;
  /** The demo's company in one account, with nothing to wait for. */
  readonly options: SandboxOptions;
  /** Connects the account as a person would. */
  readonly connect: (crm: Sandbox, dataDir: string) => Promise<NormaRun>;
  readonly look: (crm: Sandbox) => Shown;
  readonly isReading: (request: RequestSeen) => boolean;
  readonly isDealUpdate: (request: RequestSeen) => boolean;
  readonly isTaskCreate: (request: RequestSeen) => boolean;
  /** The search for tasks whose making was cut short. */
  readonly isTaskSearch: (request: RequestSeen) => boolean;
  readonly isTaskClose: (request: RequestSeen) => boolean;
}

export const hubspot: CrmUnderNight = {
  kind: "hubspot",
  options: { limits: null },
  connect: (crm, dataDir) =>
    runNorma(["connect", "hubspot", "--token-env", "T", "--base-url", crm.url], {
      dataDir,
      env: { T: crm.portals[0]?.token ?? "" },
    }),
  look: lookAtPortal,
  isReading: ({ kind }) => kind === "search",
  isDealUpdate: ({ path }) => path.endsWith("/deals/batch/update"),
  isTaskCreate: ({ path }) => path.endsWith("/tasks/batch/create"),
  isTaskSearch: ({ path }) => path.includes("/deals/tasks/batch/read"),
  isTaskClose: ({ path }) => path.endsWith("/tasks/batch/update"),
};

/** The same for every start, so that a restarted sandbox knows the clients of the one before. */
const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

export const salesforce: CrmUnderNight = {
  kind: "salesforce",
  options: { orgs: [{}], privateKey },
  connect: async (crm, dataDir) => {
    const [org] = crm.orgs;
    const keyFile = `${dataDir}.pem`;
    writeFileSync(keyFile, org?.privateKey ?? "");
    const own = ["--jwt-key", keyFile, "--client-id", org?.clientId ?? "", "--username", org?.username ?? ""];
    return await runNorma(["connect", "salesforce", ...own, "--login-url", crm.url], { dataDir });
  },
  look: lookAtOrg,
  isReading: ({ kind }) => kind === "query",
  isDealUpdate: (request) => isCollection(request, "Opportunity"),
  isTaskCreate: ({ path }) => path.includes("/composite/sobjects/Task/"),
  isTaskSearch: ({ body }) => /FROM Task WHERE Norma_Key__c IN/.test(soqlOf(body)),
  isTaskClose: (request) => isCollection(request, "Task"),
};

export function lookAtPortal(crm: Sandbox, portalId?: number): Shown {
  const all = crm.snapshot(portalId);
  const tasks = all.tasks.map(({ dealIds, subject, status }) => {
    return { dealIds, subject, isDone: status === "COMPLETED" };
  });
  return { deals: withPlainNames(all.deals), tasks, all };
}

export function lookAtOrg(crm: Sandbox, orgId?: string): Shown {
  const all = crm.orgSnapshot(orgId);
  const tasks = all.tasks.map(({ dealId, subject, isClosed }) => {
    return { dealIds: [dealId], subject, isDone: isClosed };
  });
  return { deals: withPlainNames(all.deals), tasks, all };
}

export function soqlOf(body: unknown): string {
  const { q } = (body ?? {}) as { readonly q?: unknown };
  return typeof q === "string" ? q : "";
}

/** An update of several records at once; which object they are of is said inside. */
function isCollection({ method, path, body }: RequestSeen, type: string): boolean {
  if (method !== "PATCH" || !path.endsWith("/composite/sobjects")) return false;
  return JSON.stringify(body).includes(`"type":"${type}"`);
}

/** `norma_stalled_since` and `Norma_Stalled_Since__c` are `stalled_since`. */
function withPlainNames(deals: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Shown["deals"] {
  const plain = (fields: Readonly<Record<string, unknown>>) =>
    Object.entries(fields).map(([name, value]) => [
      name
        .toLowerCase()
        .replace(/^norma_/, "")
        .replace(/__c$/, ""),
      String(value),
    ]);
  return Object.fromEntries(
    Object.entries(deals).map(([id, fields]) => [id, Object.fromEntries(plain(fields))]),
  );
}
