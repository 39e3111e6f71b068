import { expect, it } from "@jest/globals";
import { readText } from "../../../src/analysis/follow-ups/text/read-text.ts";
import { subjectsOf } from "../../../src/analysis/follow-ups/text/subjects.ts";

it.each([
  ["en", "I'll send the quote", ["own"]],
  ["en", "She calls us on Friday", ["they"]],
  ["en", "The new Director signs it", ["role"]],
  ["en", "Our engineer delivers the pump", ["team"]],
  ["en", "Then Karl promised to pay", ["name"]],
  ["pl", "Wyślę ofertę", ["own"]],
  ["pl", "Klient wyśle umowę", ["they"]],
  ["pl", "Nasz serwis przyjedzie jutro", ["team"]],
  ["pl", "wczoraj Nowak obiecał przelew", ["name"]],
  ["ru", "Отправлю предложение", ["own"]],
  ["ru", "Директор подпишет договор", ["role"]],
  ["ru", "Наш склад отправит образцы", ["team"]],
] as const)("%s: who acts in: %s", (language, text, subjects) => {
  const { tokens, segments } = readText(text, "2026-03-11", language);
  expect(subjectsOf(tokens, segments, language).map(({ subject }) => subject)).toEqual(subjects);
});

it("a clause without a subject of its own goes on with that of the clause before", () => {
  const { tokens, segments } = readText("The customer liked the pump, promised to sign", "2026-03-11", "en");
  expect(subjectsOf(tokens, segments, "en").at(-1)).toMatchObject({ subject: "they", isCarried: true });
});
