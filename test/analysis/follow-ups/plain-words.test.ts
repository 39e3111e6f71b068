import { describe, expect, it } from "@jest/globals";
import { classifyFollowUp } from "../../../src/analysis/follow-ups/classify-follow-up.ts";
import { reasonCodes, type Verdict } from "../../../src/domain/follow-up.ts";
import { stockPhrases } from "./stock-phrases.ts";

const writtenOn = "2026-03-11"; // a Wednesday
const steps = { en: "calling Friday", pl: "zadzwonię w piątek", ru: "позвоню в пятницу" } as const;
/** Of 45 phrases; what the shipped weights do is between 41 and 45. */
const minRight = 40;

/** The plainest notes are what managers read most, and what texts with character do not teach. */
describe.each(["en", "pl", "ru"] as const)("stock phrases of a reason, %s", (lang) => {
  const wrongOnes = (verdict: Verdict, write: (phrase: string) => string) =>
    reasonCodes.flatMap((reason) =>
      stockPhrases[lang][reason].flatMap((phrase) => {
        const said = classifyFollowUp({ text: write(phrase), writtenOn, language: lang });
        return said.verdict === verdict && said.reason === reason
          ? []
          : [`${phrase} ${said.verdict} ${said.reason}`];
      }),
    );

  it.each([
    ["alone", "excuse", (phrase: string) => phrase],
    ["in lower case without a mark", "excuse", (phrase: string) => phrase.toLowerCase().replace(/\.$/, "")],
    ["before an own step", "solution", (phrase: string) => phrase.replace(/\.$/, `, ${steps[lang]}`)],
  ] as const)("%s", (_, verdict, write) => {
    const wrong = wrongOnes(verdict, write);
    // More than this many are too many; fewer are told when the test fails.
    expect(wrong.slice(3 * reasonCodes.length - minRight)).toEqual([]);
  });
});
