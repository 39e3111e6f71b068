import { describe, expect, it } from "@jest/globals";
import { findAddedLines } from "../../../src/analysis/descriptions/added-lines.ts";
import { toPlainWords } from "../../../src/analysis/descriptions/plain-words.ts";
import { readChange, readVersions } from "../../../src/analysis/descriptions/read-description.ts";
import { readLook } from "../../../src/analysis/descriptions/read-look.ts";
import type { ReadDescription } from "../../../src/domain/description.ts";
import { msPerDay } from "../../../src/domain/time.ts";
import { fc } from "../../support/properties.ts";

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const frame = { createdAt: at("2026-02-01"), timeZone: "UTC" };
const anna = { repId: "anna", isProgram: false };

/** What a second look finds, a night after the first. */
function change(before: string, text: string, more: object = {}): ReadDescription {
  const known = { text: before, undated: before, dated: [] };
  const when = { at: at("2026-03-20"), notAfter: at("2026-03-20") };
  return readChange(known, { text, ...anna, ...when, ...more }, frame);
}

const textsOf = ({ dated }: ReadDescription) => dated.map(({ text }) => text);
const daysOf = ({ dated }: ReadDescription) =>
  dated.map(({ writtenAt }) => new Date(writtenAt).toISOString().slice(0, 10));

describe("what is new in a description", () => {
  const old = "Wants 40 lines.\nBudget is with the CFO";

  it("is the lines above or below what was there, dated by the change", () => {
    const above = change(old, `Will call on Monday\n${old}`);
    expect(textsOf(above)).toEqual(["Will call on Monday"]);
    expect(daysOf(above)).toEqual(["2026-03-20"]);
    expect(above.undated).toBe(old);
    expect(textsOf(change(old, `${old}\nWill call on Monday`))).toEqual(["Will call on Monday"]);
  });

  it("is the words that a line or a sentence goes on with, without those it had", () => {
    expect(textsOf(change(old, `${old}, will call on Monday`))).toEqual(["will call on Monday"]);
    expect(textsOf(change(old, "Wants 40 lines. Asked again today.\nBudget is with the CFO"))).toEqual([
      "Asked again today.",
    ]);
    expect(textsOf(change(old, "No answer yet. Wants 40 lines.\nBudget is with the CFO"))).toEqual([
      "No answer yet.",
    ]);
  });

  it("is not what was moved, cut, or set in other letters, marks or spaces", () => {
    expect(textsOf(change(old, "BUDGET is with the CFO!\n\n– wants 40 lines"))).toEqual([]);
    const cut = change(old, "Wants 40 lines.");
    expect([textsOf(cut), cut.undated]).toEqual([[], "Wants 40 lines."]);
  });

  it("is a sentence that says something else now, and what it said before is gone", () => {
    const first = change(old, `Will call on Monday\n${old}`);
    const later = { ...anna, at: at("2026-03-25"), notAfter: at("2026-03-25") };
    const second = readChange(first, { text: `Will call on Tuesday\n${old}`, ...later }, frame);
    expect(textsOf(second)).toEqual(["Will call on Tuesday"]);
    const third = readChange(second, { text: old, ...later }, frame);
    expect([textsOf(third), third.undated]).toEqual([[], old]);
  });

  it("keeps the day on which it was first seen", () => {
    const first = change(old, `Will call on Monday\n${old}`);
    const later = { ...anna, at: at("2026-03-25"), notAfter: at("2026-03-25") };
    const second = readChange(first, { text: `Called\nWill call on Monday\n${old}`, ...later }, frame);
    expect(textsOf(second)).toEqual(["Will call on Monday", "Called"]);
    expect(daysOf(second)).toEqual(["2026-03-20", "2026-03-25"]);
  });

  it("is nothing in the same text, and never words that do not stand in the new one", () => {
    const line = fc.array(fc.constantFrom("call", "Monday", "12.03:", "C++", "(x)", "–", "Budget.", "ﬁn"));
    const text = fc.array(line.map((words) => words.join(" "))).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(findAddedLines(after, after).join("")).toBe("");
        const standing = toPlainWords(after).split(" ");
        for (const word of toPlainWords(findAddedLines(before, after).join(" ")).split(" "))
          expect(word === "" || standing.includes(word)).toBe(true);
      }),
    );
  });

  it("is nobody's word when a program wrote it", () => {
    const read = change(old, `Score 87\n${old}`, { isProgram: true });
    expect([textsOf(read), read.undated]).toEqual([[], `${old}\nScore 87`]);
  });
});

