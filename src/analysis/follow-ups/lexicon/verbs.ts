/**
 * Verbs of selling in the forms that tell who acts. Polish and Russian: first and third person singular of the present or
 * perfective future; the other forms follow from the two. Folded spelling. English: the base form.
 */
const polishPairs = `
zadzwonie zadzwoni|dzwonie dzwoni|oddzwonie oddzwoni|przedzwonie przedzwoni|zatelefonuje zatelefonuje|telefonuje telefonuje|przedryndam przedrynda|zlapie zlapie|wysle wysle|
wysylam wysyla|przesle przesle|przesylam przesyla|posle posle|posylam posyla|sle sle|podesle podesle|podsylam podsyla|odesle odesle|odsylam odsyla|dosle dosle|dosylam dosyla|napisze napisze|pisze pisze|
odpisze odpisze|odpisuje odpisuje|przygotuje przygotuje|przygotowuje przygotowuje|szykuje szykuje|zrobie zrobi|robie robi|pojade pojedzie|jade jedzie|podjade podjedzie|przyjade przyjedzie|zajade zajedzie|
przyjezdzam przyjezdza|wyjezdzam wyjezdza|zajrze zajrzy|wpadne wpadnie|wpadam wpada|zawioze zawiezie|wioze wiezie|przywioze przywiezie|dowioze dowiezie|dostarcze dostarczy|dostarczam dostarcza|
zaniose zaniesie|odwioze odwiezie|spotkam spotka|spotykam spotyka|siade siadzie|siadam siada|usiade usiadzie|porozmawiam porozmawia|rozmawiam rozmawia|pogadam pogada|gadam gada|pokaze pokaze|
pokazuje pokazuje|zaprezentuje zaprezentuje|prezentuje prezentuje|przedstawie przedstawi|przedstawiam przedstawia|omowie omowi|omawiam omawia|uzgodnie uzgodni|uzgadniam uzgadnia|ustale ustali|ustalam ustala|
sprawdze sprawdzi|sprawdzam sprawdza|dowiem dowie|zapytam zapyta|pytam pyta|dopytam dopyta|poprosze poprosi|prosze prosi|zlece zleci|zlecam zleca|przekaze przekaze|przekazuje przekazuje|oddam odda|oddaje oddaje|
dam da|daje daje|zloze zlozy|skladam sklada|zamowie zamowi|zamawiam zamawia|zarezerwuje zarezerwuje|rezerwuje rezerwuje|umowie umowi|umawiam umawia|policze policzy|licze liczy|przelicze przeliczy|wycenie wyceni|
wyceniam wycenia|opracuje opracuje|dorobie dorobi|poprawie poprawi|poprawiam poprawia|uzupelnie uzupelni|wypelnie wypelni|podpisze podpisze|podpisuje podpisuje|zamkne zamknie|zamykam zamyka|wystawie wystawi|wystawiam wystawia|
zorganizuje zorganizuje|organizuje organizuje|uruchomie uruchomi|uruchamiam uruchamia|zainstaluje zainstaluje|montuje montuje|zamontuje zamontuje|zmierze zmierzy|mierze mierzy|pomierze pomierzy|wezme wezmie|biore bierze|
odwiedze odwiedzi|odwiedzam odwiedza|wejde wejdzie|wchodze wchodzi|przyjde przyjdzie|ide idzie|pojde pojdzie|wyjde wyjdzie|stane stanie|wroce wroci|wracam wraca|odezwe odezwie|skontaktuje skontaktuje|przypomne przypomni|
przypominam przypomina|eskaluje eskaluje|zglosze zglosi|zglaszam zglasza|potwierdze potwierdzi|potwierdzam potwierdza|nadam nada|nadaje nadaje|puszcze pusci|puszczam puszcza|rzuce rzuci|podrzuce podrzuci|wrzuce wrzuci|
zaproponuje zaproponuje|proponuje proponuje|zaloze zalozy|zalatwie zalatwi|zalatwiam zalatwia|poszukam poszuka|szukam szuka|znajde znajdzie|zbiore zbierze|zbieram zbiera|rozpisze rozpisze|policze policzy|wyslemy wysle|
podejme podejmie|rozlicze rozliczy|zapytuje zapytuje|postaram postara|sprobuje sprobuje|bede bedzie|jestem jest|mam ma|musze musi|chce chce|wyrwe wyrwie|sporzadze sporzadzi|odbede odbedzie|zanotuje zanotuje|lece leci|
zlapie zlapie|wydrukuje wydrukuje|podmienie podmieni|wymienie wymieni|wymieniam wymienia|zaprosze zaprosi|zapraszam zaprasza|przedloze przedlozy|przyspiesze przyspieszy|ogarne ogarnie|domkne domknie|dopne dopnie|docisne docisnie|wykonam wykona|wykonuje wykonuje|przeprowadze przeprowadzi|poprowadze poprowadzi|prowadze prowadzi|zrealizuje zrealizuje|zweryfikuje zweryfikuje|skieruje skieruje|kieruje kieruje|objade objedzie|obdzwonie obdzwoni|zdazam zdazy|dogadam dogada|dogaduje dogaduje|wyjasnie wyjasni|wyjasniam wyjasnia|odpowiem odpowie|odpowiadam odpowiada|zlecam zleca|otworze otworzy|otwieram otwiera|zaczne zacznie|zaczynam zaczyna|koncze konczy|skoncze skonczy|dokoncze dokonczy|odbiore odbierze|odbieram odbiera|zabiore zabierze|zabieram zabiera|spakuje spakuje|pakuje pakuje|ruszam rusza|rusze ruszy|podlacze podlaczy|lacze laczy|polacze polaczy|stawiam stawia|postawie postawi|wgram wgra|wgrywam wgrywa`;

