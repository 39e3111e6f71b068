import { z } from "zod";
import { activityKinds } from "../domain/activity.ts";
import { parties, verdicts } from "../domain/follow-up.ts";
import { metrics } from "../domain/norm.ts";
import { stallRules } from "../domain/stall.ts";
import { droppedKinds, emptiedKinds } from "./import/open-sheet.ts";

const sentence = z.string().min(1);

/** Why open deals stay without a judgement, as far as somebody can do something about it. */
export const gaps = ["unknown-age", "no-owner", "inactive-owner", "incomplete-data", "absent-owner"] as const;
const notJudged = ["closed", "new", "failed", ...gaps] as const;

/** `unread`: the files hold no texts at all, so nothing is said about what was written. */
export const shownFlags = ["broken", "excuse", "silent", "vague", "solution", "unread"] as const;
export type ShownFlag = (typeof shownFlags)[number];

const normStatuses = ["below", "within", "above", "no-alarm-possible", "absent"] as const;

/** The words of the audit's report in one language; `{…}` are places to fill. Data from config/locales/audit. */
export const auditWordsSchema = z.strictObject({
  title: sentence,
  subtitle: sentence,
  footer: sentence,
  noAmount: sentence,
  monday: z.strictObject({
    heading: sentence,
    lead: sentence,
    leadNone: sentence,
    leadNothing: sentence,
    talk: sentence,
    beyond: sentence,
    beyondItem: sentence,
    gaps: sentence,
    why: sentence,
    ask: sentence,
  }),
  gaps: z.record(z.enum(gaps), sentence),
  stalled: z.strictObject({
    heading: sentence,
    intro: sentence,
    rest: sentence,
    restTable: sentence,
    nothing: sentence,
    since: sentence,
    sinceHeading: sentence,
    usual: sentence,
    usualWhole: sentence,
    stage: sentence,
    words: sentence,
    noWords: sentence,
    notRead: sentence,
    also: sentence,
    contradiction: sentence,
    repeats: sentence,
    deal: sentence,
    rep: sentence,
    amount: sentence,
    rule: sentence,
  }),
  wholeDeal: z.strictObject({
    learned: sentence,
    guess: sentence,
  }),
  rules: z.record(z.enum(stallRules), sentence),
  flags: z.record(z.enum(shownFlags), sentence),
  followUps: z.strictObject({
    heading: sentence,
    title: sentence,
    note: sentence,
    category: sentence,
    count: sentence,
    verdicts: z.record(z.enum(verdicts), sentence),
    notJudged: sentence,
    explain: sentence,
    nothing: sentence,
    flagTitle: sentence,
    flagNote: sentence,
    flagCategory: sentence,
    flagCount: sentence,
  }),
  reasons: z.strictObject({
    heading: sentence,
    title: sentence,
    note: sentence,
    party: sentence,
    count: sentence,
    reason: sentence,
    amount: sentence,
    tableCaption: sentence,
    nothing: sentence,
  }),
  parties: z.record(z.enum(parties), sentence),
  norms: z.strictObject({
    heading: sentence,
    intro: sentence,
    title: sentence,
    note: sentence,
    rep: sentence,
    actual: sentence,
    band: sentence,
    expected: sentence,
    marked: sentence,
    low: sentence,
    high: sentence,
    status: sentence,
    nothing: sentence,
    belowHeading: sentence,
    belowNone: sentence,
    notCompared: sentence,
    absent: sentence,
    metrics: z.record(z.enum(metrics), sentence),
    statuses: z.record(z.enum(normStatuses), sentence),
  }),
  data: z.strictObject({
    heading: sentence,
    filesCaption: sentence,
    file: sentence,
    rows: sentence,
    dropped: sentence,
    emptied: sentence,
    duplicates: sentence,
    format: sentence,
    columnsCaption: sentence,
    field: sentence,
    column: sentence,
    by: sentence,
    guessed: sentence,
    given: sentence,
    unused: sentence,
    stagesCaption: sentence,
    stage: sentence,
    meaning: sentence,
    deals: sentence,
    outcomes: z.record(z.enum(["open", "won", "lost"]), sentence),
    stageBy: z.record(z.enum(["given", "column", "name", "probability", "assumed"]), sentence),
    uncertain: sentence,
    orders: z.record(z.enum(["day-first", "month-first"]), sentence),
    troubles: sentence,
    line: sentence,
    cause: sentence,
    more: sentence,
    clean: sentence,
  }),
  troubles: z.record(z.enum([...droppedKinds, ...emptiedKinds]), sentence),
  notMeasured: z.strictObject({
    heading: sentence,
    nothing: sentence,
    "no-activities": sentence,
    "no-links": sentence,
    "no-kinds": sentence,
    "no-tasks": sentence,
    "no-texts": sentence,
    "no-stage-dates": sentence,
    "no-pushes": sentence,
    "next-step-dates": sentence,
    "no-metric": sentence,
    "not-judged": sentence,
  }),
  notJudged: z.record(z.enum(notJudged), sentence),
  kinds: z.record(z.enum(activityKinds), sentence),
  method: z.strictObject({
    heading: sentence,
    points: z.array(sentence),
  }),
});

export type AuditWords = z.infer<typeof auditWordsSchema>;
