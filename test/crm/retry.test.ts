import { describe, expect, it } from "@jest/globals";
import { type Attempt, backoffMs, type RetrySettings, withRetries } from "../../src/crm/retry.ts";
import { AppError } from "../../src/domain/errors.ts";

const broken = new AppError("crm-broken", { details: { status: 503 } });

function settings(more: Partial<RetrySettings> = {}): RetrySettings {
  return {
    maxAttempts: 4,
    isRepeatable: true,
    signal: new AbortController().signal,
    onRetry: () => undefined,
    ...more,
  };
}

/** Plays the outcomes in turn, the last one for ever. */
function player(...outcomes: readonly Attempt<string>[]) {
  const played: number[] = [];
  return {
    played,
    attempt: async (number: number): Promise<Attempt<string>> => {
      played.push(number);
      const outcome = outcomes[Math.min(number, outcomes.length) - 1];
      if (outcome === undefined) throw new Error("nothing to play");
      return outcome;
    },
  };
}

const notDone: Attempt<string> = { kind: "not-done", error: broken, waitMs: 1 };
const maybeDone: Attempt<string> = { kind: "maybe-done", error: broken, waitMs: 1 };
const answered: Attempt<string> = { kind: "answered", value: "yes" };

describe("retries", () => {
  it("goes on after what the CRM certainly did not do, also for calls that must not be made twice", async () => {
    const { attempt, played } = player(notDone, notDone, answered);
    await expect(withRetries(settings({ isRepeatable: false }), attempt)).resolves.toBe("yes");
    expect(played).toEqual([1, 2, 3]);
  });

  it("repeats a lost answer only when repeating does no harm", async () => {
    const repeatable = player(maybeDone, answered);
    await expect(withRetries(settings(), repeatable.attempt)).resolves.toBe("yes");
    const creation = player(maybeDone, answered);
    await expect(withRetries(settings({ isRepeatable: false }), creation.attempt)).rejects.toBe(broken);
    expect(creation.played).toEqual([1]);
  });

  it("never repeats a refusal", async () => {
    const { attempt, played } = player({ kind: "refused", error: broken });
    await expect(withRetries(settings(), attempt)).rejects.toBe(broken);
    expect(played).toEqual([1]);
  });

  it("gives up after the attempts it was given, and counts what it repeated", async () => {
    let retries = 0;
    const { attempt, played } = player(notDone);
    await expect(withRetries(settings({ onRetry: () => (retries += 1) }), attempt)).rejects.toBe(broken);
    expect(played).toHaveLength(4);
    expect(retries).toBe(3);
  });

  it("waits out the timeout no more than twice, whatever happened between", async () => {
    const late = new AppError("crm-timeout", { details: { seconds: 30 } });
    const { attempt, played } = player(
      { kind: "maybe-done", error: late, waitMs: 1 },
      notDone,
      { kind: "maybe-done", error: late, waitMs: 1 },
      answered,
    );
    await expect(withRetries(settings(), attempt)).rejects.toBe(late);
    expect(played).toEqual([1, 2, 3]);
  });

  it("does not sit out a wait of hours but leaves it to the next run", async () => {
    const { attempt, played } = player({ kind: "not-done", error: broken, waitMs: 3_600_000 }, answered);
    await expect(withRetries(settings(), attempt)).rejects.toBe(broken);
    expect(played).toEqual([1]);
  });

  it("stops waiting when it is interrupted", async () => {
    const controller = new AbortController();
    const { attempt } = player({ kind: "not-done", error: broken, waitMs: 30_000 });
    const running = withRetries(settings({ signal: controller.signal }), attempt);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: "interrupted" });
  });

  it.each([
    [1, 250, 500],
    [2, 500, 1_000],
    [4, 2_000, 4_000],
    [20, 10_000, 20_000],
  ])("spreads the wait after attempt %i between %i and %i ms", (attempt, least, most) => {
    expect(backoffMs(attempt, () => 0)).toBe(least);
    expect(backoffMs(attempt, () => 1)).toBe(most);
  });
});
