import type { Deal } from "../../src/domain/deal.ts";
import type { DealFacts, DealTouch } from "../../src/domain/deal-facts.ts";
import type { Episode } from "../../src/domain/finding.ts";
import { emptyDealFields } from "../../src/domain/flag.ts";
import type { FollowUpChannel } from "../../src/domain/follow-up.ts";
import type { Moment } from "../../src/domain/time.ts";

/** Tuesday 13 October 2026, 02:00 in Warsaw: the night that the portfolio is judged in. */
export const goldenNow: Moment = Date.parse("2026-10-13T00:00:00Z");

interface Story {
  readonly title: string;
  readonly amount: number | null;
  readonly created: string;
  /** Entered its stage. */
  readonly entered: string;
  readonly owner?: string | null;
  readonly outcome?: Deal["outcome"];
  readonly closeDate?: string;
  readonly nextStep?: readonly [on: string, text: string];
  readonly pushes?: readonly (readonly [on: string, to: string])[];
  /** Kind, and `<` for what came from the buyer, `?` for no answer. */
  readonly touches?: readonly (readonly [on: string, what: string])[];
  readonly words?: readonly (readonly [on: string, text: string, channel?: FollowUpChannel])[];
  readonly episode?: Pick<Episode, "rule" | "since" | "usualDays">;
}

/** One deal per rule a manager should be able to check by reading. */
const stories: readonly Story[] = [
  {
    title: "Moves: a call last Friday, a meeting booked",
    amount: 18_000,
    created: "2026-08-03",
    entered: "2026-09-28",
    touches: [
      ["2026-10-09", "call"],
      ["2026-10-15", "meeting booked"],
    ],
  },
  {
    title: "Too long in its stage, price named twice, no offer on record",
    amount: 42_000,
    created: "2026-06-01",
    entered: "2026-08-20",
    touches: [
      ["2026-08-20", "meeting"],
      ["2026-10-06", "call"],
    ],
    words: [
      ["2026-09-21", "They say our price is too high."],
      ["2026-10-06", "Still too expensive for them, the price is the problem."],
    ],
  },
  {
    title: "Silent: no contact for six weeks and no word",
    amount: 9_500,
    created: "2026-07-01",
    entered: "2026-09-23",
    touches: [["2026-08-31", "email"]],
  },
  {
    title: "Silent, but the rep promised a call for tomorrow: left alone",
    amount: 9_500,
    created: "2026-07-01",
    entered: "2026-09-23",
    touches: [["2026-08-31", "email"]],
    words: [["2026-10-08", "I will call the purchasing manager on 14 October."]],
  },
  {
    title: "A promise that was not kept (Polish)",
    amount: 31_000,
    created: "2026-05-11",
    entered: "2026-08-17",
    touches: [["2026-08-24", "call"]],
    words: [["2026-09-28", "Zadzwonię do dyrektora w piątek."]],
  },
  {
    title: "Close date past, waiting for the buyer (Russian)",
    amount: 12_000,
    created: "2026-07-20",
    entered: "2026-10-01",
    closeDate: "2026-10-02",
    touches: [
      ["2026-10-02", "call"],
      ["2026-09-28", "email<"],
    ],
    words: [["2026-10-05", "Заказчик не отвечает уже две недели, ждём."]],
  },
  {
    title: "Pushed twice and quiet for longer than usual, a step without a date",
    amount: 27_000,
    created: "2026-06-15",
    entered: "2026-09-28",
    closeDate: "2026-12-18",
    nextStep: ["2026-10-05", "Will follow up with the buyer"],
    pushes: [
      ["2026-06-15", "2026-09-30"],
      ["2026-09-14", "2026-10-30"],
      ["2026-09-28", "2026-12-18"],
    ],
    touches: [["2026-10-01", "email"]],
    words: [["2026-10-05", "Will follow up with the buyer", "next_step"]],
  },
  {
    title: "Pushed twice, but in contact as usual: no stall",
    amount: 27_000,
    created: "2026-06-15",
    entered: "2026-09-28",
    closeDate: "2026-12-18",
    pushes: [
      ["2026-06-15", "2026-09-30"],
      ["2026-09-14", "2026-10-30"],
      ["2026-09-28", "2026-12-18"],
    ],
    touches: [["2026-10-07", "email"]],
  },
  {
    title: "A solution on the way: an offer promised for Friday",
    amount: 55_000,
    created: "2026-06-01",
    entered: "2026-08-10",
    touches: [["2026-10-05", "meeting"]],
    words: [["2026-10-08", "Budget is tight. I will send a smaller proposal by Friday 16 October."]],
  },
  {
    title: "Known since summer: rule, start and usual days stay as they were",
    amount: 7_000,
    created: "2026-03-02",
    entered: "2026-06-01",
    touches: [
      ["2026-06-22", "call"],
      ["2026-09-30", "call?"],
    ],
    words: [["2026-09-30", "Left a voicemail."]],
    episode: { rule: "silence", since: "2026-06-22", usualDays: 12 },
  },
  { title: "New this week", amount: 5_000, created: "2026-10-08", entered: "2026-10-08" },
  { title: "Nobody's deal", amount: 5_000, created: "2026-03-01", entered: "2026-03-01", owner: null },
  { title: "The owner left", amount: 5_000, created: "2026-03-01", entered: "2026-03-01", owner: "gone" },
  {
    title: "The owner's activity is not recorded at all",
    amount: null,
    created: "2026-03-01",
    entered: "2026-03-01",
    owner: "unrecorded",
  },
  { title: "Won", amount: 5_000, created: "2026-03-01", entered: "2026-10-01", outcome: "won" },
];

