/** How HubSpot and Salesforce write a company's deals and activities into CSV files, by product and language. */
import { type Moment, msPerMinute, toCivilDate } from "../src/domain/time.ts";
import type { ExportedCompany, ExportedDeal, ExportedTouch } from "./export-company.ts";

export interface Dialect {
  readonly name: string;
  readonly delimiter: "," | ";" | "\t";
  readonly bom: boolean;
  readonly deal: Readonly<
    Record<"id" | "name" | "stage" | "pipeline" | "owner" | "amount" | "created" | "closed", string>
  >;
  /** Heading of the column of a stage; null: the export does not tell when deals entered their stages. */
  readonly entered: ((stage: string, pipeline: string) => string) | null;
  readonly closedFlags: readonly [closed: string, won: string, yes: string, no: string] | null;
  readonly activity: Readonly<
    Record<
      | "id"
      | "kind"
      | "rep"
      | "at"
      | "created"
      | "deal"
      | "subject"
      | "text"
      | "direction"
      | "result"
      | "source",
      string
    >
  >;
  readonly kinds: Readonly<Record<ExportedTouch["kind"], string>>;
  readonly results: Readonly<Record<ExportedTouch["result"], string>>;
  readonly directions: Readonly<Record<ExportedTouch["direction"], string>>;
  readonly date: (date: string) => string;
  readonly moment: (date: string, hours: number, minutes: string) => string;
  readonly amount: (amount: number) => string;
  /** Lines below the table. */
  readonly footer: readonly string[];
}

/** The two files, as text. */
export function writeExport(
  company: ExportedCompany,
  dialect: Dialect,
): { deals: string; activities: string } {
  return { deals: writeDeals(company, dialect), activities: writeActivities(company, dialect) };
}

function writeDeals({ deals, timeZone }: ExportedCompany, dialect: Dialect): string {
  const { deal: heads, entered, closedFlags } = dialect;
  const stages = [
    ...new Map(
      deals.flatMap(({ entered: own, pipeline }) =>
        [...own.keys()].map((stage) => [`${stage}|${pipeline}`, { stage, pipeline }]),
      ),
    ),
  ].map(([, one]) => one);
  const at = (moment: Moment | undefined) =>
    moment === undefined ? "" : writeMoment(moment, timeZone, dialect);
  const header = [
    ...Object.values(heads),
    ...(entered === null ? [] : stages.map(({ stage, pipeline }) => entered(stage, pipeline))),
    ...(closedFlags === null ? [] : closedFlags.slice(0, 2)),
  ];
  const rows = deals.map((deal) => [
    deal.id,
    deal.name,
    deal.stage,
    deal.pipeline,
    deal.owner,
    deal.amount === null ? "" : dialect.amount(deal.amount),
    deal.hasCreationDate ? at(deal.openedAt) : "",
    closeDateOf(deal, { timeZone, dialect }),
    ...(entered === null
      ? []
      : stages.map(({ stage, pipeline }) => (pipeline === deal.pipeline ? at(deal.entered.get(stage)) : ""))),
    ...(closedFlags === null
      ? []
      : [deal.outcome !== "open", deal.outcome === "won"].map((is) => closedFlags[is ? 2 : 3])),
  ]);
  return toCsv([header, ...rows], dialect);
}

function closeDateOf(
  deal: ExportedDeal,
  { timeZone, dialect }: { timeZone: string; dialect: Dialect },
): string {
  const ended = deal.outcome === "open" ? undefined : deal.entered.get(deal.stage);
  const date = ended === undefined ? deal.closeDate : toCivilDate(ended, timeZone);
  return date === null ? "" : dialect.date(date);
}

function writeActivities({ touches, timeZone, deals }: ExportedCompany, dialect: Dialect): string {
  const { activity: heads, kinds, results, directions } = dialect;
  const known = new Set(deals.map(({ id }) => id));
  const rows = touches.map((touch) => [
    touch.id,
    kinds[touch.kind],
    touch.rep,
    writeMoment(touch.at, timeZone, dialect),
    writeMoment(touch.loggedAt, timeZone, dialect),
    touch.dealIds.filter((id) => known.has(id)).join(";"),
    touch.title,
    touch.text ?? "",
    directions[touch.direction],
    results[touch.result],
    touch.origin === "person" ? "CRM UI" : touch.origin === "sequence" ? "Sequence" : "Automation",
  ]);
  return toCsv([Object.values(heads), ...rows], dialect);
}

