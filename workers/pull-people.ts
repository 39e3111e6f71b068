import type { Crm } from "../src/crm/port.ts";
import { inChunks } from "../src/domain/chunks.ts";
import { saveDealContacts } from "../src/store/deal-contacts.ts";
import { loadOpenDealIds } from "../src/store/deals.ts";
import { savePeople } from "../src/store/people.ts";
import { savePipelines } from "../src/store/pipelines.ts";
import { addCounts, setCounts } from "../src/store/runs.ts";
import { saveTimeOff } from "../src/store/time-off.ts";
import { loadMissedKinds } from "./missed-kinds.ts";
import type { Step } from "./night.ts";

export async function pullPeopleAndPipelines(step: Step, crm: Crm): Promise<void> {
  const [people, pipelines, access] = await Promise.all([
    crm.readPeople(),
    crm.readPipelines(),
    // What was not readable before is tried, for it may be readable now; of the rest the reading itself tells.
    loadMissedKinds(step).then((tried) => crm.readAccess({ tried })),
  ]);
  await step.inTenant(async (db) => {
    await savePeople(db, people);
    await saveTimeOff(db, people.timeOff, step.now);
    await savePipelines(db, pipelines);
    await setCounts(db, step.run.id, {
      unmeasured: Object.fromEntries(access.unmeasured.map((kind) => [kind, 1])),
    });
    await addCounts(db, step.run.id, { volume: { people: people.reps.length } });
  });
  await step.report({ label: "people and pipelines", done: 1, total: 1 });
}

/** Contacts of all open deals: linking a contact moves no date on the deal, so only reading them all is complete. */
export async function pullDealContacts(step: Step, crm: Crm): Promise<void> {
  const dealIds = await step.inTenant(loadOpenDealIds);
  await step.inTenant((db) => addCounts(db, step.run.id, { volume: { "open deals": dealIds.length } }));
  let done = 0;
  for (const chunk of inChunks(dealIds, 1_000)) {
    step.signal.throwIfAborted();
    const contacts = await crm.readDealContacts(chunk);
    await step.inTenant((db) => saveDealContacts(db, contacts));
    done += chunk.length;
    await step.report({ label: "contacts of deals", done, total: dealIds.length });
  }
}
