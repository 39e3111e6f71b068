import { styleText } from "node:util";
import Table from "cli-table3";
import type { Phrases } from "../analysis/phrases.ts";
import { explainSign } from "../analysis/wording.ts";
import type { Flag } from "../domain/flag.ts";
import { type Metric, metrics, type NormJudgement, type NormStatus } from "../domain/norm.ts";
import type { DealLine, NightReport, RepLine } from "./night-report.ts";

const flagLabels: Readonly<Record<Flag, string>> = {
  moving: "Moving",
  solution: "Solution on the way",
  vague: "Needs a date",
  excuse: "Solution needed",
  silent: "No word yet",
  broken: "Promise not kept",
};

/** A sign and a word for each status, so that nothing depends on colour. */
const statusSigns: Readonly<Record<NormStatus, string>> = {
  below: "▼",
  within: "·",
  above: "▲",
  "no-alarm-possible": "–",
  absent: "○",
};

const notJudgedLabels: Readonly<Record<string, string>> = {
  new: "new",
  "unknown-age": "of unknown age",
  "no-owner": "without an owner",
  "inactive-owner": "whose owner left",
  "absent-owner": "whose owner is away",
  "incomplete-data": "with incomplete records",
  vanished: "not shown to Norma",
};

const shownNorms: readonly { metric: Metric; period: "day" | "week"; title: string }[] = [
  { metric: "calls", period: "day", title: "Calls" },
  { metric: "connected-calls", period: "day", title: "Connected\ncalls" },
  { metric: "emails", period: "day", title: "E-mails" },
  { metric: "meetings", period: "week", title: "Meetings\na week" },
  { metric: "proposals", period: "week", title: "Proposals\na week" },
  { metric: "new-contacts", period: "week", title: "New con-\ntacts\na week" },
];

/** The whole night as text for a terminal `width` columns wide. */
export function renderNight(report: NightReport, phrases: Phrases, width: number): string {
  return [
    [renderNorms(report.reps, width), ...report.cases.flatMap((text) => wrap(`! ${text}`, width - 4))].join(
      "\n",
    ),
    renderDeals(report, phrases, width),
    renderWritten(report),
    renderCalls(report),
  ].join("\n\n");
}

function renderNorms(reps: readonly RepLine[], width: number): string {
  const first = reps.flatMap(({ judgements }) => judgements).find(({ period }) => period === "day");
  const judged = new Set(reps.flatMap(({ judgements }) => judgements.map(({ metric }) => metric)));
  const shown = shownNorms.filter(({ metric }) => judged.has(metric));
  const table = new Table({
    head: ["Rep, team", ...shown.map(({ title }) => title), "Reading"],
    style: { head: [], border: [] },
  });
  for (const rep of reps) {
    table.push([`${rep.name}\n${rep.team}`, ...shown.map((one) => renderCount(rep, one)), summarise(rep)]);
  }
  return [
    heading(
      `What each rep did, against the rep's own usual band${first === undefined ? "" : ` (${first.start})`}`,
    ),
    table.toString(),
    "  count over usual low–high   ▼ below  · within  ▲ above  – too little to tell  ○ absent, not judged",
    ...renderUnmeasured(judged),
    ...reps.flatMap(({ name, below }) => below.flatMap((text) => wrap(`${name}: ${text}`, width - 4))),
  ].join("\n");
}

/** What the account does not hold is said, or an empty column would look like no work. */
function renderUnmeasured(judged: ReadonlySet<Metric>): string[] {
  const missing = metrics.filter((metric) => !judged.has(metric));
  if (judged.size === 0 || missing.length === 0) return [];
  return [`  Not measured, because the CRM does not say it: ${missing.join(", ").replaceAll("-", " ")}.`];
}

function renderCount({ judgements }: RepLine, shown: { metric: Metric; period: string }): string {
  const found = judgements.find(({ metric, period }) => metric === shown.metric && period === shown.period);
  if (found === undefined) return "";
  const band =
    found.status === "no-alarm-possible" || found.status === "absent" ? "" : `\n  ${found.low}–${found.high}`;
  return `${statusSigns[found.status]} ${found.actual}${band}`;
}