function writeMoment(at: Moment, timeZone: string, { moment }: Dialect): string {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [hours = "0", minutes = "00"] = clock.format(Math.floor(at / msPerMinute) * msPerMinute).split(":");
  return moment(toCivilDate(at, timeZone), Number(hours), minutes);
}

function toCsv(
  rows: readonly (readonly (string | undefined)[])[],
  { delimiter, bom, footer }: Dialect,
): string {
  const quote = (text = "") =>
    /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((row) => row.map(quote).join(delimiter));
  return `${bom ? "\ufeff" : ""}${[...lines, ...footer].join("\r\n")}\r\n`;
}

const dotted = (date: string) => date.split("-").toReversed().join(".");
const american = (date: string) => {
  const [year, month, day] = date.split("-");
  return `${Number(month)}/${Number(day)}/${year}`;
};
const two = (hours: number) => String(hours).padStart(2, "0");
const numberIn = (locale: string, amount: number) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(amount);

const englishWords = {
  kinds: {
    call: "Call",
    meeting: "Meeting",
    email: "Email",
    note: "Note",
    task: "Task",
    message: "WhatsApp",
    proposal: "Quote",
  },
  results: { done: "Completed", "no-answer": "No answer", booked: "Scheduled", cancelled: "Canceled" },
  directions: { outbound: "Outbound", inbound: "Inbound" },
} as const;
const polishWords = {
  kinds: {
    call: "Rozmowa",
    meeting: "Spotkanie",
    email: "E-mail",
    note: "Notatka",
    task: "Zadanie",
    message: "SMS",
    proposal: "Oferta",
  },
  results: {
    done: "Zakończone",
    "no-answer": "Brak odpowiedzi",
    booked: "Zaplanowane",
    cancelled: "Odwołane",
  },
  directions: { outbound: "Wychodzące", inbound: "Przychodzące" },
} as const;
const russianWords = {
  kinds: {
    call: "Звонок",
    meeting: "Встреча",
    email: "Письмо",
    note: "Заметка",
    task: "Задача",
    message: "Сообщение",
    proposal: "Коммерческое предложение",
  },
  results: { done: "Завершено", "no-answer": "Нет ответа", booked: "Запланировано", cancelled: "Отменено" },
  directions: { outbound: "Исходящий", inbound: "Входящий" },
} as const;

