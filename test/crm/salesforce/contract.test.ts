import { startSandbox } from "../../../src/crm/sandbox/start-sandbox.ts";
import { describeCrm } from "../contract.ts";
import { openForSandbox } from "./open-adapter.ts";

describeCrm("the Salesforce adapter", async () => {
  const sandbox = await startSandbox({ orgs: [{}] });
  const crm = openForSandbox(sandbox);
  return {
    crm,
    unknown: { dealId: "006Sb00000zzzzzIAA", taskId: "00TSb00000zzzzzIAA" },
    keepsRepPeriods: true,
    now: () => sandbox.now(),
    addNote: (dealId, text) => void sandbox.addNote(dealId, text),
    describeDeal: (dealId, description) =>
      void sandbox.edit({ do: "change-deal", dealId, changes: { description } }),
    archiveDeal: (dealId) => sandbox.archiveDeal(dealId),
    // Salesforce merges accounts, contacts and leads, never opportunities.
    mergeDeals: null,
    deleteTask: (taskId) => sandbox.deleteTask(taskId),
    refuseDeal: (dealId, problem) => sandbox.refuseDeal(dealId, problem),
    close: async () => {
      await crm.close();
      await sandbox.close();
    },
  };
});
