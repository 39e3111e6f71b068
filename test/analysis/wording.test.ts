import { describe, expect, it } from "@jest/globals";
import { analyseDeal } from "../../src/analysis/analyse-deals.ts";
import { askFor, explainSign, quoteEvidence, taskTextFor } from "../../src/analysis/wording.ts";
import type { StalledDeal } from "../../src/domain/finding.ts";
import { reasonCodes } from "../../src/domain/follow-up.ts";
import { type StallSign, stallRules } from "../../src/domain/stall.ts";
import type { Language } from "../../src/domain/tenant.ts";
import { aContext, aFollowUp, aStalledDeal, daysAgo, languages, learned, phrasesOf } from "./builders.ts";

function finding(text: string, language: Language = "en"): StalledDeal {
  const facts = aStalledDeal({ followUps: text === "" ? [] : [aFollowUp(text, daysAgo(7))] });
  const found = analyseDeal(facts, learned, aContext({ phrases: phrasesOf[language] }));
  if (found.kind !== "stalled") throw new Error("expected a stall");
  return found;
}

const deal = { id: "d1", name: "Acme renewal" };
const rep = { name: "Anna Nowak" };
const due = "2026-10-15";

describe("a task", () => {
  it("says verb, who, what and by when, then evidence, rule with counts, and the question", () => {
    expect(taskTextFor(finding("reason=timing"), { deal, rep, due }, phrasesOf.en)).toEqual({
      subject: "Agree the next step with the buyer of “Acme renewal” (timing) by 15 Oct",
      body: [
        "Anna Nowak, this is on record: “reason=timing” (Anna Nowak, 7 Oct 2026)",
        "Why this deal: In this stage for 40 days. At least 37 of 40 deals that went on never stood still here beyond 20 days.",
        "Question: Which smaller step can the buyer take now, and by which date?",
        "If you see it differently, say so in the field “Norma: do you agree?” on the deal.",
      ].join("\n"),
    });
  });

  it("of a silent deal says since when nothing was written", () => {
    const text = taskTextFor(finding(""), { deal, rep, due }, phrasesOf.en);
    expect(text?.subject).toBe("Contact the buyer of “Acme renewal” about the next step by 15 Oct");
    expect(text?.body).toContain("nothing has been written about this deal since 25 Sept 2026");
  });

  it("of a deal nobody wrote about shows what its description says without a date", () => {
    const silent = { ...finding(""), background: `Two halls,\nwaits for ${"budget ".repeat(60)}` };
    const body = taskTextFor(silent, { deal, rep, due }, phrasesOf.en)?.body.split("\n")[1];
    expect(body).toMatch(/^In the deal’s description, without a date: “Two halls, waits for budget/);
    expect(body?.length).toBeLessThan(340);
  });

  it("is not made for a deal with a dated step", () => {
    expect(
      taskTextFor(finding("step=concrete kind=proposal due=2026-10-20"), { deal, rep, due }, phrasesOf.en),
    ).toBeNull();
  });

  it.each(languages)(
    "in %s has a subject of at most 200 characters and no place left unfilled",
    (language) => {
      const named = { id: "d1", name: "Очень длинное название сделки ".repeat(20) };
      for (const text of ["", "reason=price", "step=vague", "step=concrete kind=proposal due=2026-10-08"]) {
        const task = taskTextFor(finding(text, language), { deal: named, rep, due }, phrasesOf[language]);
        expect(task?.subject.length).toBeLessThanOrEqual(200);
        expect(`${task?.subject}${task?.body}`).not.toMatch(/[{}]|undefined|null|NaN/);
        expect(task?.body).not.toContain("%");
      }
    },
  );
});

describe("the question", () => {
  const empty = { reason: null, repeats: null, promiseDue: null };

  it.each(languages)("exists in %s for every flag and reason", (language) => {
    const phrases = phrasesOf[language];
    const asks = [
      askFor({ ...empty, flag: "solution", promiseDue: due }, phrases),
      askFor({ ...empty, flag: "solution" }, phrases),
      askFor({ ...empty, flag: "broken", promiseDue: due }, phrases),
      askFor({ ...empty, flag: "vague" }, phrases),
      askFor({ ...empty, flag: "silent" }, phrases),
      askFor({ ...empty, flag: "excuse", reason: "price", repeats: 2 }, phrases),
      ...reasonCodes.map((reason) => askFor({ ...empty, flag: "excuse", reason, repeats: 1 }, phrases)),
    ];
    expect(new Set(asks).size).toBe(asks.length);
    for (const ask of asks) expect(ask).toMatch(/^[^{}]+\?$/);
  });
});

describe("a rule in words", () => {
  it.each(languages)("in %s names what was measured, the limit and the counts", (language) => {
    for (const rule of stallRules)
      for (const basis of ["stage", "pipeline", "account", "guess", "stated"] as const) {
        const unit = rule === "close-date-pushed" ? "times" : "days";
        const sign: StallSign = {
          rule,
          since: due,
          observed: 25,
          threshold: 11,
          unit,
          sample: 32,
          within: 29,
          basis,
        };
        const text = explainSign(sign, phrasesOf[language]);
        expect(text).toContain("25");
        expect(text).toContain("11");
        expect(text).not.toMatch(/[{}%]/);
      }
  });
});

describe("evidence", () => {
  it("cuts the quote, never the author and date", () => {
    const text = quoteEvidence(
      { quote: "word ".repeat(100).trim(), author: "Anna Nowak", writtenOn: due },
      280,
      phrasesOf.pl,
    );
    expect(text.length).toBeLessThanOrEqual(280);
    expect(text).toMatch(/word…” \(Anna Nowak, 15 paź 2026\)$/);
  });

  it("names nobody where the author is unknown", () => {
    expect(quoteEvidence({ quote: "Цена", author: null, writtenOn: due }, 280, phrasesOf.ru)).toMatch(
      /^«Цена» \(15 окт\. 2026/,
    );
  });
});