const russianPairs = `
позвоню позвонит|звоню звонит|перезвоню перезвонит|прозвоню прозвонит|наберу наберет|набираю набирает|созвонюсь созвонится|отзвонюсь отзвонится|дозвонюсь дозвонится|отправлю отправит|отправляю отправляет|вышлю вышлет|высылаю высылает|
пришлю пришлет|присылаю присылает|пошлю пошлет|шлю шлет|скину скинет|скидываю скидывает|перешлю перешлет|дошлю дошлет|направлю направит|направляю направляет|напишу напишет|пишу пишет|отпишу отпишет|отвечу ответит|отвечаю отвечает|
подготовлю подготовит|готовлю готовит|сделаю сделает|делаю делает|посчитаю посчитает|считаю считает|пересчитаю пересчитает|рассчитаю рассчитает|просчитаю просчитает|заеду заедет|приеду приедет|поеду поедет|еду едет|подъеду подъедет|
съезжу съездит|выезжаю выезжает|приезжаю приезжает|выеду выедет|лечу летит|вылетаю вылетает|прилечу прилетит|зайду зайдет|захожу заходит|приду придет|прихожу приходит|иду идет|пойду пойдет|схожу сходит|забегу забежит|загляну заглянет|заскочу заскочит|
встречусь встретится|встречаюсь встречается|увижусь увидится|сажусь садится|сяду сядет|поговорю поговорит|говорю говорит|пообщаюсь пообщается|обсужу обсудит|обсуждаю обсуждает|покажу покажет|показываю показывает|проведу проведет|провожу проводит|
презентую презентует|представлю представит|представляю представляет|выступлю выступит|выступаю выступает|доложу доложит|докладываю докладывает|защищаю защищает|защищу защитит|согласую согласует|уточню уточнит|уточняю уточняет|узнаю узнает|выясню выяснит|
проверю проверит|проверяю проверяет|спрошу спросит|попрошу попросит|прошу просит|поручу поручит|поручаю поручает|поставлю поставит|ставлю ставит|передам передаст|передаю передает|отдам отдаст|отдаю отдает|дам даст|даю дает|отвезу отвезет|везу везет|привезу привезет|завезу завезет|
привожу привозит|занесу занесет|принесу принесет|закажу закажет|заказываю заказывает|забронирую забронирует|назначу назначит|назначаю назначает|договорюсь договорится|оформлю оформит|оформляю оформляет|составлю составит|составляю составляет|соберу соберет|собираю собирает|
доработаю доработает|исправлю исправит|поправлю поправит|перепишу перепишет|дополню дополнит|заполню заполнит|подпишу подпишет|подписываю подписывает|закрою закроет|закрываю закрывает|выставлю выставит|выставляю выставляет|организую организует|устрою устроит|
запущу запустит|запускаю запускает|подключу подключит|подключусь подключится|подключаю подключает|установлю установит|замерю замерит|замеряю замеряет|возьму возьмет|беру берет|заберу заберет|забираю забирает|вернусь вернется|возвращаюсь возвращается|свяжусь свяжется|напомню напомнит|
эскалирую эскалирует|подниму поднимет|поднимаю поднимает|подтвержу подтвердит|подтверждаю подтверждает|предложу предложит|предлагаю предлагает|решу решит|найду найдет|ищу ищет|поищу поищет|постараюсь постарается|попробую попробует|буду будет|могу может|хочу хочет|
уложусь уложится|поеду поедет|приглашу пригласит|приглашаю приглашает|принимаю принимает|приму примет|открою откроет|открываю открывает|начну начнет|начинаю начинает|закончу закончит|заканчиваю заканчивает|доделаю доделает|перечерчу перечертит|черчу чертит|сверстаю сверстает|
сниму снимет|снимаю снимает|веду ведет|отгружу отгрузит|отгружаю отгружает|доставлю доставит|доставляю доставляет|обойду обойдет|объеду объедет|осмотрю осмотрит|посмотрю посмотрит|смотрю смотрит|прогоню прогонит|раскидаю раскидает|перелью перельет|подам подаст|подаю подает|внесу внесет|
переведу переведет|перевожу переводит|разошлю разошлет|распечатаю распечатает|подберу подберет|подбираю подбирает|сформирую сформирует|обновлю обновит|продлю продлит|закину закинет|кину кинет|дожму дожмет|дожимаю дожимает|включу включит|поработаю поработает|разберу разберет|разберусь разберется|подскажу подскажет|сообщу сообщит|сообщаю сообщает|дозаполню дозаполнит|утрясу утрясет|поздравлю поздравит|поздравляю поздравляет|сажаю сажает|поменяю поменяет|меняю меняет|заменю заменит|приложу приложит|прикладываю прикладывает|вызову вызовет|добуду добудет|достану достанет|выбью выбьет|поймаю поймает|ловлю ловит`;

