import { describe, expect, it } from "@jest/globals";
import { auditTexts } from "./audit-in-test.ts";

/** The date the audit takes for today, on 22 November 2026. */
async function todayOf(deals: string, activities?: string): Promise<string> {
  const result = await auditTexts({
    deals,
    ...(activities === undefined ? {} : { activities: [activities] }),
    request: { asOf: null, clock: Date.parse("2026-11-22T09:00:00Z") },
  });
  return result.judged.today;
}

describe("what counts as today", () => {
  const deals =
    "id,owner,stage,created,closed\n1,Jo,Open,2026-10-01,2026-11-01\n2,Jo,Won,2026-09-01,2026-10-02\n";

  it("is the present for an export of the last three days, else the day of its last record", async () => {
    const calls = (date: string) => `type,rep,date\nCall,Jo,${date}\n`;
    expect(await todayOf(deals, calls("2026-11-19 12:00"))).toBe("2026-11-22");
    expect(await todayOf(deals, calls("2026-11-15 12:00"))).toBe("2026-11-15");
    expect(await todayOf(deals)).toBe("2026-10-01");
  });

  it("is not the day of a meeting or task that was planned when the export was made", async () => {
    const planned =
      "type,rep,date,status\nMeeting,Jo,2026-10-20,\nTask,Jo,2026-10-30,\nCall,Jo,2026-10-25,Not started\n";
    expect(await todayOf(deals, `${planned}Call,Jo,2026-10-05,\n`)).toBe("2026-10-05");
    expect(await todayOf(deals, planned)).toBe("2026-10-01");
  });

  it("is the day of the last end or plan where nothing else has a date", async () => {
    expect(await todayOf("id,owner,stage,closed\n1,Jo,Open,2026-11-01\n2,Jo,Won,2026-10-02\n")).toBe(
      "2026-10-02",
    );
  });
});
