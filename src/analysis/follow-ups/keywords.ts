import type { ReasonCode, StepKind } from "../../domain/follow-up.ts";

function anyOf(body: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${body})`, "iu");
}

/** Word beginnings that state a reason, most telling first. */
export const reasonWords: readonly (readonly [ReasonCode, RegExp])[] = [
  [
    "workload",
    anyOf(
      "no time|haven't had time|too many (?:deals|tasks)|nie mam czasu|nie wyrabiam|zawalon|не успева|завал|нет времени|руки не доход",
    ),
  ],
  [
    "lead_quality",
    anyOf(
      "bad lead|wrong (?:person|contact|number)|marketing sent|słaby lead|zły kontakt|лид.{0,20}(?:пуст|мусор)|не тот контакт|нецелев",
    ),
  ],
  [
    "competitor",
    anyOf("competitor|rival|went with|konkurenc|wybrali inn|конкурент|выбрали друг|у них уже стоит"),
  ],
  [
    "budget",
    anyOf(
      "budget|no money|capex|frozen|budżet|budzet|nie mają pieniędzy|brak środków|бюджет|нет денег|денег нет|заморо",
    ),
  ],
  [
    "price",
    anyOf(
      "too expensive|expensive|pricey|discount|cheaper|price|za drogo|drogo|drożej|rabat|tani|cen[ay]|дорого|скидк|дешевле|цен[аеу]",
    ),
  ],
  [
    "trust",
    anyOf(
      "reference|reputation|security review|don't trust|referenc|nie ufaj|opini|отзыв|доверя|боятся|служба безопасности",
    ),
  ],
  [
    "terms",
    anyOf(
      "payment terms|lead time|delivery time|clause|out of stock|termin(?:y)? płatności|termin dostawy|przedpłat|отсрочк|предоплат|срок(?:и)? поставки|постоплат|пункт договора",
    ),
  ],
  [
    "product_fit",
    anyOf(
      "doesn't support|missing feature|not compatible|no integration|too small|nie obsługuje|brakuje funkcji|nie pasuje|не подходит|нет интеграции|не умеет|не хватает функц",
    ),
  ],
  [
    "internal",
    anyOf(
      "our (?:legal|finance|presales|production)|nasz(?:a|e|ego)? (?:prawn|dział|produkcj|finans)|наш(?:а|и|его)? (?:юрист|финанс|пресейл|производств|бухгалтер)",
    ),
  ],
  [
    "decision_maker",
    anyOf(
      "approval|committee|board|sign-?off|procurement|legal review|zarząd|zarzad|akcept|decyzj|szef|prezes|согласов|директор|совет|руководств|решени|ЛПР",
    ),
  ],
  [
    "market",
    anyOf(
      "interest rates|tariff|sanction|recession|stop(?:y|ami) procent|kryzys|санкц|кризис|ставк[аи]|рынок",
    ),
  ],
  [
    "need",
    anyOf(
      "don't need|no need|happy with what|nie potrzebuj|nie widzą potrzeby|не нужно|не видят смысла|и так (?:хорошо|нормально)|всё устраивает",
    ),
  ],
  [
    "no_response",
    anyOf(
      "no (?:reply|response|answer).{0,12}(?:x\\d|again|weeks|times)|ghost|never picks up|silen|waiting to hear|nie odbiera|milcz|cisza|nie odpisuj|молч|не отвеча|не берет|не берёт|тишина|пропал",
    ),
  ],
  [
    "timing",
    anyOf(
      "not now|next quarter|next year|on leave|holiday|busy|after the summer|reorgani|nie teraz|urlop|po wakacjach|po świętach|в отпуске|не сейчас|позже|после праздник|сезон",
    ),
  ],
];

/** Verb beginnings that mean an own act still to come. */
export const ownActWords: readonly (readonly [StepKind, RegExp])[] = [
  [
    "proposal",
    anyOf(
      "(?:send|sending|prepare|draft|redo|revise|submit)\\p{L}*.{0,40}(?:quote|offer|proposal|pricing)|(?:wyśl|wysl|przygotuj|prześlę|prześl)\\p{L}*.{0,40}(?:ofert|wycen)|(?:вышл|отправ|подготов|пришл)\\p{L}*.{0,40}(?:КП|предложени|счет|счёт)",
    ),
  ],
  ["demo", anyOf("demo|trial|prezentacj|pokaz|демо|покаж|презентаци")],
  [
    "visit",
    anyOf(
      "visit|drive (?:over|out|down)|pojadę|pojade|podjadę|jadę|jade|wizyt|заеду|съезжу|приеду|поеду|выезд",
    ),
  ],
  ["meeting", anyOf("meeting|meet|spotkani|spotykam|spotkam|встреч|созвон|zoom|teams")],
  [
    "call",
    anyOf("(?:i'll |will |to |re)?call(?!ed)|ring|phone|zadzwon|dzwoni|oddzwon|перезвон|позвон|набер|звонок"),
  ],
  ["email", anyOf("e-?mail|send|forward|wyśl|wysl|prześl|napisz|отправ|вышл|напиш|скину|пришл")],
  [
    "internal",
    anyOf(
      "asked (?:presales|legal|finance|our)|ask (?:presales|legal|finance|our)|our \\p{L}+ (?:returns|delivers|sends)|can we|poproszę|poprosz|uzgodni|попрошу|поставлю задачу|согласую",
    ),
  ],
  [
    "other",
    anyOf(
      "i'll|i will|we'll|we will|i'm (?:going|bringing|putting)|follow up|chase|będę|bede|zrobię|zrobie|dowiem|sprawdzę|przygotuj|сделаю|узнаю|проверю|подготов|дожать|уточню",
    ),
  ],
];

export const pastWords = anyOf(
  "sent|called|rang|spoke|met|left|emailed|visited|had a|wysłał\\p{L}*|wyslal\\p{L}*|dzwonił\\p{L}*|rozmawiał\\p{L}*|był\\p{L}m|spotkał\\p{L}*|отправил\\p{L}*|звонил\\p{L}*|созвонил\\p{L}*|встретил\\p{L}*|говорил\\p{L}*|выслал\\p{L}*|провел\\p{L}*|провёл",
);
export const theirsWords = anyOf(
  "(?:they|he|she|customer|client)(?:'ll| will| promised| said)|mają|maja|obiecał\\p{L}*|odezwą|odpiszą|dadzą|klient (?:ma|wyśle|odeśle)|обещал\\p{L}*|они \\p{L}+ут|пришлют|ответят|дадут|перезвонят|вернутся",
);
export const conditionWords = anyOf(
  "if|once they|when they|jeśli|jesli|jeżeli|gdy|jak (?:odpisz|zadzwoni)|если|когда они|как только",
);
export const negatedActWords = anyOf("won't|will not|not going to|nie będę|nie bede|не буду");
export const settledWords = anyOf(
  "no longer|not an issue|sorted|resolved|nie jest już|już nie|załatwion|больше не|не проблема|решил|снят|устраивает цен",
);
