import type { Classification } from "../../../domain/follow-up.ts";

export type Language = Classification["language"];

const polishLetters = /[ąćęłńśźż]/giu;
const otherLatin = /[äöüßñçìèàùâêîôûőűřěůşğãõåæøčšž¿¡]/giu;
const otherCyrillic = /[їієґўјљњћђџ]/giu;
/** Letter groups frequent in Polish and rare in English, and the other way round. */
const polishGroups =
  /cz|sz|rz|dz|ow|wy|ie|prz|nie|ia|zy|ac\b|em\b|am\b|ych\b|ego\b|sk|aj|ej|(?<=\p{L})j\p{L}|k[aio]\b|ni\b|go\b|mu\b/giu;
const englishGroups = /th|wh|sh|oo|ee|ing\b|ed\b|er\b|ll|ck|tion|qu|gh|ly\b|ea|ou|[a-z]x|v|'s\b|nd\b/giu;

const words: Readonly<Record<"en" | "pl" | "other", ReadonlySet<string>>> = {
  en: new Set(
    "the a an and of in is are was for with they we he she it my our their will not by me i call sent at his her this that but have has had be on from them you your out up what who when if so just get got no can there as all one about into over w quote soon pick".split(
      " ",
    ),
  ),
  pl: new Set(
    "nie sie się i w z na do po od za ze że jest ma ich mi nam juz już jeszcze dzis dziś jutro czeka klient oferte ofertę to jak ale tylko przy dla bo mnie go mu jej pan pani przez tym tego co czy tez też bez u o jako oraz przed nasz nasza prosil".split(
      " ",
    ),
  ),
  other: new Set(
    "der die das und nicht ist wir ich mit für auf dem den ein eine zu von im haben wird noch el los las que por con para una del muy pero les et pas est nous une du des le sur avec pour che non il di la och att det är inte som het een van niet voor met si je na se ze pro ale jsem není bude já mám".split(
      " ",
    ),
  ),
};
const shared = new Set("na se ze pro ale je si im".split(" "));
/** Words of other languages that none of ours has: German, Spanish, French, Italian, Portuguese, Dutch, Romanian, Czech. */
const foreign = new Set(
  "kein keine keinen kunde kunden angebot angebote muster morgen montag dienstag mittwoch donnerstag freitag woche nächste nächsten naechste rufe ruft anrufen schicken schicke geschickt verschickt warte preis teuer billiger wettbewerber zurück zurueck nach noch bei einen einem einer oder sich uns hat wenn wird werden muss schon jetzt heute gestern geht gehen meldet cliente clientes llamo llamar llamaré enviar enviaré presupuesto hasta enero febrero lunes miércoles jueves viernes semana está vacaciones vuelve caro competencia reunión compras mañana hablaré responde respuesta precio sin devis lundi mardi mercredi jeudi vendredi semaine prochaine demain cher rappelle rappeler envoyer envoie relance réunion répond année trop lunedì martedì venerdì settimana offerta mando chiamo domani prezzo risponde não sexta segunda terça amanhã reunião proposta ligo klant bel vrijdag maandag offerte terug reageert geen volgende clientul vineri răspunde zákazník zakaznik zavolám zavolam pošlu poslu nabídku nabidku pátek patek pondělí pondeli úterý středu čtvrtek ctvrtek zítra zitra smlouvu čeká ceka čekáme schválení schvaleni šéfa sefa rozpočet rozpocet nemají nemaji schůzka odpovídá".split(
    " ",
  ),
);
/** The same for Ukrainian and Bulgarian without letters of their own. */
const foreignCyrillic = new Set(
  "тижня тиждень наступного наступний зателефоную перетелефоную передзвоню немає вже треба чекаю понеділка четвер що як або дуже ще бюджету пропозицию клиентът отговаря обадя петък понеделник утре седмица оферта ще се".split(
    " ",
  ),
);
/** What a word says for English, for Polish and for another language. */
type Votes = readonly [en: number, pl: number, other: number];

const votes: ReadonlyMap<string, Votes> = new Map(
  [words.en, words.pl, words.other, foreign].flatMap((set) => [...set].map((word) => [word, votesOf(word)])),
);

function votesOf(word: string): Votes {
  const small = words.other.has(word) ? (shared.has(word) ? 0.5 : 1.5) : 0;
  return [words.en.has(word) ? 1.5 : 0, words.pl.has(word) ? 1.5 : 0, foreign.has(word) ? 4 : small];
}

/** Letters of text that one such word outweighs. */
const lettersPerWord = 12;

/** The language of a short note, by script, letters, small words and letter groups; `other` when none of ours fits. */
export function detectLanguage(text: string): Language {
  const { cyrillic, latin } = countScripts(text);
  if (cyrillic + latin === 0) return "other";
  if (cyrillic < latin) return detectLatin(text, latin);
  let strange = count(text, otherCyrillic) * 40;
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u))
    if (foreignCyrillic.has(word)) strange += lettersPerWord;
  return strange > cyrillic ? "other" : "ru";
}

function detectLatin(text: string, letters: number): Language {
  const low = text.toLowerCase();
  let en = count(low, englishGroups) * 0.5;
  let pl = count(low, polishGroups) * 0.5 + count(low, polishLetters) * 2;
  let other = count(low, otherLatin) * 2;
  for (const word of low.split(/[^\p{L}]+/u)) {
    const said = votes.get(word);
    if (said === undefined) continue;
    en += said[0];
    pl += said[1];
    other += said[2];
  }
  if (other > Math.max(en, pl * 1.2) && letters > 12) return "other";
  return pl > en ? "pl" : "en";
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const cyrillicLetter = /\p{Script=Cyrillic}/u;
const latinLetter = /\p{Script=Latin}/u;

/** Letters of each script. Those of the three languages are told by their code, because most letters are among them. */
function countScripts(text: string): { readonly cyrillic: number; readonly latin: number } {
  let cyrillic = 0;
  let latin = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) latin += Number(isAsciiLetter(code));
    else if (code >= 0x400 && code <= 0x481) cyrillic++;
    else {
      const letter = String.fromCodePoint(text.codePointAt(at) ?? code);
      if (letter.length === 2) at++;
      if (cyrillicLetter.test(letter)) cyrillic++;
      else if (latinLetter.test(letter)) latin++;
    }
  }
  return { cyrillic, latin };
}

function isAsciiLetter(code: number): boolean {
  const low = code | 32;
  return low >= 97 && low <= 122;
}
