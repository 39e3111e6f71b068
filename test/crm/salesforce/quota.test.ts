import { expect, it } from "@jest/globals";
import { createPacing } from "../../../src/crm/pacing.ts";
import { createQuotaGuard } from "../../../src/crm/salesforce/quota.ts";

it("asks for the count anew once it is a quarter of an hour old: calls leave it again as they grow a day old", async () => {
  let now = 0;
  const guard = createQuotaGuard({ account: "Salesforce", maxShare: 0.8, now: () => now });
  const pacing = guard.guard(createPacing({ callsPerSecond: 1_000, searchesPerSecond: 1_000 }));
  const headers = new Headers({ "sforce-limit-info": "api-usage=900/1000" });
  guard.observe({ status: 200, headers, text: "" });
  await expect(pacing.take("general")).rejects.toMatchObject({ code: "crm-quota" });
  now = 16 * 60_000;
  await expect(pacing.take("general")).resolves.toBeUndefined();
  pacing.close();
});