describe("a day in front of a line", () => {
  it("is that line's and the following ones', down to the next day or an empty line", () => {
    const read = change("", "18.03: no answer\ntried twice\n12.03 - sent offer\n\n120 people, two halls");
    expect(textsOf(read)).toEqual(["sent offer", "no answer\ntried twice", "120 people, two halls"]);
    expect(daysOf(read)).toEqual(["2026-03-12", "2026-03-18", "2026-03-20"]);
  });

  it("keeps the same words of different days apart", () => {
    const first = change("", "12.03: no answer");
    const later = { ...anna, at: at("2026-03-21"), notAfter: at("2026-03-21") };
    const second = readChange(first, { text: "18.03: no answer\n12.03: no answer", ...later }, frame);
    expect(textsOf(second)).toEqual(["no answer", "no answer"]);
    expect(daysOf(second)).toEqual(["2026-03-12", "2026-03-18"]);
  });

  it("is read as reps of the three languages and of America write it", () => {
    const dayOf = (line: string) => daysOf(change("", line))[0];
    expect(dayOf("2026-03-12: called")).toBe("2026-03-12");
    expect(dayOf("[12.03.26] позвонил")).toBe("2026-03-12");
    expect(dayOf("12.03.2026 r. – dzwoniłem")).toBe("2026-03-12");
    expect(dayOf("3/14 - no answer from the client")).toBe("2026-03-14");
    expect(dayOf("• 12/03: nie odbiera, dzwonić w piątek")).toBe("2026-03-12");
    expect(dayOf("20.03: called today")).toBe("2026-03-20");
    expect(dayOf("12.03.2026 14:30 - called")).toBe("2026-03-12");
    expect(dayOf("28.12: copied from the old deal")).toBe("2025-12-28");
  });

  it("is none when it is to come, unsure, or not set off: then the change's day holds", () => {
    const dayOf = (line: string) => daysOf(change("", line))[0];
    const texts = (line: string) => textsOf(change("", line));
    expect(dayOf("25.03: presentation")).toBe("2026-03-20");
    expect(texts("25.03: presentation")).toEqual(["25.03: presentation"]);
    expect(dayOf("12.03 was the deadline")).toBe("2026-03-20");
    expect(dayOf("12.03 - 15.03 on holiday")).toBe("2026-03-20");
    // The first of February or the second of January, and neither much nearer.
    expect(dayOf("2/1: spoke with the client")).toBe("2026-03-20");
  });

  it("must be the only one possible where nobody saw the line appear", () => {
    const look = (text: string, createdAt: number) =>
      daysOf(
        readChange(null, { text, ...anna, at: null, notAfter: at("2026-03-20") }, { ...frame, createdAt }),
      );
    expect(look("12.03: called", at("2025-06-01"))).toEqual(["2026-03-12"]);
    expect(look("12.03: called", at("2024-06-01"))).toEqual([]);
    expect(look("12.03.2025: called", at("2024-06-01"))).toEqual(["2025-03-12"]);
  });
});

describe("a first look", () => {
  const look = (more: object, text = "They wait for budget") =>
    readLook({ now: { text, changed: null }, modifiedAt: at("2026-03-20"), ...anna, ...more }, null, frame);

  it("dates nothing when the deal was touched since it was made", () => {
    expect(look({})).toEqual({ text: "They wait for budget", undated: "They wait for budget", dated: [] });
  });

  it("dates by the deal's creation when nobody has touched it since, to a day", () => {
    const read = look({ modifiedAt: frame.createdAt + msPerDay / 2 });
    expect(read?.dated).toEqual([
      { text: "They wait for budget", writtenAt: frame.createdAt, repId: "anna" },
    ]);
  });

  it("dates by the one change that the CRM tells of; of several nobody knows which words are whose", () => {
    const changed = (first: string, last: string, text = "They wait") =>
      look({ now: { text, changed: { first: at(first), last: at(last) } } });
    expect(changed("2026-03-10", "2026-03-10")?.dated[0]?.writtenAt).toBe(at("2026-03-10"));
    expect(changed("2026-03-01", "2026-03-10")).toMatchObject({ undated: "They wait", dated: [] });
    const journal = changed("2026-03-10", "2026-03-10", "10.03: called\n\nTwo halls");
    expect(journal).toMatchObject({ undated: "Two halls", dated: [{ text: "called" }] });
  });
});

describe("a later look", () => {
  const seen = { text: "Two halls", undated: "Two halls", dated: [] };
  const last = { description: seen, modifiedAt: at("2026-03-10") };
  const look = (changed: { first: number; last: number } | null) =>
    readLook(
      { now: { text: "Called\nTwo halls", changed }, modifiedAt: at("2026-03-20"), ...anna },
      last,
      frame,
    )?.dated;

  it("tells nothing when nothing changed", () => {
    const same = { now: { text: "Two halls", changed: null }, modifiedAt: at("2026-03-20"), ...anna };
    expect(readLook(same, last, frame)).toBeNull();
  });

  it("dates by the CRM's history where it tells of this change, else by the deal's last modification", () => {
    const at18 = at("2026-03-18");
    expect(look({ first: at18, last: at18 })?.[0]?.writtenAt).toBe(at18);
    expect(look(null)?.[0]?.writtenAt).toBe(at("2026-03-20"));
    expect(look({ first: at("2026-02-02"), last: at("2026-02-02") })?.[0]?.writtenAt).toBe(at("2026-03-20"));
  });

  it("forgets what was emptied", () => {
    const emptied = readLook({ now: null, modifiedAt: at("2026-03-20"), ...anna }, last, frame);
    expect(emptied).toEqual({ text: "", undated: "", dated: [] });
  });
});

describe("former versions", () => {
  const version = (day: string | null, text: string, more: object = {}) => ({
    at: day === null ? null : at(day),
    text,
    ...anna,
    ...more,
  });

  it("give every word its own day and author", () => {
    const read = readVersions(
      [
        version("2026-02-01", "Two halls"),
        version("2026-03-01", "Called\nTwo halls", { repId: "piotr" }),
        version("2026-03-02", "Score 87\nCalled\nTwo halls", { isProgram: true }),
      ],
      frame,
    );
    expect(read).toEqual({
      text: "Score 87\nCalled\nTwo halls",
      undated: "Score 87",
      dated: [
        { text: "Two halls", writtenAt: at("2026-02-01"), repId: "anna" },
        { text: "Called", writtenAt: at("2026-03-01"), repId: "piotr" },
      ],
    });
  });

  it("leave the words of the oldest one kept undated when older ones were cut off", () => {
    const read = readVersions(
      [version(null, "Two halls"), version("2026-03-01", "Two halls\nCalled")],
      frame,
    );
    expect(read).toMatchObject({ undated: "Two halls", dated: [{ text: "Called" }] });
  });
});
