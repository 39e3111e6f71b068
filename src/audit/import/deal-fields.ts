/**
 * What is looked for in a file of deals, and under which headings, as HubSpot and Salesforce export them in English, Polish
 * and Russian (other CRMs' common words too). Earlier names are better. Written as `simplify` leaves them.
 */
export const dealFields = {
  id: "record id|deal id|opportunity id|id|case safe id|id rekordu|identyfikator rekordu|id transakcji|identyfikator transakcji|identyfikator szansy|id szansy|id записи|идентификатор записи|id сделки|идентификатор сделки|id возможности|идентификатор возможности|номер сделки|nr transakcji",
  name: "deal name|opportunity name|name|deal|opportunity|nazwa transakcji|nazwa szansy|nazwa szansy sprzedaży|transakcja|szansa|nazwa|название сделки|имя возможности|название возможности|сделка|название|account name|account|company name|klient|firma|клиент|компания",
  owner:
    "deal owner|opportunity owner|owner full name|owner name|owner|sales agent|sales rep|rep|salesperson|assigned to|owner id|właściciel transakcji|właściciel szansy|właściciel szansy sprzedaży|właściciel|opiekun|handlowiec|владелец сделки|ответственный за сделку|ответственный за возможность|владелец возможности|владелец|ответственный|менеджер|ownerid",
  stage:
    "deal stage|stage|stage name|stagename|opportunity stage|status|etap transakcji|etap szansy|etap|faza|этап сделки|стадия сделки|этап|стадия|статус",
  pipeline:
    "pipeline|deal pipeline|sales process|record type|lejek|lejek sprzedaży|potok|proces sprzedaży|воронка|воронка продаж|процесс продаж",
  amount:
    "amount in company currency|amount converted|amount|deal amount|deal value|value|close value|expected revenue|kwota w walucie firmy|kwota|wartość transakcji|wartość|сумма в валюте компании|сумма|сумма сделки|бюджет|стоимость",
  currency:
    "currency|deal currency code|amount currency|opportunity currency|currency iso code|currencyisocode|waluta|валюта",
  created:
    "create date|created date|createddate|created at|created|date created|creation date|open date|engage date|data utworzenia|utworzono|дата создания|создано|создана",
  closed:
    "close date|closed date|closedate|expected close date|date closed|closed|data zamknięcia|planowana data zamknięcia|дата закрытия|предполагаемая дата закрытия",
  isClosed:
    "is deal closed|is closed numeric|is closed|isclosed|closed|zamknięta|zamknięto|czy zamknięta|закрыта|закрыто",
  isWon: "is closed won|is won|iswon|won|wygrana|wygrano|czy wygrana|выиграна|выиграно|успешна",
  probability:
    "deal probability|probability|probability percent|forecast probability|prawdopodobieństwo|вероятность",
  nextStep: "next step|nextstep|następny krok|kolejny krok|следующий шаг",
  nextStepAt:
    "next step updated|next step date|next step last modified|data następnego kroku|дата следующего шага",
  enteredStage:
    "date entered current stage|last stage change date|laststagechangedate|stage changed date|stage entered|data zmiany etapu|data ostatniej zmiany etapu|дата последнего изменения этапа|дата входа в этап",
  contacts:
    "number of associated contacts|contacts|liczba powiązanych kontaktów|количество связанных контактов",
} as const;
export type DealField = keyof typeof dealFields;

/** Without these nothing can be said; of `id` and `name` one is enough. */
export const neededDealFields: readonly (readonly DealField[])[] = [["id", "name"], ["owner"], ["stage"]];
