import { product } from "../../config/product.ts";
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
import { type Moment, msPerDay, toCivilDate } from "../domain/time.ts";
import { renderBars } from "../report/charts/bars.ts";
import { renderHistogram, toBins } from "../report/charts/histogram.ts";
import { renderScatter } from "../report/charts/scatter.ts";
import { type PageSection, renderPage } from "../report/render-page.ts";
import { renderTable } from "../report/table.ts";

/** A look a week, and at most a year of them; none in the first weeks of a log, when there is nothing to learn from. */
const daysBetweenLooks = 7;
const maxLooks = 53;
const warmUpDays = 28;

const language = "en";

/**
 * The page that shows managers what Norma would have flagged: it walks through the log week by week, knowing at each look only
 * what was known then, and tells how the flagged deals ended, how early, and how often it would have spoken up.
 */
export function renderStallReport(deals: readonly LoggedDeal[], until: Moment): string {
  const createdAt = deals.flatMap((deal) => deal.createdAt ?? []);
  const first = createdAt.reduce((least, at) => Math.min(least, at), until) + warmUpDays * msPerDay;
  const from = Math.max(first, until - (maxLooks - 1) * daysBetweenLooks * msPerDay);
  const walk = walkLog(deals, listLooks({ from, until, everyDays: daysBetweenLooks }), judge);
  return renderPage({
    title: "What Norma would have flagged",
    subtitle: `${deals.length} deals, looked at once a week from ${toCivilDate(from, "UTC")} to ${toCivilDate(until, "UTC")}; each look knew only what was on record by then.`,
    language,
    sections: [
      whatIsFlaggedNow(deals, until),
      howTheyEnded(walk, summariseWalk(walk)),
      howOften(walk),
      howEarly(walk),
      howWellCalibrated(walk),
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

function whatIsFlaggedNow(deals: readonly LoggedDeal[], until: Moment): PageSection {
  const past = lookBack(deals, until);
  const logged = new Map(past.open.map((deal) => [deal.id, deal]));
  const looked = judgeLog(past, { now: until, timeZone: "UTC", settings: product.stalls });
  const stalls = looked
    .flatMap(({ state }) => (typeof state === "string" || state.found === "moving" ? [] : state.found))
    .map((stall) => ({ stall, deal: logged.get(stall.dealId) }))
    .toSorted(
      (a, b) => (b.deal?.amount ?? 0) * b.stall.risk.chance - (a.deal?.amount ?? 0) * a.stall.risk.chance,
    );
  const open = `${past.open.length} deals were open on ${toCivilDate(until, "UTC")}, ${stalls.length} of them stalled.`;
  const table = renderTable({
    caption:
      stalls.length > maxListed ? `The ${maxListed} with the most money at risk` : "Most money at risk first",
    columns: ["Deal", "Rep", "Amount", "Rule", "Since", "Days", "Limit", "Deals it was learned from", "Risk"],
    rows: stalls.slice(0, maxListed).map(({ stall, deal }) => {
      const { since, days, rule, signs, risk } = stall;
      const [sign] = signs;
      const learnedFrom =
        sign === undefined || sign.basis === "guess" ? "guessed" : `${sign.within}/${sign.sample} within`;
      const amount = deal?.amount ?? null;
      return [
        stall.dealId,
        deal?.repId ?? "",
        amount,
        rule,
        since,
        days,
        sign?.threshold ?? null,
        learnedFrom,
        risk.chance,
      ];
    }),
    language,
  });
  const html = stalls.length === 0 ? `<p>${open}</p>` : `<p>${open}</p>${table}`;
  return { id: "now", heading: "Stalled at the end of the walk", html };
}

function howTheyEnded({ deals }: Walk, summary: WalkSummary): PageSection {
  const { won, lost, wonFlagged, lostFlagged, winRatio } = summary;
  const stillOpen = deals.filter(({ outcome }) => outcome === "open");
  const openFlagged = stillOpen.filter(({ firstFlag }) => firstFlag !== null).length;
  const table = renderTable({
    caption: "Deals that were open at one of the looks",
    columns: ["How it ended", "Deals", "Flagged before", "Never flagged"],
    rows: [
      ["won", won, wonFlagged, won - wonFlagged],
      ["lost", lost, lostFlagged, lost - lostFlagged],
      ["still open", stillOpen.length, openFlagged, stillOpen.length - openFlagged],
    ],
    language,
  });
  const sentence =
    winRatio === null
      ? "Too few of the flagged deals have ended to say how they fare."
      : `Of the flagged deals that have ended, ${wonFlagged} of ${wonFlagged + lostFlagged} were won; of all, ${won} of ${won + lost}. Flagged deals were won ${winRatio.toFixed(2)} times as often.`;
  return { id: "ends", heading: "How flagged deals ended", html: `<p>${sentence}</p>${table}` };
}

function howOften({ looks }: Walk): PageSection {
  const chart = renderBars({
    id: "alarms",
    title: "Open deals that would have carried a flag, week by week",
    note: "Newly flagged: deals no look before had flagged.",
    language,
    categoryName: "Week",
    categories: looks.map(({ at }) => toCivilDate(at, "UTC")),
    valueName: "Deals",
    isDense: true,
    series: [
      { name: "newly flagged", values: looks.map(({ newlyFlagged }) => newlyFlagged) },
      { name: "flagged", values: looks.map(({ flagged }) => flagged) },
    ],
  });
  const table = renderTable({
    caption: "Every look",
    columns: ["Week", "Open deals", "Flagged", "Newly flagged"],
    rows: looks.map(({ at, open, flagged, newlyFlagged }) => [
      toCivilDate(at, "UTC"),
      open,
      flagged,
      newlyFlagged,
    ]),
    language,
  });
  return { id: "alarms-section", heading: "How often Norma would have spoken up", html: chart + table };
}

function howEarly({ deals }: Walk): PageSection {
  const days = deals.filter(({ outcome }) => outcome === "lost").flatMap(leadOf);
  const heading = "How early lost deals were flagged";
  if (days.length === 0)
    return { id: "lead", heading, html: "<p>No lost deal was flagged before its end.</p>" };
  const html = renderHistogram({
    id: "lead-chart",
    title: "Days from the first flag to the end of the lost deals that were flagged",
    note: `${days.length} deals.`,
    language,
    measure: "Days before the end",
    counted: "Deals",
    bins: toBins(days, 12),
  });
  return { id: "lead", heading, html };
}

function howWellCalibrated({ reliability }: Walk): PageSection {
  const heading = "How the told risks held";
  if (reliability.length === 0)
    return { id: "risk", heading, html: "<p>Too few of the deals have ended to say.</p>" };
  const html = renderScatter({
    id: "risk-chart",
    title: "Risk told at the looks against the share that was not won",
    note: "Each point is a tenth of the scale; on the diagonal the risk held exactly. The risk ranks flagged deals and flags none.",
    language,
    xName: "Risk told",
    yName: "Share not won",
    sizeName: "Looks at deals",
    diagonalName: "exactly as told",
    max: 1,
    series: [
      {
        name: "deals that have ended",
        points: reliability.map(({ told, notWon, count }) => ({ x: told, y: notWon, size: count })),
      },
    ],
  });
  return { id: "risk", heading, html };
}
