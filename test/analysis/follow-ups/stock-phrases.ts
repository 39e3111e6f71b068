import type { ReasonCode } from "../../../src/domain/follow-up.ts";

/** Three of the plainest ways to give each reason. Authors of labelled texts were shown six of them as examples; the stock is everybody's, so others occur too. */
export const stockPhrases: Readonly<
  Record<"en" | "pl" | "ru", Readonly<Record<ReasonCode, readonly string[]>>>
> = {
  en: {
    price: ["Too expensive for them.", "They say the price is too high.", "They want a 20% discount."],
    budget: ["No budget this year.", "Budget is frozen.", "No money for this until next year."],
    timing: [
      "Not now, maybe next quarter.",
      "They are busy until after the holidays.",
      "They asked us to come back in spring.",
    ],
    no_response: [
      "They don't answer.",
      "No reply for three weeks.",
      "Still waiting to hear back from the buyer.",
    ],
    decision_maker: [
      "Waiting for the board's approval.",
      "Her boss has to approve it.",
      "It is stuck with their legal department.",
    ],
    competitor: [
      "They prefer a competitor.",
      "They already work with another supplier.",
      "They are leaning towards Acme.",
    ],
    product_fit: [
      "We don't have the integration they need.",
      "The product is missing a feature.",
      "Our size doesn't fit their machine.",
    ],
    terms: [
      "They don't accept our payment terms.",
      "Delivery time is too long for them.",
      "They want 60 days and we offer 14.",
    ],
    trust: [
      "They don't know us and want references.",
      "They are worried about security.",
      "They are afraid to change suppliers.",
    ],
    need: ["They don't see the need.", "They are happy with what they have.", "They say they don't need it."],
    lead_quality: [
      "Bad lead, wrong contact.",
      "Marketing sent us a student.",
      "The lead is not in our target market.",
    ],
    internal: [
      "Our legal is slow with the contract.",
      "Waiting for our presales.",
      "Our finance has not released the quote.",
    ],
    workload: [
      "I have no time for this one.",
      "Too many deals on my desk.",
      "I did not get to it, swamped with other tasks.",
    ],
    market: [
      "The whole industry is down.",
      "Interest rates stopped all investments.",
      "New regulation put everything on hold in the sector.",
    ],
    other: [
      "The buyer is ill.",
      "They had a fire in the warehouse.",
      "There is a lawsuit between the owners.",
    ],
  },
  pl: {
    price: ["Za drogo dla nich.", "Mówią, że cena jest za wysoka.", "Chcą 20% rabatu."],
    budget: ["Brak budżetu w tym roku.", "Budżet zamrożony.", "Nie mają pieniędzy do przyszłego roku."],
    timing: [
      "Nie teraz, może w następnym kwartale.",
      "Są zajęci do końca urlopów.",
      "Prosili, żeby wrócić wiosną.",
    ],
    no_response: [
      "Nie odbierają.",
      "Brak odpowiedzi od trzech tygodni.",
      "Ciągle czekam na odpowiedź klienta.",
    ],
    decision_maker: [
      "Czekają na zgodę zarządu.",
      "Szef musi to zatwierdzić.",
      "Utknęło u nich w dziale prawnym.",
    ],
    competitor: ["Wolą konkurencję.", "Pracują już z innym dostawcą.", "Skłaniają się ku firmie X."],
    product_fit: [
      "Nie mamy integracji, której potrzebują.",
      "W produkcie brakuje im funkcji.",
      "Nasz rozmiar nie pasuje do ich maszyny.",
    ],
    terms: [
      "Nie akceptują naszych warunków płatności.",
      "Termin dostawy jest dla nich za długi.",
      "Chcą 60 dni, a my dajemy 14.",
    ],
    trust: [
      "Nie znają nas i chcą referencji.",
      "Obawiają się o bezpieczeństwo danych.",
      "Boją się zmieniać dostawcę.",
    ],
    need: ["Nie widzą potrzeby.", "Są zadowoleni z tego, co mają.", "Mówią, że tego nie potrzebują."],
    lead_quality: ["Zły lead, nie ta osoba.", "Marketing przysłał studenta.", "To nie nasz klient docelowy."],
    internal: [
      "Nasz dział prawny zwleka z umową.",
      "Czekam na naszych presales.",
      "Nasze finanse nie puściły oferty.",
    ],
    workload: ["Nie mam na to czasu.", "Za dużo tematów na głowie.", "Nie zdążyłem, zawalony jestem robotą."],
    market: [
      "Cała branża leży.",
      "Stopy procentowe zatrzymały inwestycje.",
      "Nowe przepisy wstrzymały wszystko w branży.",
    ],
    other: ["Kupiec jest chory.", "Mieli pożar w magazynie.", "Wspólnicy procesują się ze sobą."],
  },
  ru: {
    price: ["Дорого для них.", "Говорят, что цена слишком высокая.", "Хотят скидку 20%."],
    budget: ["Нет бюджета в этом году.", "Бюджет заморожен.", "Денег нет до следующего года."],
    timing: [
      "Не сейчас, может в следующем квартале.",
      "Заняты до конца отпусков.",
      "Попросили вернуться весной.",
    ],
    no_response: ["Не отвечают.", "Три недели нет ответа.", "Всё ещё жду ответа от клиента."],
    decision_maker: [
      "Ждут одобрения совета директоров.",
      "Должен утвердить начальник.",
      "Застряло у них у юристов.",
    ],
    competitor: [
      "Предпочитают конкурента.",
      "Уже работают с другим поставщиком.",
      "Склоняются к другой компании.",
    ],
    product_fit: [
      "У нас нет нужной им интеграции.",
      "Не хватает функции в продукте.",
      "Наш размер не подходит к их станку.",
    ],
    terms: [
      "Не устраивают условия оплаты.",
      "Срок поставки слишком долгий.",
      "Хотят отсрочку 60 дней, а у нас 14.",
    ],
    trust: [
      "Не знают нас, просят отзывы.",
      "Переживают за безопасность данных.",
      "Боятся менять поставщика.",
    ],
    need: ["Не видят необходимости.", "Довольны тем, что есть.", "Говорят, что им это не нужно."],
    lead_quality: ["Плохой лид, не тот контакт.", "Маркетинг прислал студента.", "Не наш целевой клиент."],
    internal: [
      "Наши юристы тянут с договором.",
      "Жду наших пресейлов.",
      "Наша бухгалтерия не выставила счёт.",
    ],
    workload: [
      "Нет времени этим заняться.",
      "Слишком много сделок на мне.",
      "Не успел, завал по другим задачам.",
    ],
    market: [
      "Вся отрасль стоит.",
      "Из-за ставки ЦБ все инвестиции встали.",
      "Новые требования остановили весь рынок.",
    ],
    other: ["Закупщик заболел.", "У них пожар на складе.", "Собственники судятся между собой."],
  },
};
