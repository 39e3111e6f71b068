/** Grammatical form of a verb as its ending shows it; a guess, which the weights learn how far to trust. */
export type Form = "1" | "1pl" | "inf" | "past" | "past1" | "3" | "3pl" | "passive" | "ing" | "ed" | "";

const cyrillicForms: readonly (readonly [RegExp, Form])[] = [
  [/(?:ть|ти|чь|ться|тись|чься)$/, "inf"],
  [/(?:[аяеиоуыю]л|[аяеиоуыю]л[аио]|шел|шл[аио]|[^ьъ]лся|лась|лись|лось|вез|вез[ла]+|нес|нес[ла]+)$/, "past"],
  [/(?:ен|ена|ено|ены|ан|ана|ано|аны|ят[аоы]?)$/, "passive"],
  [/(?:[бвгджзклмнпрстфхцчшщаеиоуюя]ю|[бвгджзклмнпрстфхцчшщ]у|юсь|усь)$/, "1"],
  [/(?:ем|им|емся|имся)$/, "1pl"],
  [/(?:ет|ит|ется|ится)$/, "3"],
  [/(?:ут|ют|ат|ят|утся|ются|атся|ятся)$/, "3pl"],
];
const latinForms: readonly (readonly [RegExp, Form])[] = [
  [/(?:[aeiouy]lem|[aeiouy]lam|lismy|lysmy|szedlem|szlam|zlem|slem)$/, "past1"],
  [/(?:ing)$/, "ing"],
  [/(?:[aeiouy]l|[aeiouy]la|[aeiouy]li|[aeiouy]ly|[aeiouy]lo|szedl|szli)$/, "past"],
  [/(?:any|ana|ano|ane|ony|ona|ono|one|ety|eta|eto|ete)$/, "passive"],
  [/(?:[aeiouy]my)$/, "1pl"],
  [/(?:[aeiouy]c|sc|zc)$/, "inf"],
  [/(?:[^e]ed)$/, "ed"],
  [/(?:uje|[aey]m)$/, "1"],
  [/(?:[iujzczn]e|[aeo]je)$/, "3"],
  [/(?:[^aeiouy](?:i|a)|aja|uja)$/, "3pl"],
];

/** Written with ę or ć the form is certain; without diacritics it is what the ending may be. */
export function formOf(low: string, fold: string): Form {
  if (fold.length < 3) return "";
  if (low.endsWith("ę")) return "1";
  if (low.endsWith("ć")) return "inf";
  if (low.endsWith("ą")) return "3pl";
  const forms = fold.charCodeAt(0) >= 0x400 ? cyrillicForms : latinForms;
  for (const [ending, form] of forms) if (ending.test(fold)) return form;
  return "";
}
