import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type BacktestNormsOptions, backtestNorms } from "../../src/cli/backtest-norms.ts";
import { addDays, weekdayOf } from "../../src/domain/time.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "norma-backtest-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const header = "rep,date,metric,count";

/** Sixteen weeks of two reps: ten to sixteen calls and six to eight mails on every weekday. */
function usualRows(): string[] {
  const rows: string[] = [];
  for (let day = 0; day < 112; day += 1) {
    const date = addDays("2026-01-05", day);
    if (weekdayOf(date) > 5) continue;
    for (const [rep, shift] of [
      ["ann", 0],
      ["bob", 3],
    ] as const) {
      rows.push(`${rep},${date},calls,${10 + ((5 * day + shift) % 7)}`);
      rows.push(`${rep},${date},mails,${6 + ((2 * day + shift) % 3)}`);
    }
  }
  return rows;
}

async function run(files: Record<string, string>, options: Partial<BacktestNormsOptions> = {}) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const written: string[] = [];
  const said: string[] = [];
  const output = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk));
      done();
    },
  });
  const streams = {
    input: Readable.from([Buffer.from(files["counts.csv"] ?? "")]),
    output,
    say: (line: string) => said.push(line),
  };
  const given = { counts: join(folder, "counts.csv"), period: "day", language: "en", ...options } as const;
  const isComplete = await backtestNorms(given, streams);
  const lines = written.join("").split("\n").filter(Boolean);
  return { isComplete, said, answers: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

const toCsv = (rows: readonly string[]) => `${[header, ...rows].join("\n")}\n`;

describe("backtest norms", () => {
  it("answers with one line for each rep, metric and date, in the shape of the contract", async () => {
    const { answers, isComplete, said } = await run({ "counts.csv": toCsv(usualRows()) });
    expect(isComplete).toBe(true);
    expect(said).toEqual([]);
    const last = answers.at(-1);
    expect(last).toEqual({
      rep: "bob",
      metric: "mails",
      period: "day",
      start: "2026-04-24",
      actual: expect.any(Number),
      expected: expect.any(Number),
      low: expect.any(Number),
      high: expect.any(Number),
      status: "within",
      sample: expect.any(Number),
      change: null,
    });
    const keys = answers.map(({ rep, metric, start }) => `${String(rep)} ${String(metric)} ${String(start)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("takes the same log from standard input, in any order of rows, and in any usual dress", async () => {
    const rows = usualRows();
    const plain = await run({ "counts.csv": toCsv(rows) });
    const shuffled = rows.toReversed().map((row) => row.replaceAll(",", ";"));
    const dressed = `\uFEFFRep;Date;Metric;Count\r\n${shuffled.join("\r\n")}\r\n`;
    expect((await run({ "counts.csv": dressed }, { counts: "-" })).answers).toEqual(plain.answers);
  });

  it("answers for finished weeks and months only", async () => {
    const weeks = await run({ "counts.csv": toCsv(usualRows()) }, { period: "week" });
    expect(weeks.answers.at(-1)).toMatchObject({ start: "2026-04-13", period: "week", status: "within" });
    const months = await run({ "counts.csv": toCsv(usualRows()) }, { period: "month" });
    expect(months.answers.at(-1)).toMatchObject({ start: "2026-03-01", period: "month" });
  });

  it.each([
    ["rep,from,to\nann,2026-04-20,2026-04-22\n"],
    ["rep,start,end\nann,2026-04-20,2026-04-22\n"],
    ["rep,date\nann,2026-04-20\nann,2026-04-21\nann,2026-04-22\n"],
  ])("leaves listed absences alone: %j", async (absences) => {
    const low = usualRows().map((row) => row.replace(/^(ann,2026-04-2\d,\w+),\d+$/, "$1,1"));
    const files = { "counts.csv": toCsv(low), "absences.csv": absences };
    const { answers } = await run(files, { absences: join(folder, "absences.csv") });
    const statusOn = (date: string) =>
      answers.find(({ rep, metric, start }) => rep === "ann" && metric === "calls" && start === date)?.[
        "status"
      ];
    expect(statusOn("2026-04-21")).toBe("absent");
    expect(statusOn("2026-04-17")).toBe("within");
  });

  it("calls days without a record absent, and judges a rep whose calls alone sink", async () => {
    const rows = usualRows()
      .filter((row) => !/^ann,2026-04-0[6-9]/.test(row))
      .map((row) => row.replace(/^(bob,2026-04-(?:1[3-9]|2\d),calls),\d+$/, "$1,5"));
    const { answers } = await run({ "counts.csv": toCsv(rows) });
    const away = answers.filter(({ rep, start }) => rep === "ann" && String(start).startsWith("2026-04-0"));
    expect(away.filter(({ start }) => String(start) >= "2026-04-06").map(({ status }) => status)).toEqual(
      Array.from({ length: 8 }, () => "absent"),
    );
    const low = answers.filter(
      ({ rep, metric, start }) => rep === "bob" && metric === "calls" && String(start) >= "2026-04-13",
    );
    expect(low.some(({ status }) => status === "below")).toBe(true);
    expect(low.at(-1)?.["change"]).toMatchObject({ kind: "drop", since: "2026-04-13" });
  });

  it("says what is wrong with a row, with its line, and answers the rest", async () => {
    const bad = [
      "ann,2026-02-30,calls,3",
      "ann,2026-02-20,calls,many",
      ",2026-02-20,calls,1",
      "ann,2026-02-20,calls,-1",
    ];
    const whole = await run({ "counts.csv": toCsv(usualRows()) });
    const { isComplete, said, answers } = await run({ "counts.csv": toCsv([...bad, ...usualRows()]) });
    expect(isComplete).toBe(false);
    expect(said).toEqual([
      'counts.csv, line 2: date "2026-02-30" is no date such as 2026-10-14',
      'counts.csv, line 3: count "many" is no whole number from 0 up',
      "counts.csv, line 4: rep is empty",
      'counts.csv, line 5: count "-1" is no whole number from 0 up',
      "counts.csv: 4 rows could not be read; all others are used.",
    ]);
    expect(answers).toEqual(whole.answers);
  });

  it("refuses a file without a column, and a country that does not exist", async () => {
    await expect(run({ "counts.csv": "rep,date,count\na,2026-01-01,1\n" })).rejects.toMatchObject({
      code: "input-invalid",
    });
    const files = { "counts.csv": toCsv(usualRows()) };
    await expect(run(files, { country: "XX" })).rejects.toMatchObject({ code: "input-invalid" });
  });

  it("judges nobody on a public holiday of the country", async () => {
    // Easter Monday.
    const rows = usualRows().map((row) => row.replace(/^(ann,2026-04-06,calls),\d+$/, "$1,1"));
    const statusIn = async (country?: string) => {
      const { answers } = await run({ "counts.csv": toCsv(rows) }, country === undefined ? {} : { country });
      return answers.find(
        ({ rep, metric, start }) => rep === "ann" && metric === "calls" && start === "2026-04-06",
      )?.["status"];
    };
    expect(await statusIn()).toBe("below");
    expect(await statusIn("PL")).toBe("no-alarm-possible");
  });

  it.each([
    ["en", "What the norms would have said", "fewer than usual"],
    ["pl", "Co powiedziałyby normy", "mniej niż zwykle"],
    ["ru", "Что сказали бы нормы", "меньше обычного"],
  ] as const)(
    "writes a page with calibration, lasting changes and drawings, in %s",
    async (language, ...texts) => {
      const report = join(folder, `report-${language}.html`);
      const { said } = await run({ "counts.csv": toCsv(usualRows()) }, { report, language });
      expect(said).toEqual([`The report is in ${report}.`]);
      const page = await readFile(report, "utf8");
      for (const text of [`<html lang="${language}"`, ...texts]) expect(page).toContain(text);
      for (const part of ['id="calibration"', 'id="changes"', 'id="reps"', "<svg"])
        expect(page).toContain(part);
      expect(page).not.toContain("<script");
    },
  );
});
