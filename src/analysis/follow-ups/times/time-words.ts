import type { Language } from "../text/detect-language.ts";
import { feastForms } from "./feasts.ts";
import { cardinals, ordinals } from "./numerals.ts";

/**
 * What a word can mean in a time, as one letter: rules match on the string of a text's letters.
 * W weekday · w habitual weekday · M month · Y month or another word · R day counted from today · y past day ·
 * U unit · E end · S start · m middle · X next · T this · L last · b by, until · i within, in so much · p in, on, at ·
 * a after · r right (after) · s since · g ago · e every · f filler · v no definite time · H feast · k calendar week ·
 * t part of a day · z end of the day · Z end of another unit · c now · Q quarter sign · q weekend · B business · u day of a month
 */
export interface TimeWord {
  readonly code: string;
  readonly value: number;
}

/** Units: days as they are, or what is counted otherwise. */
export const unit = {
  day: 1,
  week: 7,
  fortnight: 14,
  month: 30,
  quarter: 91,
  year: 365,
  hour: 1 / 24,
  minute: 0.001,
} as const;

type Row = readonly [code: string, value: number, words: string];

const shared: readonly Row[] = [
  [
    "W",
    1,
    "monday mon mondays' poniedzialek poniedzialku poniedzialkiem poniedz pon pn понедельник понедельника понедельнику понедельником пн пон понед",
  ],
  ["W", 2, "tuesday tue tues wtorek wtorku wtorkiem wt вторник вторника вторнику вторником вт втр"],
  ["W", 3, "wednesday wed weds sroda srode srody srodzie sroda sr среда среду среды среде средой ср"],
  [
    "W",
    4,
    "thursday thu thur thurs czwartek czwartku czwartkiem czw czwart четверг четверга четвергу четвергом чт чтв",
  ],
  [
    "W",
    5,
    "friday fri piatek piatku piatkiem pt piat pia piatk пятница пятницу пятницы пятнице пятницей пт птн пятн",
  ],
  [
    "W",
    6,
    "saturday sat sobota sobote soboty sobocie sobota sob суббота субботу субботы субботе субботой сб субб",
  ],
  [
    "W",
    7,
    "sunday niedziela niedziele niedzieli niedziela niedz воскресенье воскресенья воскресенью вс воскр",
  ],
  ["W", 1, "poniedzialkowy poniedzialkowe poniedzialkowa понедельничный monday's"],
  ["W", 5, "пятничную пятничный пятничной piatkowe piatkowy piatkowa friday's"],
  [
    "w",
    0,
    "mondays tuesdays wednesdays thursdays fridays poniedzialki wtorki czwartki piatki понедельникам вторникам средам четвергам пятницам daily weekly",
  ],
  ["M", 1, "january jan stycznia styczniu styczen styczniem января январь январе январю янв"],
  ["M", 2, "february feb lutego lutym luty февраля февраль феврале февралю фев февр"],
  ["M", 3, "marca marcu marzec marcem марта март марте марту"],
  ["M", 4, "april apr kwietnia kwietniu kwiecien kwietniem апреля апрель апреле апрелю апр"],
  ["M", 5, "maju majem мая мае маю"],
  ["M", 6, "june jun czerwca czerwcu czerwiec czerwcem июня июнь июне июню"],
  ["M", 7, "july jul lipca lipcu lipiec lipcem июля июль июле июлю"],
  ["M", 8, "august aug sierpnia sierpniu sierpien sierpniem августа август августе августу авг"],
  [
    "M",
    9,
    "september sept sep wrzesnia wrzesniu wrzesien wrzesniem сентября сентябрь сентябре сентябрю сент сен",
  ],
  [
    "M",
    10,
    "october oct pazdziernika pazdzierniku pazdziernik pazdziernikiem октября октябрь октябре октябрю окт",
  ],
  ["M", 11, "november nov listopada listopadzie listopad listopadem ноября ноябрь ноябре ноябрю нояб"],
  ["M", 12, "december dec grudnia grudniu grudzien grudniem декабря декабрь декабре декабрю дек"],
  ["Y", 3, "march mar мар"],
  ["Y", 5, "may maja maj май"],
  ["R", 0, "today today's tonight dzis dzisiaj dzisiejszym сегодня сегодняшнего"],
  [
    "R",
    1,
    "tomorrow tomorrow's tmrw tmr tom tomoz jutro jutra jutrzejszym jutrze jutru завтра завт завтрашней завтрашнего завтрашний завтрашнюю",
  ],
  ["R", 2, "overmorrow pojutrze pojutrza послезавтра"],
  [
    "y",
    -1,
    "yesterday yesterday's wczoraj przedwczoraj вчера позавчера вчерашний вчерашней ostatnio недавно recently niedawno",
  ],
  ["U", unit.day, "day days day's days' dzien dni dnia dniu день дня дней дню дн doba dobe doby сутки суток"],
  [
    "U",
    unit.week,
    "week weeks week's weeks' wk wks tydzien tygodnia tygodniu tygodnie tygodni tygodniem неделя неделю недели недель неделе неделей нед tyg tydz",
  ],
  ["U", unit.fortnight, "fortnight"],
  [
    "U",
    unit.month,
    "month months month's m-ca m-cu m-c mca mcu miesiac miesiaca miesiacu miesiace miesiecy месяц месяца месяцев месяце мес mies",
  ],
  ["U", unit.quarter, "quarter quarter's qtr kwartal kwartalu kwartale квартал квартала квартале кв kw"],
  ["U", unit.year, "year years year's rok roku lat год года году"],
  ["U", unit.hour, "hour hours hrs godzina godzine godziny godzin godz час часа часов полчаса"],
  ["U", unit.minute, "minute minutes mins minuty minut минут минуту"],
  ["B", 0, "business working roboczych roboczego robocze рабочих рабочего раб"],
  ["E", 0, "end koniec konca koncem koncowi конец конца концу концом исходе last-day"],
  ["E", 0, "uplywem out's"],
  ["S", 0, "beginning start early poczatek poczatku poczatkiem начале начала началу begining"],
  ["m", 0, "mid middle polowa polowie polowy srodek srodku середине середины середина половине"],
  [
    "X",
    0,
    "next coming following upcoming przyszly przyszlym przyszla przyszlej przyszlego nastepny nastepnym nastepna nastepnej nastepnego kolejny kolejnym kolejna kolejnej следующий следующая следующую следующей следующего следующем след будущей будущую nxt",
  ],
  [
    "T",
    0,
    "this ten tym tego te tej ta biezacym biezacego biezacy najblizszy najblizsza najblizszym najblizszego najblizszej этой эту этот этого этом текущего текущей ближайший ближайшую ближайшую ближайшей ближайшие",
  ],
  [
    "L",
    0,
    "last past previous zeszly zeszlym zeszla zeszlej zeszlego ubiegly ubieglym ubiegla ubieglej ubieglego minionym poprzednim прошлый прошлую прошлой прошлом прошлого позапрошлой минувшую",
  ],
  ["g", 0, "ago temu назад тому"],
  ["e", 0, "every each kazdy kazda kazdym kazdego każdej каждый каждую каждое каждые каждого"],
  [
    "v",
    0,
    "soon asap shortly sometime someday eventually later wkrotce niedlugo niebawem kiedys pozniej скоро вскоре позже потом когда-нибудь попозже",
  ],
  ["z", 0, "eod cob eob cop"],
  ["Z", unit.week, "eow"],
  ["Z", unit.month, "eom"],
  ["Z", unit.quarter, "eoq"],
  ["Z", unit.year, "eoy"],
  ["c", 0, "now teraz"],
  ["Q", 0, "q"],
  ["q", 0, "weekend weekendu weekendem weekendzie выходных выходные выходными"],
  ["L", 0, "ostatniego ostatnim ostatni ostatnia ostatniej последний последнего последнюю последней"],
  ["j", 1, "pierwszy pierwsza pierwszej первый первую первой"],
  ["j", 2, "drugi druga drugiej второй вторую"],
  ["j", 3, "trzeci trzecia trzeciej третий третью третьей"],
  ["j", 4, "czwarty czwarta czwartej четвертый четвертую четвертой"],
  ["k", 0, "cw kw.tydz wk.no w/c wc"],
  [
    "t",
    0,
    "morning afternoon evening noon midday lunchtime lunch rano ranka rana poludnie poludniu wieczor wieczorem obiadu утра утром вечера вечером вечер обеда обеду обедом полудня днем утро",
  ],
];

