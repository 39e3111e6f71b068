import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { lookAt, toAnswer } from "../../src/cli/backtest-stalls.ts";
import { readBacktestWords } from "../../src/cli/backtest-words.ts";
import { toMoment } from "../../src/cli/deal-log-rows.ts";
import { readDealLog } from "../../src/cli/read-deal-log.ts";
import { renderStallReport } from "../../src/cli/stall-report.ts";
import { msPerDay } from "../../src/domain/time.ts";

const folder = mkdtempSync(join(tmpdir(), "norma-backtest-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function write(text: string): string {
  files += 1;
  const path = join(folder, `${files}.csv`);
  writeFileSync(path, text);
  return path;
}

async function read(deals: readonly string[], events: readonly string[]) {
  const said: string[] = [];
  const log = await readDealLog({
    deals: write(["deal,rep,amount,created,closed,outcome", ...deals].join("\n")),
    events: write(["deal,at,kind,stage", ...events].join("\n")),
    say: (line) => said.push(line.replace(/^\d+\.csv/, "file")),
  });
  return { ...log, said };
}

const asOf = Date.parse("2026-03-01T00:00:00Z");
const dateAfter = (days: number) =>
  new Date(Date.parse("2025-01-01T00:00:00Z") + days * msPerDay).toISOString();

/** Won after 20 days of weekly calls, or left without a call and given up after 60: a company whose stalls are plain. */
const past = Array.from({ length: 120 }, (_, place) => {
  const isWon = place % 2 === 0;
  const days = 3 * place;
  return {
    deal: `p${place},ann,1000,${dateAfter(days)},${dateAfter(days + (isWon ? 20 : 60))},${isWon ? "Won" : "closed lost"}`,
    events: [0, 6, 12, 18].slice(0, isWon ? 4 : 1).map((day) => `p${place},${dateAfter(days + day)},call,`),
  };
});
const pastDeals = past.map(({ deal }) => deal);
const pastEvents = past.flatMap(({ events }) => events);

describe("the answers", () => {
  it("are one for each open deal, in order of the ids, in the contract's words", async () => {
    const { deals } = await read(
      [...pastDeals, "z,ann,1000,2026-01-15,,", "a,ann,1000,2026-02-09,,open"],
      [...pastEvents, "z,2026-01-15,call,", "a,2026-02-09,call,", "a,2026-02-26T10:00:00+01:00,call,"],
    );
    const [moving, stalled, ...others] = lookAt(deals, asOf).map(toAnswer);
    expect(others).toEqual([]);
    expect(moving).toMatchObject({
      deal: "a",
      stalled: false,
      since: null,
      days: null,
      rule: null,
      basis: "learned",
    });
    expect(stalled).toMatchObject({
      deal: "z",
      stalled: true,
      since: "2026-01-15",
      days: 45,
      rule: "silence",
    });
    expect(Object.keys(stalled ?? {}).slice(0, 7)).toEqual([
      "deal",
      "stalled",
      "since",
      "days",
      "usual_days",
      "rule",
      "confidence",
    ]);
    expect(stalled?.confidence).toBeGreaterThan(0.8);
  });

  it("say that they guess, and flag nothing on one sign, where there is no past", async () => {
    const { deals } = await read(["a,ann,1,2026-01-01,,"], ["a,2026-02-20,call,"]);
    expect(lookAt(deals, asOf).map(toAnswer)).toMatchObject([
      { stalled: false, basis: "guessing", usual_days: 19 },
    ]);
    const quiet = await read(["a,ann,1,2026-01-01,,"], ["a,2026-01-02,call,"]);
    const [answer] = lookAt(quiet.deals, asOf).map(toAnswer);
    expect(answer).toMatchObject({ stalled: true, basis: "guessing", confidence: 0.5 });
  });

  it("never take an unknown age for none", async () => {
    const { deals, rejected } = await read(["a,ann,1,,,"], []);
    expect(rejected).toBe(0);
    expect(lookAt(deals, asOf).map(toAnswer)).toEqual([
      {
        deal: "a",
        stalled: false,
        since: null,
        days: null,
        usual_days: null,
        rule: null,
        confidence: 0,
        not_judged: "unknown-age",
      },
    ]);
  });

  it("are about deals that end later as about all others", async () => {
    const later = await read(
      [...pastDeals, "z,ann,1000,2026-01-15,2026-03-02,lost"],
      [...pastEvents, "z,2026-01-15,call,"],
    );
    const open = await read(
      [...pastDeals, "z,ann,1000,2026-01-15,,open"],
      [...pastEvents, "z,2026-01-15,call,"],
    );
    expect(lookAt(later.deals, asOf)).toEqual(lookAt(open.deals, asOf));
  });
});

describe("rows that cannot be understood", () => {
  it("are left out and told with line and cause; all others are read", async () => {
    const { deals, rejected, said } = await read(
      [
        "a,ann,1,2026-01-01,,maybe",
        "b,ann,ten,2026-01-01,,open",
        "c,ann,1,01.02.2026,,open",
        "d,ann,1,2026-02-01,2026-01-01,won",
        "e,ann,1,2026-02-01,,lost",
        ",ann,1,2026-02-01,,open",
        "f,ann,1,2026-02-01,,open",
        "f,ben,1,2026-02-01,,open",
      ],
      ["f,2026-02-30,call,", "f,2026-02-03,fax,", "f,2026-02-03,stage,", "f,2026-02-03 09:30:00+01,CALL,"],
    );
    expect(deals).toMatchObject([
      { id: "f", events: [{ kind: "call", at: Date.parse("2026-02-03T08:30:00Z") }] },
    ]);
    expect(rejected).toBe(10);
    expect(said).toEqual([
      expect.stringMatching(/^file, line 2: outcome "maybe" is not known; known are won, lost and open\./),
      expect.stringMatching(/^file, line 3: amount "ten"/),
      expect.stringMatching(/^file, line 4: created "01.02.2026" is no date/),
      expect.stringMatching(/^file, line 5: closed is before created/),
      expect.stringMatching(/^file, line 6: closed is empty/),
      expect.stringMatching(/^file, line 7: deal is empty/),
      expect.stringMatching(/^file, line 9: deal f is in the file already/),
      expect.stringMatching(/^file, line 2: at "2026-02-30" is no date/),
      expect.stringMatching(/^file, line 3: kind "fax" is not known/),
      expect.stringMatching(/^file, line 4: stage is empty/),
    ]);
  });

  it("are told one by one only as far as anybody reads", async () => {
    const { rejected, said } = await read(
      Array.from({ length: 50 }, (_, place) => `d${place},,,,,maybe`),
      [],
    );
    expect(rejected).toBe(50);
    expect(said).toHaveLength(21);
    expect(said.at(-1)).toBe("file: 50 rows in all were left out.");
  });

  it("are not events of deals that are not looked at: these are counted", async () => {
    const { rejected, said } = await read(["a,,,2026-01-01,,"], ["x,2026-01-02,call,", "y,2026-01-02,call,"]);
    expect(rejected).toBe(0);
    expect(said).toEqual(["file: 2 events of deals that are not in the deals file were left out."]);
  });
});

it.each([
  ["2026-03-01", "2026-03-01T00:00:00Z"],
  ["2026-03-01T09:30", "2026-03-01T09:30:00Z"],
  ["2026-03-01 09:30:00.5+0100", "2026-03-01T08:30:00.5Z"],
  ["2026-02-30", null],
  ["2026-03-01T25:00:00Z", null],
  ["1.3.2026", null],
])("the moment %s is %s", (text, expected) => {
  expect(toMoment(text)).toBe(expected === null ? null : Date.parse(expected));
});

it("the report tells how flagged deals ended, how often, how early and how well calibrated, on one page of its own", async () => {
  const { deals } = await read(pastDeals, pastEvents);
  const words = await readBacktestWords("en");
  const page = renderStallReport(deals, { until: asOf, words });
  for (const heading of [
    "Stalled at the end of the walk",
    "How flagged deals ended",
    "How often",
    "How early",
    "How the told risks held",
  ])
    expect(page).toContain(heading);
  expect(page).toMatch(/Flagged deals were won 0\.00 times as often/);
  expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(3);
  expect(page).not.toMatch(/<script|src="http/);
  expect(renderStallReport([], { until: asOf, words })).toContain("Too few of the flagged deals have ended");
});