const englishBases =
  "call ring phone dial send email mail forward visit meet show present demo demonstrate prepare draft write quote rework revise submit deliver bring take drive fly go come drop pop pick put get give hand pass ask check find follow chase arrange book organise organize set schedule run host do make finish close discuss talk speak chat see catch reach try text message ping share upload install test measure survey register courier ship post sign review update send finalise finalize confirm escalate raise push look work explain walk join dial answer reply offer propose calculate price cost order sort fix supply invite attend lead teach train hold start begin launch issue return speak sit grab swing fetch collect provide publish print reserve request approve assign complete clarify agree tell let bid resend requote recalculate reconnect introduce convene host pitch mock build compile gather assemble translate negotiate nudge revert touch buy pay transfer wire come open decide think consider evaluate";

/** Who acts, by verb form. */
export type Person = "own" | "they" | "infinitive" | "base" | "gerund";

const forms = new Map<string, Person>();
for (const pair of polishPairs.split("|")) addPolish(pair.trim());
for (const pair of russianPairs.split("|")) addRussian(pair.trim());
for (const base of englishBases.split(" ")) addEnglish(base);

/** Person of a folded verb form; undefined when it is none of the listed verbs. First and third person that look alike count as own. */
export function personOf(fold: string): Person | undefined {
  return forms.get(fold);
}

/** All listed forms, folded. */
export function verbForms(): Iterable<string> {
  return forms.keys();
}

function addPolish(pair: string): void {
  const [own = "", they = ""] = pair.split(" ");
  const isRegular = own.endsWith("am") || own.endsWith("em");
  setUnlessKnown(isRegular ? `${they}ja` : `${own.slice(0, -1)}a`, "they");
  if (they !== own) setUnlessKnown(they, "they");
  forms.set(own, "own");
  forms.set(`${they}my`, "own");
}

function addRussian(pair: string): void {
  const [own = "", they = ""] = pair.split(" ");
  const isReflexive = they.endsWith("ся");
  const bare = isReflexive ? they.slice(0, -2) : they;
  const tail = isReflexive ? "ся" : "";
  const ownBare = isReflexive ? own.slice(0, -2) : own;
  for (const plural of [`${ownBare}т`, `${bare.slice(0, -2)}ят`, `${bare.slice(0, -2)}ат`])
    setUnlessKnown(plural + tail, "they");
  setUnlessKnown(they, "they");
  forms.set(own, "own");
  forms.set(`${bare.slice(0, -1)}м${tail}`, "own");
}

function addEnglish(base: string): void {
  const stem = base.endsWith("e") ? base.slice(0, -1) : base;
  const last = base.slice(-1);
  forms.set(base, "base");
  forms.set(`${stem}ing`, "gerund");
  if (/[^aeiou][aeiou][bdgmnpt]$/.test(base)) forms.set(`${base}${last}ing`, "gerund");
  setUnlessKnown(`${base}s`, "they");
}

function setUnlessKnown(form: string, person: Person): void {
  if (!forms.has(form)) forms.set(form, person);
}
