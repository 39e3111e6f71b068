/**
 * Number words of the three languages, by folded spelling. Cardinals count days and weeks ("within nine days");
 * ordinals in the case a date takes name a day of the month ("двадцать первого", "dwudziestego", "the fourth").
 */
const cardinalForms: readonly (readonly [number, string])[] = [
  [0.5, "half pol половину полчаса"],
  [1, "a an one jeden jedna jedno jednego jednej один одна одну одного одной"],
  [2, "two dwa dwie dwoch dwu два две двух пару couple pare"],
  [3, "three trzy trzech три трех"],
  [4, "four cztery czterech четыре четырех"],
  [5, "five piec pieciu пять пяти"],
  [6, "six szesc szesciu шесть шести"],
  [7, "seven siedem siedmiu семь семи"],
  [8, "eight osiem osmiu восемь восьми"],
  [9, "nine dziewiec dziewieciu девять девяти"],
  [10, "ten dziesiec dziesieciu десять десяти"],
  [11, "eleven jedenascie jedenastu одиннадцать одиннадцати"],
  [12, "twelve dwanascie dwunastu двенадцать двенадцати"],
  [14, "fourteen czternascie czternastu четырнадцать четырнадцати"],
  [15, "fifteen pietnascie pietnastu пятнадцать пятнадцати"],
  [20, "twenty dwadziescia dwudziestu двадцать двадцати"],
  [30, "thirty trzydziesci trzydziestu тридцать тридцати"],
  [40, "forty czterdziesci czterdziestu сорок сорока"],
];

const ordinalForms: readonly (readonly [number, string])[] = [
  [1, "first pierwszego pierwszym первого первому первое"],
  [2, "second drugiego drugim второго второму второе"],
  [3, "third trzeciego trzecim третьего третьему третье"],
  [4, "fourth czwartego czwartym четвертого четвертому четвертое"],
  [5, "fifth piatego piatym пятого пятому пятое"],
  [6, "sixth szostego szostym шестого шестому шестое"],
  [7, "seventh siodmego siodmym седьмого седьмому седьмое"],
  [8, "eighth osmego osmym восьмого восьмому восьмое"],
  [9, "ninth dziewiatego dziewiatym девятого девятому девятое"],
  [10, "tenth dziesiatego dziesiatym десятого десятому десятое"],
  [11, "eleventh jedenastego jedenastym одиннадцатого одиннадцатому одиннадцатое"],
  [12, "twelfth dwunastego dwunastym двенадцатого двенадцатому двенадцатое"],
  [13, "thirteenth trzynastego trzynastym тринадцатого тринадцатому тринадцатое"],
  [14, "fourteenth czternastego czternastym четырнадцатого четырнадцатому четырнадцатое"],
  [15, "fifteenth pietnastego pietnastym пятнадцатого пятнадцатому пятнадцатое"],
  [16, "sixteenth szesnastego szesnastym шестнадцатого шестнадцатому шестнадцатое"],
  [17, "seventeenth siedemnastego siedemnastym семнадцатого семнадцатому семнадцатое"],
  [18, "eighteenth osiemnastego osiemnastym восемнадцатого восемнадцатому восемнадцатое"],
  [19, "nineteenth dziewietnastego dziewietnastym девятнадцатого девятнадцатому девятнадцатое"],
  [20, "twentieth dwudziestego dwudziestym двадцатого двадцатому двадцатое"],
  [30, "thirtieth trzydziestego trzydziestym тридцатого тридцатому тридцатое"],
];

function toMap(forms: readonly (readonly [number, string])[]): ReadonlyMap<string, number> {
  return new Map(forms.flatMap(([value, words]) => words.split(" ").map((word) => [word, value] as const)));
}

export const cardinals = toMap(cardinalForms);
export const ordinals: ReadonlyMap<string, number> = new Map([
  ...toMap(ordinalForms),
  ...hyphenated(["twenty", 20]),
  ...hyphenated(["thirty", 30]),
]);

/** English writes the compound as one word: "twenty-first". */
function hyphenated([tens, value]: readonly [string, number]): (readonly [string, number])[] {
  return ordinalForms.slice(0, 9).flatMap(([unit, words]) => {
    const [english = ""] = words.split(" ");
    return value + unit <= 31 ? [[`${tens}-${english}`, value + unit] as const] : [];
  });
}