function summarise({ judgements }: RepLine): string {
  const has = (status: NormStatus) =>
    judgements.some((judgement: NormJudgement) => judgement.status === status);
  if (has("below")) return styleText("yellow", "below the usual");
  if (judgements.length > 0 && judgements.every(({ status }) => status === "absent"))
    return "absent, not judged";
  return has("within") || has("above") ? "as usual" : "too little to tell";
}

function renderDeals({ flagged, listed, notJudged }: NightReport, phrases: Phrases, width: number): string {
  const shown = flagged.map((line, index) => renderDeal(line, { index: index + 1, width, phrases }));
  const waiting =
    listed.length === 0
      ? []
      : [
          `\nStalled too, but behind tonight's limit per rep; nothing is written on them yet (${listed.length}):`,
          ...listed.map(renderListed),
        ];
  const left = Object.entries(notJudged).map(([because, count]) => `${count} ${notJudgedLabels[because]}`);
  return [
    heading(`Stalled deals flagged in the CRM (${flagged.length})`),
    shown.join("\n\n"),
    ...waiting,
    ...(left.length === 0
      ? []
      : [
          `\nOpen deals left without a judgement, because missing data is never missing work: ${left.join(", ")}.`,
        ]),
  ].join("\n");
}

interface DealLayout {
  readonly index: number;
  readonly width: number;
  readonly phrases: Phrases;
}

function renderDeal({ name, repName, finding }: DealLine, { index, width, phrases }: DealLayout): string {
  const { stall, fields, flag } = finding;
  const [sign] = stall.signs;
  const amount = finding.amount === null ? "no amount" : Math.round(finding.amount).toLocaleString("en-GB");
  const label = styleText(colourOf(flag), `[${flagLabels[flag]}]`);
  const texts = [
    sign === undefined ? null : explainSign(sign, phrases),
    fields.evidence,
    fields.contradiction,
    fields.ask === null ? null : `Ask: ${fields.ask}`,
  ];
  return [
    `${String(index).padStart(2)}. ${styleText("bold", name)} · ${repName} · ${amount}`,
    `    ${label} stalled since ${stall.since}`,
    ...texts.flatMap((text) => (text === null ? [] : wrap(text, width - 4))),
  ].join("\n");
}

function renderListed({ name, repName, finding }: DealLine): string {
  return `    ${name} · ${repName} · ${finding.stall.rule} since ${finding.stall.since}`;
}

function renderWritten({ run }: NightReport): string {
  const { properties = 0, deals = 0, tasks = 0, closed = 0, retried = 0, refused = 0 } = run.counts.written;
  const sum =
    properties + tasks + closed === 0
      ? "Nothing: 0 properties, 0 tasks. The CRM already shows what the night found."
      : `${properties} properties on ${deals} deals, ${tasks} tasks, ${closed} tasks closed.`;
  return [
    heading("Written to the CRM"),
    sum,
    ...(retried > 0 ? [`${retried} tasks that were refused or lost before were tried again.`] : []),
    ...(refused > 0 ? [`${refused} writes were refused; named above.`] : []),
  ].join("\n");
}

function renderCalls({ run, floor }: NightReport): string {
  const { calls } = run.counts;
  const table = new Table({
    head: ["Calls to the CRM", "made", "fewest possible"],
    style: { head: [], border: [] },
  });
  const kinds = [...new Set([...Object.keys(calls), ...Object.keys(floor)])].toSorted();
  for (const kind of kinds) table.push([kind, calls[kind] ?? 0, floor[kind] ?? 0]);
  const made = total(calls);
  const fewest = total(floor);
  table.push(["all", made, `${fewest} (${(made / Math.max(1, fewest)).toFixed(2)} times)`]);
  return table.toString();
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.entries(counts).reduce(
    (sum, [kind, count]) => (kind === "answered-429" ? sum : sum + count),
    0,
  );
}

function colourOf(flag: Flag): "green" | "yellow" | "red" {
  if (flag === "solution" || flag === "moving") return "green";
  return flag === "broken" ? "red" : "yellow";
}

function heading(text: string): string {
  return styleText("bold", text);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(`    ${line}`);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, `    ${line}`];
}
