import type { FaultInput } from "../../src/crm/sandbox/faults.ts";
import { toId } from "../../src/crm/sandbox/salesforce/org.ts";
import { readTruth } from "../crm/salesforce/read-truth.ts";
import { lookAtOrg } from "./crm-under-night.ts";
import { describeLostRecords } from "./lost-records.ts";
import { connectOrg } from "./norma-in-process.ts";
import { listTrueOrgDeals } from "./stored-tenant.ts";

const failing =
  "cursors that are forgotten, sessions that end, half answers, failures and edits while paging";
const lostAnswers = "writes whose answers are lost";

const faults: Record<"none" | typeof failing | typeof lostAnswers, FaultInput[]> = {
  none: [],
  [failing]: [
    { do: "forget-cursors", path: "/query/", times: null, chance: 0.2 },
    ...[3, 15, 40].map((after): FaultInput => ({ do: "expire-token", on: ["query"], after })),
    { do: "edits", edits: 3, on: ["query"], times: null },
    { do: "short-page", rows: 0, on: ["query"], times: 5, chance: 0.2 },
    { do: "truncate", chance: 0.1, times: 4 },
    { do: "reset", on: ["query"], chance: 0.1, times: 4 },
    { do: "error", status: 503, on: ["query", "describe"], chance: 0.05, times: 4 },
  ],
  [lostAnswers]: [
    { do: "lose-answer", path: "/composite/sobjects/Task/" },
    { do: "lose-answer", path: "/composite/sobjects/Norma_Rep_Period__c/" },
    { do: "lose-answer", path: "/composite/sobjects" },
  ],
};

describeLostRecords({
  faults,
  options: {
    orgs: Object.keys(faults).map((_, index) => ({ orgId: toId("00D", index + 1), pageSize: 400 })),
  },
  openAccount: (crm, index) => {
    const org = crm.orgs[index];
    if (org === undefined) throw new Error(`the simulator has no org ${index}`);
    return {
      id: org.orgId,
      listDeals: () => org.listDeals(),
      connect: (norma) => connectOrg(norma, crm, org),
      look: () => lookAtOrg(crm, org.orgId),
      listTrueDeals: () => listTrueOrgDeals(crm, org),
      listTrueActivities: async () => {
        const all = await readTruth(crm, org);
        return new Map([...all].filter(([id]) => !id.startsWith("deal:")));
      },
    };
  },
  withstood: [failing, lostAnswers],
  dropping: [],
});