export const dialects: readonly Dialect[] = [
  {
    name: "hubspot-en",
    delimiter: ",",
    bom: false,
    deal: {
      id: "Record ID",
      name: "Deal Name",
      stage: "Deal Stage",
      pipeline: "Pipeline",
      owner: "Deal owner",
      amount: "Amount",
      created: "Create Date",
      closed: "Close Date",
    },
    entered: (stage, pipeline) => `Date entered "${stage} (${pipeline})"`,
    closedFlags: ["Is Closed (numeric)", "Is Closed Won", "1", "0"],
    activity: {
      id: "Record ID",
      kind: "Activity type",
      rep: "Activity assigned to",
      at: "Activity date",
      created: "Create Date",
      deal: "Associated Deal IDs",
      subject: "Title",
      text: "Note body",
      direction: "Direction",
      result: "Outcome",
      source: "Record source",
    },
    ...englishWords,
    date: (date) => date,
    moment: (date, hours, minutes) => `${date} ${two(hours)}:${minutes}`,
    amount: String,
    footer: [],
  },
  {
    name: "hubspot-pl",
    delimiter: ";",
    bom: true,
    deal: {
      id: "ID rekordu",
      name: "Nazwa transakcji",
      stage: "Etap transakcji",
      pipeline: "Lejek",
      owner: "Właściciel transakcji",
      amount: "Kwota",
      created: "Data utworzenia",
      closed: "Data zamknięcia",
    },
    entered: (stage, pipeline) => `Data wejścia do etapu „${stage} (${pipeline})”`,
    closedFlags: ["Zamknięta", "Wygrana", "Tak", "Nie"],
    activity: {
      id: "ID rekordu",
      kind: "Rodzaj aktywności",
      rep: "Przypisano do",
      at: "Data aktywności",
      created: "Data utworzenia",
      deal: "Identyfikatory powiązanych transakcji",
      subject: "Tytuł",
      text: "Treść notatki",
      direction: "Kierunek",
      result: "Wynik",
      source: "Źródło rekordu",
    },
    ...polishWords,
    date: dotted,
    moment: (date, hours, minutes) => `${dotted(date)} ${two(hours)}:${minutes}`,
    amount: (amount) => `${numberIn("pl-PL", amount)} €`,
    footer: [],
  },
  {
    name: "hubspot-ru",
    delimiter: ";",
    bom: true,
    deal: {
      id: "ID записи",
      name: "Название сделки",
      stage: "Этап сделки",
      pipeline: "Воронка",
      owner: "Владелец сделки",
      amount: "Сумма",
      created: "Дата создания",
      closed: "Дата закрытия",
    },
    entered: (stage, pipeline) => `Дата входа в этап «${stage} (${pipeline})»`,
    closedFlags: ["Закрыта", "Выиграна", "Да", "Нет"],
    activity: {
      id: "ID записи",
      kind: "Тип действия",
      rep: "Кому назначено",
      at: "Дата действия",
      created: "Дата создания",
      deal: "ID связанной сделки",
      subject: "Название",
      text: "Текст заметки",
      direction: "Направление",
      result: "Результат",
      source: "Источник записи",
    },
    ...russianWords,
    date: dotted,
    moment: (date, hours, minutes) => `${dotted(date)}, ${two(hours)}:${minutes}`,
    amount: (amount) => `${numberIn("ru-RU", amount)} €`,
    footer: [],
  },
  {
    name: "salesforce-en",
    delimiter: ",",
    bom: false,
    deal: {
      id: "Opportunity ID",
      name: "Opportunity Name",
      stage: "Stage",
      pipeline: "Record Type",
      owner: "Opportunity Owner",
      amount: "Amount",
      created: "Created Date",
      closed: "Close Date",
    },
    entered: null,
    closedFlags: ["Closed", "Won", "1", "0"],
    activity: {
      id: "Activity ID",
      kind: "Type",
      rep: "Assigned",
      at: "Date",
      created: "Created Date",
      deal: "Opportunity ID",
      subject: "Subject",
      text: "Full Comments",
      direction: "Call Type",
      result: "Status",
      source: "Source",
    },
    ...englishWords,
    date: american,
    moment: (date, hours, minutes) =>
      `${american(date)} ${hours % 12 || 12}:${minutes} ${hours < 12 ? "AM" : "PM"}`,
    amount: (amount) => `€${numberIn("en-US", amount)}`,
    footer: [
      "",
      '"Opportunity Report"',
      '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
    ],
  },
  {
    name: "salesforce-pl",
    delimiter: "\t",
    bom: true,
    deal: {
      id: "Identyfikator szansy",
      name: "Nazwa szansy",
      stage: "Etap",
      pipeline: "Proces sprzedaży",
      owner: "Właściciel szansy",
      amount: "Kwota",
      created: "Data utworzenia",
      closed: "Data zamknięcia",
    },
    entered: null,
    closedFlags: ["Zamknięta", "Wygrana", "Prawda", "Fałsz"],
    activity: {
      id: "ID działania",
      kind: "Typ",
      rep: "Przypisano do",
      at: "Data",
      created: "Data utworzenia",
      deal: "Identyfikator szansy",
      subject: "Temat",
      text: "Komentarze",
      direction: "Kierunek",
      result: "Stan",
      source: "Źródło",
    },
    ...polishWords,
    date: dotted,
    moment: (date, hours, minutes) => `${dotted(date)} ${two(hours)}:${minutes}`,
    amount: (amount) => numberIn("pl-PL", amount),
    footer: [],
  },
  {
    name: "salesforce-ru",
    delimiter: ";",
    bom: true,
    deal: {
      id: "Идентификатор возможности",
      name: "Имя возможности",
      stage: "Стадия",
      pipeline: "Процесс продаж",
      owner: "Ответственный за возможность",
      amount: "Сумма",
      created: "Дата создания",
      closed: "Дата закрытия",
    },
    entered: null,
    closedFlags: ["Закрыто", "Успешна", "Истина", "Ложь"],
    activity: {
      id: "ID действия",
      kind: "Тип",
      rep: "Назначено",
      at: "Дата",
      created: "Дата создания",
      deal: "ID сделки",
      subject: "Тема",
      text: "Комментарии",
      direction: "Направление",
      result: "Состояние",
      source: "Источник",
    },
    ...russianWords,
    date: dotted,
    moment: (date, hours, minutes) => `${dotted(date)} ${two(hours)}:${minutes}`,
    amount: (amount) => `${numberIn("ru-RU", amount)} руб.`,
    footer: [],
  },
];
