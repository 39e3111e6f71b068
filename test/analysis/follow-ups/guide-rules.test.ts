import { describe, expect, it } from "@jest/globals";
import { classifyFollowUp } from "../../../src/analysis/follow-ups/classify-follow-up.ts";

// Each rule of the labelling guide in English, Polish and Russian, written on a Wednesday.
describe("the guide's rules in all three languages", () => {
  it.each([
    ["condition on the customer", "vague", "If they answer, I'll send the offer on Friday"],
    ["condition on the customer", "vague", "Jak odpiszą, w piątek wyślę ofertę"],
    ["condition on the customer", "vague", "Если ответят, в пятницу отправлю КП"],
    ["negated", "log", "I won't call her on Friday"],
    ["negated", "log", "Nie zadzwonię do niej w piątek"],
    ["negated", "log", "Не буду звонить ей в пятницу"],
    ["negated", "log", "I will not chase him any more"],
    ["past with weekday", "log", "Sent the quote on Monday"],
    ["past with weekday", "log", "Wysłałem ofertę w poniedziałek"],
    ["past with weekday", "log", "Отправил КП в понедельник"],
    ["customer's promise", "log", "They will send the PO on Friday"],
    ["customer's promise", "log", "Klient odeśle umowę w piątek"],
    ["customer's promise", "log", "Клиент пришлёт договор в пятницу"],
    ["resolved objection", "log", "Price is no longer an issue"],
    ["resolved objection", "log", "Cena nie jest już problemem"],
    ["resolved objection", "log", "Цена больше не проблема"],
    ["passive", "solution", "The quote will be sent to them on Friday"],
    ["passive", "solution", "Oferta zostanie przez nas wysłana w piątek"],
    ["passive", "solution", "КП будет отправлено нами в пятницу"],
    ["infinitive field", "solution", "Call back on Friday"],
    ["infinitive field", "solution", "Oddzwonić w pt"],
    ["infinitive field", "solution", "Перезвонить в пт"],
    ["impersonal", "vague", "It would be good to call them some time"],
    ["impersonal", "vague", "Trzeba będzie kiedyś do nich zadzwonić"],
    ["impersonal", "vague", "Надо будет как-нибудь им позвонить"],
    ["customer's act towards us", "log", "She'll send me the drawings on Tuesday"],
    ["customer's act towards us", "log", "Ma mi we wtorek przysłać rysunki"],
    ["customer's act towards us", "log", "Она пришлёт мне чертежи во вторник"],
    ["fallback on silence", "solution", "If nothing by Thursday I call the director on Friday"],
    ["fallback on silence", "solution", "Jak do czwartku cisza, w piątek dzwonię do dyrektora"],
    ["fallback on silence", "solution", "Если до четверга не ответят, в пятницу звоню директору"],
    ["fallback on silence", "solution", "No answer by Fri, call the director"],
    ["fallback on silence", "solution", "Brak odpowiedzi do piątku - dzwonię do dyrektora"],
    ["fallback on silence", "solution", "Нет ответа до пятницы - звоню директору"],
    ["colleague's order", "solution", "Asked presales to deliver the demo on Thursday"],
    ["colleague's order", "solution", "Poprosiłem presales o demo na czwartek"],
    ["colleague's order", "solution", "Попросил пресейл подготовить демо к четвергу"],
    ["one failed attempt", "log", "Left voicemail"],
    ["one failed attempt", "log", "n/o"],
    ["one failed attempt", "log", "ндз"],
    ["repetition", "excuse", "no reply x4"],
    ["repetition", "excuse", "nie odbiera, czwarty raz"],
    ["repetition", "excuse", "ндз уже 4й раз"],
    ["repetition", "excuse", "left 3 voicemails"],
    ["repetition", "excuse", "nr x3"],
    ["repetition", "excuse", "недозвон x3"],
    ["no time", "vague", "Will follow up soon"],
    ["no time", "vague", "Postaram się zadzwonić"],
    ["no time", "vague", "Надо дожать"],
    ["lower bound", "vague", "I'll call after Easter"],
    ["lower bound", "vague", "Zadzwonię po majówce"],
    ["lower bound", "vague", "Позвоню после майских"],
    ["own request without time", "vague", "Can we give them 15 %?"],
    ["own request without time", "vague", "Czy możemy dać 15 %?"],
    ["own request without time", "vague", "Можем дать им 15 %?"],
    ["sarcasm plainly", "excuse", "Sure, they are just terribly busy, as always."],
    ["sarcasm plainly", "excuse", "No jasne, znowu nie mają czasu przed świętami."],
    ["sarcasm plainly", "excuse", "Ну конечно, опять им не до нас, сезон же."],
  ] as const)("%s gives %s: %s", (_, verdict, text) => {
    expect(classifyFollowUp({ text, writtenOn: "2026-03-11" }).verdict).toBe(verdict);
  });
});

it("the due date of a fallback on silence is that of the own act", () => {
  const text = "If nothing by Thursday I call the director on Friday";
  expect(classifyFollowUp({ text, writtenOn: "2026-03-11" }).due).toBe("2026-03-13");
});
