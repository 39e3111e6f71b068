import type { FaultInput } from "../../src/crm/sandbox/faults.ts";
import { lookAtPortal } from "./crm-under-night.ts";
import { describeLostRecords } from "./lost-records.ts";
import { connectPortal } from "./norma-in-process.ts";
import { listTrueActivities, listTrueDeals } from "./stored-tenant.ts";

const searching = ["search", "object-list"];
const oftenBusy = { chance: 0.06, times: null, retryAfterSeconds: 0.02 } as const;

const lagging = "edits while paging, short pages and an index that lags behind";
const failing = "throttling, failures, cut connections and tokens that expire";
const lostAnswers = "writes whose answers are lost";
const dropped = "writes that are accepted and dropped";

const faults: Record<
  "none" | typeof lagging | typeof failing | typeof lostAnswers | typeof dropped,
  FaultInput[]
> = {
  none: [],
  [lagging]: [
    { do: "edits", edits: 5, on: ["search"], times: null },
    { do: "short-page", rows: 0, on: searching, times: null, chance: 0.2 },
    { do: "short-page", rows: 7, on: searching, times: 40, chance: 0.4 },
  ],
  [failing]: [
    { do: "busy", ...oftenBusy },
    { do: "error", status: 503, ...oftenBusy },
    { do: "error", status: 502, ...oftenBusy },
    { do: "reset", chance: 0.1, times: 4 },
    { do: "truncate", chance: 0.1, times: 4 },
    ...[3, 15, 30, 60].map((after) => ({ do: "expire-token", after }) as const),
  ],
  [lostAnswers]: [
    { do: "lose-answer", path: "/tasks/batch/create" },
    { do: "lose-answer", path: "/deals/batch/update" },
    { do: "lose-answer", on: ["property"] },
  ],
  [dropped]: [
    { do: "drop-write", path: "/tasks/batch/create" },
    { do: "drop-write", path: "/deals/batch/update" },
  ],
};

describeLostRecords({
  faults,
  options: {
    limits: null,
    portals: Object.keys(faults).map((name, index) => ({
      portalId: 51_000_001 + index,
      ...(name === lagging ? { indexLagMs: 2_500 } : {}),
    })),
  },
  openAccount: (crm, index) => {
    const portal = crm.portals[index];
    if (portal === undefined) throw new Error(`the simulator has no portal ${index}`);
    return {
      id: portal.portalId,
      listDeals: () => portal.listDeals(),
      connect: (norma) => connectPortal(norma, crm, { portal, isOAuth: true }),
      look: () => lookAtPortal(crm, portal.portalId),
      listTrueDeals: () => listTrueDeals(crm, portal),
      listTrueActivities: () => listTrueActivities(crm, portal),
    };
  },
  withstood: [failing, lostAnswers],
  dropping: [dropped],
});
