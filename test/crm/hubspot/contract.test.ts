import { startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import { describeCrm } from "../contract.ts";
import { openAdapter } from "./open-adapter.ts";

describeCrm("the HubSpot adapter", async () => {
  const sandbox = await startSandbox({ limits: null });
  const [portal] = sandbox.portals;
  const crm = openAdapter(sandbox.url, {
    credentials: { kind: "static", token: portal?.token ?? "" },
    now: () => sandbox.now(),
  });
  return {
    crm,
    unknown: { dealId: "999999999", taskId: "999999999" },
    keepsRepPeriods: false,
    now: () => sandbox.now(),
    addNote: (dealId, text) => void sandbox.addNote(dealId, text),
    describeDeal: (dealId, description) =>
      void sandbox.edit({ do: "change-deal", dealId, changes: { description } }),
    archiveDeal: (dealId) => sandbox.archiveDeal(dealId),
    mergeDeals: (survivorId, loserId) => sandbox.mergeDeals(survivorId, loserId),
    deleteTask: (taskId) => sandbox.deleteTask(taskId),
    refuseDeal: (dealId, problem) => sandbox.refuseDeal(dealId, problem),
    close: async () => {
      await crm.close();
      await sandbox.close();
    },
  };
});
