import { describe, expect, it } from "@jest/globals";
import { judgePromise } from "../../src/analysis/promises.ts";
import type { DealTouch } from "../../src/domain/deal-facts.ts";
import { aContext, aDeal, aReading, aTouch, daysAgo } from "./builders.ts";

/** Written on Monday 5 Oct 10:00 in Warsaw; now is Wednesday 14 Oct. */
const writtenAt = Date.parse("2026-10-05T08:00:00Z");

function stateOf(text: string, touches: DealTouch[], context = aContext()) {
  return judgePromise(aReading(text, writtenAt), aDeal({ touches }), context)?.state;
}

const at = (text: string) => Date.parse(text);

describe("a promise", () => {
  it("is open until one working day after its date", () => {
    expect(stateOf("step=concrete kind=call due=2026-10-13", [])).toBe("open");
    expect(stateOf("step=concrete kind=call due=2026-10-12", [])).toBe("broken");
    const monday = aContext({ now: at("2026-10-12T20:00:00Z") });
    expect(stateOf("step=concrete kind=call due=2026-10-09", [], monday)).toBe("open");
  });

  it("is kept by a fitting activity after it was written, also a late one", () => {
    const call = aTouch({ at: at("2026-10-06T09:00:00Z") });
    expect(stateOf("step=concrete kind=call due=2026-10-07", [call])).toBe("kept");
    const late = aTouch({ at: at("2026-10-13T09:00:00Z") });
    expect(stateOf("step=concrete kind=call due=2026-10-07", [late])).toBe("kept");
  });

  it("is kept by an unanswered call: whether the buyer picks up is not the rep's doing", () => {
    const missed = aTouch({ result: "missed", at: at("2026-10-06T09:00:00Z") });
    expect(stateOf("step=concrete kind=call due=2026-10-07", [missed])).toBe("kept");
  });

  it.each([
    ["the call it was written about", aTouch({ at: at("2026-10-05T07:30:00Z") })],
    ["another kind of act", aTouch({ kind: "note", at: at("2026-10-06T09:00:00Z") })],
    ["somebody else's call", aTouch({ repId: "r2", at: at("2026-10-06T09:00:00Z") })],
    ["automation", aTouch({ source: "automation", at: at("2026-10-06T09:00:00Z") })],
    ["a booked call that is still to come", aTouch({ result: "booked", at: at("2026-10-20T09:00:00Z") })],
  ])("is not kept by %s", (_, touch) => {
    expect(stateOf("step=concrete kind=call due=2026-10-07", [touch])).toBe("broken");
  });

  it("is not kept by a mail from the buyer, but a proposal may go out by mail", () => {
    const mail = aTouch({ kind: "email", at: at("2026-10-06T09:00:00Z") });
    expect(stateOf("step=concrete kind=proposal due=2026-10-07", [mail])).toBe("kept");
    expect(stateOf("step=concrete kind=proposal due=2026-10-07", [{ ...mail, direction: "inbound" }])).toBe(
      "broken",
    );
  });

  it("of an internal step is kept by whatever anybody of ours does on the deal", () => {
    const note = aTouch({ kind: "note", repId: "r2", at: at("2026-10-06T09:00:00Z") });
    expect(stateOf("step=concrete kind=internal due=2026-10-07", [note])).toBe("kept");
  });

  it("is never called broken when its channel cannot be read", () => {
    const context = aContext({ unmeasuredKinds: new Set(["email"]) });
    expect(stateOf("step=concrete kind=email due=2026-10-07", [], context)).toBe("open");
  });

  it("is none without a date, with a date before the writing, or in a text that is not judged", () => {
    expect(stateOf("step=concrete kind=call", [])).toBeUndefined();
    expect(stateOf("step=concrete kind=call due=2026-10-01", [])).toBeUndefined();
    expect(stateOf("abstained step=concrete kind=call due=2026-10-07", [])).toBeUndefined();
    expect(judgePromise(aReading("step=vague", daysAgo(3)), aDeal(), aContext())).toBeNull();
  });
});
