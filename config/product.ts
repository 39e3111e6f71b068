/**
 * What the product decides, with unit and source. A customer's own choice overrides some of it in the settings;
 * deployment lives in env.ts.
 */
export const product = {
  pull: {
    /** Days of deals' and activities' past read on the first night. Norms need 40 worked days, stage clocks a year of deals. */
    dealBackfillDays: 365,
    activityBackfillDays: 180,
    /** A first reading that failed is gone on with by nights of so many days; Salesforce keeps the results of Bulk jobs for as long. */
    goOnWithinDays: 7,
    /** Minutes re-read before the last pull: search indexes lag and commit out of order (Estuary re-reads 60 minutes). */
    overlapMinutes: 60,
    /** Days without any touch after which a deal's links are read again from its own side: later links move no date. */
    relinkAfterDays: 7,
  },
  vanished: {
    /**
     * Open deals that may be shown no more, without a mark of deletion, before rights are taken to be lost: so many, or this share of
     * those known. Purging is done deal by deal and seldom; rights go by owner, team or stage, and a rep of a usual company has some
     * twenty open deals. The share lets single ones pass unnoticed in accounts of thousands.
     */
    maxLost: 5,
    maxLostShare: 0.01,
    maxShareEver: 0.5,
    /** Days that few such deals are waited for; then they count as deleted. */
    waitDays: 7,
  },
  deleted: {
    /** Days between two readings of what is deleted; HubSpot shows it for 90. */
    everyDays: 7,
    /** A page of 100 deleted activities each: some six seconds at nine calls a second. A longer list goes on the next night. */
    maxCallsPerNight: 50,
    /**
     * Activities of one kind that people may delete in a week: so many, or this share of those read in half a year. Beyond, an
     * import is taken back or a mailbox disconnected, and what people did was done all the same. A guess on the lenient side.
     */
    maxLost: 50,
    maxLostShare: 0.05,
    maxShareEver: 1,
  },
  text: {
    /** UTF-16 units kept of one follow-up; the longest of the labelled texts has 646. */
    maxFollowUpLength: 4_000,
    /** Days a follow-up's text is kept after its deal closed. */
    retentionDays: 30,
  },
  corrections: {
    /**
     * Managers' corrections before anything is adjusted. A bias fitted to 30 has a standard error of 1 / sqrt(30 · 0.21) = 0.4 in log
     * odds where a verdict is 30 % of all: less than the prior's 0.5, so from here on they say more than the prior.
     */
    minToAdjust: 30,
    /** Before the threshold moves and a figure about the tenant is shown; fewer give figures that are mostly chance. */
    minToTrust: 200,
    /** Spread of what tenants may differ by, in log odds, and the most they may: twice the odds. A guess kept small on purpose. */
    priorDeviation: 0.5,
    maxBias: 0.7,
    /** The highest confidence that corrections may come to demand. */
    maxMinConfidence: 0.6,
    /** The newest corrections, and shown readings, that are learned from. */
    maxUsed: 2_000,
  },
  judge: {
    /** Milliseconds until a question is given up. */
    timeoutMs: 15_000,
    /** Questions at once of one process. */
    maxConcurrent: 4,
    /** Longest answer; a note of the longest kind takes some 400. */
    maxOutputTokens: 1_000,
    /** Failures in a row after which it is left alone, and for how long. */
    breaker: { failures: 5, restMs: 300_000 },
    /** Tokens and money of one tenant and day (UTC) while the environment sets no others: some 150 notes. */
    dailyTokens: 200_000,
    dailyMoney: 1,
    /** Days an answer is kept: a note is read every night while its deal is stalled. */
    keepAnswersDays: 30,
  },
  norms: {
    /** Worked days after which somebody has a habit, whose end is an absence. */
    minWorkedDays: 20,
    /** A night's `below` is told to people: so many times rarer than the bars allow a backtest. */
    rarerForPeople: 6,
    /** Calendar days without any record after which a rep is taken to have left. */
    goneAfterDays: 28,
    /** Worked days, own or of comparable reps, before anything is predicted. */
    minBasisDays: 15,
    /** A day with less of the usual activity than this, all channels together, is no day's work (a few minutes, leftovers). */
    marginalShare: 0.15,
    learning: {
      /** Own worked days, and own weeks or months, after which one weighs half: five weeks of five days. */
      halfLifeDays: 25,
      halfLifePeriods: 10,
      /** Weights of what is assumed beside own days: the negative binomial, the cohort's weekdays, the cohort's spread; days. */
      smoothWeight: 6,
      weekdayPriorDays: 12,
      spreadPriorDays: 8,
    },
    /** Who appears later than this after the record's start is new; so many beginnings make a curve, until then the first week is stated as half. */
    ramp: { newAfterDays: 28, minBeginnings: 3, statedShare: 0.5 },
    /** What a norm proposed to a manager is held against. Minutes are a statement, to be replaced by the customer's own. */
    proposal: {
      minutesPer: { calls: 8, meetings: 75, proposals: 60 },
      minutesPerDay: 360,
      workedDaysPerMonth: 21,
      minReps: 3,
      minDeals: 10,
    },
    /**
     * Shares of a period's distribution outside the interval, periods between false alarms, and the share of the
     * periods that can be judged that may be below in all (bars: 6 % of days, 10 % of weeks). Chosen on the logs of `npm run bench -- norms`; docs/norms.md says how far they carry.
     */
    alarms: {
      day: {
        lowShare: 0.005,
        highShare: 0.05,
        targetBelow: 0.055,
        step: 0.2,
        periodsPerRunAlarm: 12,
        periodsPerChange: 250,
        fullCount: 8,
        minSample: 10,
      },
      week: {
        lowShare: 0.04,
        highShare: 0.04,
        targetBelow: 0.085,
        step: 0.25,
        periodsPerRunAlarm: 8,
        periodsPerChange: 100,
        fullCount: 40,
        minSample: 5,
      },
      month: {
        lowShare: 0.05,
        highShare: 0.04,
        targetBelow: 0.09,
        step: 0.2,
        periodsPerRunAlarm: 24,
        periodsPerChange: 60,
        fullCount: 160,
        minSample: 3,
      },
    },
  },
  stalls: {
    /** Limits are chosen so that at most this share of won deals is ever beyond one of them; the product's bar is 10 % of later won deals. */
    maxWonFlagged: 0.085,
    /** ... and that the deals beyond them at any moment were won at most this many times as often as all. Nights look once a day and miss some: `npm run bench -- stalls` keeps to the bar, a third. */
    maxWinRatio: 0.38,
    /** Won deals from which on limits are chosen so; fewer cannot tell a share of 8 % from none. */
    minEnded: 25,
    /** Of the deals that ended, the latest so many are learned from: more change no limit by a day. */
    maxLearnedDeals: 10_000,
    /** With fewer ended deals: the share of stays that went on within the limit, and of won deals' longest silences. */
    longStayShare: 0.9,
    silenceQuantile: 0.95,
    /** Fewer stays or won deals than this: borrow from the pipeline or account, or guess and say so. */
    minSample: 12,
    /** What a stage borrows from its pipeline, and what a guess is worth, in stays; a rep's or size's own habit counts half at so many deals. */
    borrowedStays: 8,
    factorStrength: 8,
    /** Used while nothing is learned; days. Community convention in HubSpot circles is 14 days without contact. */
    guessStageLimitDays: 30,
    guessStageUsualDays: 14,
    guessSilenceLimitDays: 21,
    guessSilenceUsualDays: 10,
    /** Deals younger than this are new and never judged, and deals new to their owner get no new flag; days. */
    newDealDays: 7,
    /** A change within these days counts as movement; days. */
    movedWithinDays: 3,
    /** A meeting or call with the buyer booked within these days counts as movement too; a later one quiets only the silence; days. */
    bookedWithinDays: 14,
    /** How often, and by how many days in all, a close date may move later before it is a sign; more where won deals needed more. */
    maxPushes: 1,
    maxPushedDays: 60,
    /** Days without a next step, booked activity or dated promise before it is a sign. */
    noNextStepDays: 14,
    /** Where at least this share of the large deals that were won had several contact persons, one alone is a sign. */
    severalContactsShare: 0.8,
  },
  flags: {
    /** New flags, and so tasks, per rep and night: a flag must be rare. */
    maxNewPerRepAndNight: 3,
    /** Characters of `norma_evidence`. */
    maxEvidenceLength: 280,
    /** Working days a rep has for a task. */
    taskDueWorkingDays: 1,
    /**
     * Days after the end of a task in which the same rep gets no other one for the same deal and rule. A deal somebody works on once a
     * week moves for `movedWithinDays` and stands still for the rest of it: a shorter pause would make a task of every week. Two weekly
     * reviews of the pipeline see its flag meanwhile; a booked meeting is believed for as long (`bookedWithinDays`).
     */
    quietAfterTaskDays: 14,
  },
  digest: { maxDeals: 7 },
  night: {
    /** Local hour at which a tenant's night starts. */
    hour: 2,
    /** Open deals per analysis job. */
    dealsPerShard: 2_000,
    /** An unfinished night older than this is not resumed but begun anew; hours. */
    resumeWithinHours: 12,
  },
  salesforce: {
    /** Salesforce has no limit per second; this keeps one night from crowding out people at work. */
    callsPerSecond: 20,
    /** Share of the org's daily calls, by all integrations together, at which Norma stops (Singer stops at 80 % too). */
    maxQuotaShare: 0.8,
    /**
     * First backfills of objects with at least so many rows go by Bulk API: 50 queries of 2,000 rows are as many calls as a job with
     * its polls and pages. A page of 10,000 rows is some 20 MB with long texts. Jobs usually take minutes.
     */
    bulk: { minRows: 100_000, rowsPerPage: 10_000, firstPollMs: 2_000, deadlineMs: 30 * 60_000 },
    timeoutMs: 120_000,
    maxAttempts: 6,
  },
  hubspot: {
    /** Calls a second for one account: HubSpot allows 5 searches and 11 others (110 in 10 s); other apps share the searches. */
    searchesPerSecond: 4,
    callsPerSecond: 9,
    timeoutMs: 30_000,
    maxAttempts: 6,
  },
} as const;
