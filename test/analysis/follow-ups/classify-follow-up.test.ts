import { describe, expect, it } from "@jest/globals";
import { classifyFollowUp } from "../../../src/analysis/follow-ups/classify-follow-up.ts";

const writtenOn = "2026-03-11"; // a Wednesday

describe("an own act with a time is a solution", () => {
  it.each([
    ["I'll call Anna on Friday.", "call", "2026-03-13"],
    ["Zadzwonię do Anny w piątek.", "call", "2026-03-13"],
    ["Перезвоню Анне в пятницу.", "call", "2026-03-13"],
    ["Sending the revised quote tomorrow", "proposal", "2026-03-12"],
    ["Wyślę ofertę do 20.03", "proposal", "2026-03-20"],
    ["Отправлю КП до конца недели", "proposal", "2026-03-13"],
    ["Too expensive for them. I'll email a smaller package by end of month.", "email", "2026-03-31"],
  ])("%s", (text, stepKind, due) => {
    expect(classifyFollowUp({ text, writtenOn })).toMatchObject({
      verdict: "solution",
      step: "concrete",
      stepKind,
      due,
    });
  });
});

describe("a reason without an own act is an excuse, routed to who can fix it", () => {
  it.each([
    ["They say it is too expensive.", "price", "manager"],
    ["Czekają na decyzję zarządu.", "decision_maker", "customer"],
    ["У них нет денег до лета", "budget", "customer"],
  ])("%s", (text, reason, party) => {
    expect(classifyFollowUp({ text, writtenOn })).toMatchObject({
      verdict: "excuse",
      reason,
      party,
      due: null,
    });
  });
});

describe("no own step", () => {
  it.each([
    ["a past act with a weekday", "Called Anna on Monday."],
    ["a past act with a weekday", "Dzwoniłem do Anny w poniedziałek."],
    ["a past act with a weekday", "Звонил Анне в понедельник."],
    ["a customer's promise", "They will send the order on Friday."],
    ["a customer's promise", "Обещали прислать заказ в пятницу"],
    ["quoted mail", "> I'll call you on Friday, it is too expensive"],
  ])("%s: %s", (_, text) => {
    expect(classifyFollowUp({ text, writtenOn })).toMatchObject({
      verdict: "log",
      step: "none",
      reason: null,
    });
  });
});

it("an own act on the customer's condition is vague", () => {
  const found = classifyFollowUp({ text: "If they answer, I'll send the offer on Friday", writtenOn });
  expect(found).toMatchObject({ verdict: "vague", step: "vague", due: null });
});

it("evidence is the rep's own words, by offsets of the text given", () => {
  const text = "<p>Nice talk.</p><p>Too expensive for them</p>";
  const [span] = classifyFollowUp({ text, writtenOn }).evidence;
  expect(text.slice(span?.start, span?.end)).toBe("Too expensive for them");
});

it.each([
  ["German", "Der Kunde ist im Urlaub und wir warten auf das Angebot"],
  ["French", "Le client est en vacances et nous attendons une réponse"],
  ["Spanish", "El cliente está de vacaciones y no contesta las llamadas"],
  ["Czech", "Zákazník je na dovolené, ještě neodpověděl na nabídku"],
  ["Ukrainian", "Клієнт у відпустці, чекаємо на відповідь щодо пропозиції"],
])("%s is not judged", (_, text) => {
  expect(classifyFollowUp({ text, writtenOn })).toMatchObject({ language: "other", isAbstained: true });
});
