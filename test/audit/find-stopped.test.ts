import { expect, it } from "@jest/globals";
import { findStoppedMetrics } from "../../src/audit/judge/find-stopped.ts";
import type { Metric } from "../../src/domain/norm.ts";
import { addDays } from "../../src/domain/time.ts";

const today = "2026-10-13";

/** Two people with mails on each of the last 60 days, and `metric` on all but the last `silent` of them. */
function aQuarter(metric: Metric, silent: number, people: readonly string[] = ["ann", "bob"]) {
  const dates = Array.from({ length: 60 }, (_, index) => addDays(today, index - 60));
  const recorded = dates.slice(0, dates.length - silent);
  return {
    counts: [
      ...people.flatMap((repId) =>
        dates.map((date) => ({ repId, metric: "emails" as const, date, count: 5 })),
      ),
      ...people.flatMap((repId) => recorded.map((date) => ({ repId, metric, date, count: 3 }))),
    ],
    workedDays: new Map(people.map((repId) => [repId, dates])),
    daysOff: new Map(),
  };
}

it("calls that nobody has on record for a week, while two were at work, are a lost connection", () => {
  expect(findStoppedMetrics(aQuarter("calls", 9), today)).toEqual([
    { metric: "calls", since: "2026-10-03", people: 2 },
  ]);
});

it.each([
  ["a silence of six days", aQuarter("calls", 6)],
  ["a single person", aQuarter("calls", 9, ["ann"])],
  ["what was rare before", aQuarter("proposals", 45)],
])("%s is none", (_, work) => {
  expect(findStoppedMetrics(work, today)).toEqual([]);
});