const byLanguage: Readonly<Record<"en" | "pl" | "ru", readonly Row[]>> = {
  en: [
    ["b", 0, "by before until till til prior to"],
    ["i", 0, "in within inside"],
    ["p", 0, "on at for during"],
    ["a", 0, "after"],
    ["r", 0, "right straight immediately just"],
    ["s", 0, "since from"],
    ["f", 0, "the of about around"],
  ],
  pl: [
    ["b", 0, "do przed najpozniej"],
    ["i", 0, "za ciagu przeciagu"],
    ["W", 7, "nd ndz"],
    ["W", 3, "sro"],
    ["W", 2, "wto"],
    ["X", 0, "przysz nast"],
    ["p", 0, "w we na o przez podczas"],
    ["a", 0, "po"],
    ["r", 0, "zaraz tuz nazajutrz natychmiast"],
    ["s", 0, "od"],
    ["f", 0, "okolo ok"],
    ["e", 0, "co"],
  ],
  ru: [
    ["b", 0, "до к ко перед позднее не-позднее"],
    ["i", 0, "через течение теч за спустя"],
    ["u", 0, "числа числу число"],
    ["X", 0, "сл"],
    ["p", 0, "в во на"],
    ["a", 0, "после"],
    ["r", 0, "сразу тут"],
    ["s", 0, "с со"],
    ["f", 0, "около примерно"],
  ],
};

function toMap(rows: readonly Row[]): ReadonlyMap<string, TimeWord> {
  return new Map(
    rows.flatMap(([code, value, words]) => words.split(" ").map((word) => [word, { code, value }] as const)),
  );
}

const feasts: readonly Row[] = feastForms.map(({ id, words }) => ["H", id, words] as const);
const all = {
  en: toMap([...shared, ...feasts, ...byLanguage.ru, ...byLanguage.en]),
  pl: toMap([...shared, ...feasts, ...byLanguage.ru, ...byLanguage.pl]),
  ru: toMap([...shared, ...feasts, ...byLanguage.en, ...byLanguage.ru]),
};

/** Whether a folded word can be part of a time in any of the languages. */
export function isTimeWord(fold: string): boolean {
  return (
    all.en.has(fold) || all.pl.has(fold) || all.ru.has(fold) || cardinals.has(fold) || ordinals.has(fold)
  );
}

/** All words that can be part of a time, folded. */
export function timeWords(): readonly string[] {
  return [all.en, all.pl, all.ru, cardinals, ordinals].flatMap((words) => [...words.keys()]);
}

/** What `fold` (a folded word) can mean in a time. Small words are read in the text's language. */
export function timeWordOf(fold: string, language: Language): TimeWord | undefined {
  return (language === "other" ? all.en : all[language]).get(fold);
}