export const portfolio: readonly { readonly title: string; readonly facts: DealFacts }[] = stories.map(
  (story, index) => ({ title: story.title, facts: toFacts(story, `deal-${index + 1}`) }),
);

function toFacts(story: Story, id: string): DealFacts {
  const { title: name, amount, owner = "anna", outcome = "open", closeDate = null, nextStep } = story;
  return {
    deal: {
      id,
      name,
      amount,
      outcome,
      closeDate,
      ownerId: owner,
      pipelineId: "sales",
      stageId: "offer",
      currency: "EUR",
      createdAt: atTen(story.created),
      nextStep: nextStep === undefined ? null : { text: nextStep[1], updatedAt: atTen(nextStep[0]) },
      modifiedAt: goldenNow,
    },
    spells: [{ dealId: id, stageId: "offer", enteredAt: atTen(story.entered), leftAt: null }],
    changes: (story.pushes ?? []).map(([on, value]) => ({
      dealId: id,
      field: "close-date",
      at: atTen(on),
      value,
    })),
    isHistoryComplete: true,
    contactCount: 1,
    touches: (story.touches ?? []).map(([on, what]) => toTouch(on, what, owner)),
    followUps: (story.words ?? []).map(([on, text, channel = "note"]) => ({
      id: `${channel}:${id}:${on}`,
      dealId: id,
      repId: owner,
      writtenAt: atTen(on) + 3_600_000,
      channel,
      text,
    })),
    fields: emptyDealFields,
    contest: null,
    episode:
      story.episode === undefined
        ? null
        : {
            ...story.episode,
            id: `${id}-known`,
            dealId: id,
            state: "flagged",
            openedOn: "2026-07-20",
            flaggedOn: "2026-07-20",
          },
  };
}

function toTouch(on: string, what: string, repId: string | null): DealTouch {
  const kind = (["call", "meeting", "email"] as const).find((one) => what.startsWith(one)) ?? "note";
  return {
    kind,
    repId,
    at: atTen(on),
    direction: what.endsWith("<") ? "inbound" : "outbound",
    result: what.endsWith("booked") ? "booked" : what.endsWith("?") ? "missed" : "done",
    isConnected: null,
    source: "rep",
    createdAt: Math.min(atTen(on), goldenNow - 1),
    isInferred: false,
  };
}

/** Ten in the morning in Warsaw (summer time). */
function atTen(date: string): Moment {
  return Date.parse(`${date}T08:00:00Z`);
}
