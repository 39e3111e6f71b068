import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { product } from "../../../config/product.ts";
import { planWrites } from "../../../src/analysis/plan-writes.ts";
import type { LoggedDeal } from "../../../src/analysis/stalls/backtest/logged-deal.ts";
import { judgeLog, lookBack } from "../../../src/analysis/stalls/backtest/look.ts";
import type { StalledDeal } from "../../../src/domain/finding.ts";
import { anInput, aStall, aStored } from "../plan-builders.ts";

/** A simulated CRM export with the defects of real ones; it stays outside the repository. */
const file = resolve(
  process.env["NORMA_SHARED_DATA"] ?? resolve("..", "shared", "data"),
  "maven_crm/sales_pipeline.csv",
);
const isAtHand = existsSync(file);
if (!isAtHand)
  process.stderr.write("The CRM export of the stall tests is not at hand; its tests are skipped.\n");

const now = Date.parse("2017-12-31T00:00:00Z");

const row = z.object({
  opportunity_id: z.string(),
  sales_agent: z.string(),
  deal_stage: z.enum(["Won", "Lost", "Engaging", "Prospecting"]),
  engage_date: z.string(),
  close_date: z.string(),
  close_value: z.string(),
});

function readExport(): LoggedDeal[] {
  const rows = z.array(row).parse(parse(readFileSync(file), { columns: true }));
  return rows.map((one) => ({
    id: one.opportunity_id,
    repId: one.sales_agent,
    amount: one.close_value === "" ? null : Number(one.close_value),
    createdAt: one.engage_date === "" ? null : Date.parse(one.engage_date),
    endedAt: one.close_date === "" ? null : Date.parse(one.close_date),
    outcome: one.deal_stage === "Won" ? "won" : one.deal_stage === "Lost" ? "lost" : "open",
    events: [],
  }));
}

(isAtHand ? describe : describe.skip)("the first night on an old pipeline", () => {
  const past = lookBack(isAtHand ? readExport() : [], now);
  const looked = judgeLog(past, { now, timeZone: "UTC", settings: product.stalls });

  it("says of every deal without a date that its age is unknown, never that it is new", () => {
    const undated = past.open.filter(({ createdAt }) => createdAt === null);
    expect(undated).toHaveLength(500);
    const ids = new Set(undated.map(({ id }) => id));
    const states = looked.filter(({ dealId }) => ids.has(dealId)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(["unknown-age"]));
  });

  it("flags no more than the cap of any rep, however much is stalled", () => {
    const repOf = new Map(past.open.map(({ id, repId }) => [id, repId ?? ""]));
    const findings = looked.flatMap(({ dealId, state }): StalledDeal[] => {
      if (typeof state === "string" || state.found === "moving") return [];
      return [aStall(dealId, { repId: repOf.get(dealId) ?? "", stall: state.found })];
    });
    const deals = new Map(past.open.map(({ id }) => [id, aStored(id)]));
    const plan = planWrites({ ...anInput({ findings }), deals });
    const flagged = Map.groupBy(
      plan.episodes.filter(({ state }) => state === "flagged"),
      ({ dealId }) => repOf.get(dealId) ?? "",
    );
    const counts = [...flagged.values()].map(({ length }) => length);
    expect(Math.max(0, ...counts)).toBeLessThanOrEqual(product.flags.maxNewPerRepAndNight);
    expect(plan.listed.length + counts.reduce((sum, count) => sum + count, 0)).toBe(findings.length);
  });
});
