import { product } from "../../config/product.ts";
import { fill } from "../analysis/phrases.ts";
import type { LoggedDeal } from "../analysis/stalls/backtest/logged-deal.ts";
import { judgeLog, lookBack } from "../analysis/stalls/backtest/look.ts";
import {
  type LogJudge,
  leadOf,
  listLooks,
  summariseWalk,
  type Walk,
  type WalkSummary,
  walkLog,
} from "../analysis/stalls/backtest/walk.ts";
import type { Stall } from "../domain/stall.ts";
import { type Moment, msPerDay, toCivilDate } from "../domain/time.ts";
import { renderBars } from "../report/charts/bars.ts";
import { renderHistogram, toBins } from "../report/charts/histogram.ts";
import { renderScatter } from "../report/charts/scatter.ts";
import { type PageSection, renderPage } from "../report/render-page.ts";
import { renderTable } from "../report/table.ts";
import type { BacktestWords } from "./backtest-words.ts";

/** A look a week, and at most a year of them; none in the first weeks of a log, when there is nothing to learn from. */
const daysBetweenLooks = 7;
const maxLooks = 53;
const warmUpDays = 28;

/**
 * The page that shows managers what Norma would have flagged: it walks through the log week by week, knowing at each look only
 * what was known then, and tells how the flagged deals ended, how early, and how often it would have spoken up.
 */
export function renderStallReport(
  deals: readonly LoggedDeal[],
  { until, words }: { readonly until: Moment; readonly words: BacktestWords },
): string {
  const createdAt = deals.flatMap((deal) => deal.createdAt ?? []);
  const first = createdAt.reduce((least, at) => Math.min(least, at), until) + warmUpDays * msPerDay;
  const from = Math.max(first, until - (maxLooks - 1) * daysBetweenLooks * msPerDay);
  const walk = walkLog(deals, listLooks({ from, until, everyDays: daysBetweenLooks }), judge);
  return renderPage({
    title: words.stalls.title,
    subtitle: fill(words.stalls.subtitle, {
      deals: deals.length,
      from: toCivilDate(from, "UTC"),
      until: toCivilDate(until, "UTC"),
    }),
    language: words.language,
    sections: [
      whatIsFlaggedNow(deals, until, words),
      howTheyEnded(walk, summariseWalk(walk), words),
      howOften(walk, words),
      howEarly(walk, words),
      howWellCalibrated(walk, words),
    ],
  });
}

const judge: LogJudge = (past) =>
  judgeLog(past, { now: past.now, timeZone: "UTC", settings: product.stalls }).map(({ dealId, state }) => {
    if (typeof state === "string") return { dealId, rule: null, chance: null };
    return { dealId, rule: state.found === "moving" ? null : state.found.rule, chance: state.risk.chance };
  });

/** More would be a list nobody works through; the answers on stdout have them all. */
const maxListed = 50;

function whatIsFlaggedNow(deals: readonly LoggedDeal[], until: Moment, words: BacktestWords): PageSection {
  const { heading, open, caption, captionCut, ...columns } = words.stalls.now;
  const past = lookBack(deals, until);
  const logged = new Map(past.open.map((deal) => [deal.id, deal]));
  const looked = judgeLog(past, { now: until, timeZone: "UTC", settings: product.stalls });
  const stalls = looked
    .flatMap(({ state }) => (typeof state === "string" || state.found === "moving" ? [] : state.found))
    .map((stall) => ({ stall, deal: logged.get(stall.dealId) }))
    .toSorted(
      (a, b) => (b.deal?.amount ?? 0) * b.stall.risk.chance - (a.deal?.amount ?? 0) * a.stall.risk.chance,
    );
  const told = fill(open, {
    date: toCivilDate(until, "UTC"),
    open: past.open.length,
    stalled: stalls.length,
  });
  const { deal, rep, amount, rule, since, days, limit, sample, risk } = columns;
  const table = renderTable({
    caption: stalls.length > maxListed ? fill(captionCut, { shown: maxListed }) : caption,
    columns: [deal, rep, amount, rule, since, days, limit, sample, risk],
    rows: stalls.slice(0, maxListed).map((one) => toRow(one, words)),
    language: words.language,
  });
  return { id: "now", heading, html: stalls.length === 0 ? `<p>${told}</p>` : `<p>${told}</p>${table}` };
}

