import { describe, expect, it } from "@jest/globals";
import { languages } from "../../src/domain/tenant.ts";
import { auditTexts, renderIn } from "./audit-in-test.ts";

const hostile = `<script>alert("x")</script>`;
const quoted = `"${hostile.replaceAll('"', '""')}"`;

describe("the report", () => {
  it("takes no markup from the files", async () => {
    const deals = `id,name,owner,stage,amount,created,close date
1,${quoted},${quoted},${quoted},5,2026-01-05,2026-02-01
2,${quoted},${quoted},${quoted},${quoted},2026-01-05,2026-02-01
`;
    const activities = `type,rep,date,deal id,outcome,notes
Note,${quoted},2026-06-01,1,done,"We are too expensive ${hostile.replaceAll('"', "")}"
${quoted},${quoted},2026-06-01,1,done,
`;
    const result = await auditTexts({ deals, activities: [activities] });
    expect(result.judged.flagged.length).toBe(2);
    for (const language of languages) {
      const report = renderIn(language, result);
      expect(report).not.toContain("<script");
      expect(report).toContain("&lt;script&gt;");
    }
  });

  it.each(languages)("in %s leaves no place unfilled and no word of another kind", async (language) => {
    const deals = "id,owner,stage,amount,created,close date\n1,Jo,Open,5,2026-01-05,2026-02-01\n2,,Open,,,\n";
    const report = renderIn(language, await auditTexts({ deals }));
    expect(report.replace(/<style>[\s\S]*?<\/style>/, "")).not.toMatch(/\{\w+\}|undefined|NaN|null/);
    expect(report).toContain(`<html lang="${language}">`);
    expect(report).not.toMatch(/excuse|lazy|отговорк|wymówk/i);
  });

  it("names no sum of two currencies", async () => {
    const deals = `id,name,owner,stage,amount,created,close date
1,A,Jo,Open,5 €,2026-01-05,2026-02-01
2,B,Jo,Open,7 zł,2026-01-05,2026-02-01
`;
    const note = (id: number) => `Note,Jo,2026-06-01,${id},done,They say the price is too high.\n`;
    const activities = `type,rep,date,deal id,outcome,notes\n${note(1)}${note(2)}`;
    const report = renderIn("en", await auditTexts({ deals, activities: [activities] }));
    expect(report).toContain("named on 2 of 2 stalled deals with a stated reason (no amount)");
    expect(report).not.toContain("(12");
  });
});