function toRow(
  { stall, deal }: { readonly stall: Stall; readonly deal: LoggedDeal | undefined },
  { stalls, shared }: BacktestWords,
): (string | number | null)[] {
  const { dealId, since, days, rule, signs, risk } = stall;
  const [sign] = signs;
  const { guessed, within } = stalls.now;
  const learnedFrom =
    sign === undefined || sign.basis === "guess"
      ? guessed
      : fill(within, { within: sign.within, sample: sign.sample });
  return [
    dealId,
    deal?.repId ?? "",
    deal?.amount ?? null,
    shared.rules[rule],
    since,
    days,
    sign?.threshold ?? null,
    learnedFrom,
    risk.chance,
  ];
}

function howTheyEnded({ deals }: Walk, summary: WalkSummary, words: BacktestWords): PageSection {
  const { heading, caption, ...own } = words.stalls.ends;
  const { won, lost, wonFlagged, lostFlagged, winRatio } = summary;
  const stillOpen = deals.filter(({ outcome }) => outcome === "open");
  const openFlagged = stillOpen.filter(({ firstFlag }) => firstFlag !== null).length;
  const table = renderTable({
    caption,
    columns: [own.end, own.deals, own.flagged, own.neverFlagged],
    rows: [
      [own.won, won, wonFlagged, won - wonFlagged],
      [own.lost, lost, lostFlagged, lost - lostFlagged],
      [own.open, stillOpen.length, openFlagged, stillOpen.length - openFlagged],
    ],
    language: words.language,
  });
  const sentence =
    winRatio === null
      ? own.tooFew
      : fill(own.ratio, {
          wonFlagged,
          endedFlagged: wonFlagged + lostFlagged,
          won,
          ended: won + lost,
          ratio: twoPlaces(winRatio, words),
        });
  return { id: "ends", heading, html: `<p>${sentence}</p>${table}` };
}

function twoPlaces(value: number, { language }: BacktestWords): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    value,
  );
}

function howOften({ looks }: Walk, words: BacktestWords): PageSection {
  const { heading, title, note, caption, ...own } = words.stalls.alarms;
  const { language } = words;
  const chart = renderBars({
    id: "alarms",
    title,
    note,
    language,
    categoryName: own.week,
    categories: looks.map(({ at }) => toCivilDate(at, "UTC")),
    valueName: own.deals,
    isDense: true,
    series: [
      { name: own.newlyFlagged, values: looks.map(({ newlyFlagged }) => newlyFlagged) },
      { name: own.flagged, values: looks.map(({ flagged }) => flagged) },
    ],
  });
  const table = renderTable({
    caption,
    columns: [own.week, own.open, own.flagged, own.newlyFlagged],
    rows: looks.map(({ at, open, flagged, newlyFlagged }) => [
      toCivilDate(at, "UTC"),
      open,
      flagged,
      newlyFlagged,
    ]),
    language,
  });
  return { id: "alarms-section", heading, html: chart + table };
}

function howEarly({ deals }: Walk, words: BacktestWords): PageSection {
  const { heading, none, title, note, ...own } = words.stalls.lead;
  const days = deals.filter(({ outcome }) => outcome === "lost").flatMap(leadOf);
  if (days.length === 0) return { id: "lead", heading, html: `<p>${none}</p>` };
  const html = renderHistogram({
    id: "lead-chart",
    title,
    note: fill(note, { count: days.length }),
    language: words.language,
    measure: own.days,
    counted: own.deals,
    bins: toBins(days, 12),
  });
  return { id: "lead", heading, html };
}

function howWellCalibrated({ reliability }: Walk, words: BacktestWords): PageSection {
  const { heading, none, title, note, ...own } = words.stalls.risk;
  if (reliability.length === 0) return { id: "risk", heading, html: `<p>${none}</p>` };
  const html = renderScatter({
    id: "risk-chart",
    title,
    note,
    language: words.language,
    xName: own.told,
    yName: own.notWon,
    sizeName: own.looks,
    diagonalName: own.diagonal,
    max: 1,
    series: [
      {
        name: own.series,
        points: reliability.map(({ told, notWon, count }) => ({ x: told, y: notWon, size: count })),
      },
    ],
  });
  return { id: "risk", heading, html };
}
