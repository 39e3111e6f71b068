import { basename } from "node:path";
import type { RejectedRow } from "../../csv/read-csv.ts";
import type { ActivityKind } from "../../domain/activity.ts";
import { type ActivityField, activityFields, neededActivityFields } from "./activity-fields.ts";
import { readKind } from "./activity-words.ts";
import { dealFields, neededDealFields } from "./deal-fields.ts";
import { collectDateColumns } from "./decide-dates.ts";
import type { FindDeals } from "./find-deals.ts";
import { collectGrouping } from "./find-grouped.ts";
import { simplify } from "./guess-columns.ts";
import {
  type FileReading,
  inOrder,
  openSheet,
  type Sheet,
  type Trouble,
  toRowTrouble,
} from "./open-sheet.ts";
import type { ImportOptions } from "./read-deals.ts";
import { type ActivityRecord, type ActivitySheet, activityDateFields, toActivity } from "./to-activity.ts";

export interface ActivityFile {
  readonly activities: readonly ActivityRecord[];
  /** The words for kinds that it holds. */
  readonly kinds: ReadonlySet<string>;
  readonly reading: FileReading;
}

/**
 * The activities of a CSV export, linked to deals by id or by name. Reads the file twice, as `readDeals` does. Of several
 * rows of one activity the last counts; an activity without an id is itself by rep, moment, kind and subject.
 */
export async function readActivities(
  path: string,
  findDeals: FindDeals,
  options: ImportOptions,
): Promise<ActivityFile> {
  const sheet = await openSheet<ActivityField>(path, {
    kind: "activity",
    fields: activityFields,
    needed: neededActivityFields,
    looks: {},
    many: ["text"],
    given: options.mapping,
    other: {
      fields: dealFields,
      needed: neededDealFields,
      advice: "It looks like a file of deals: give it with --deals",
    },
  });
  const troubles: Trouble[] = [];
  const learned = await learnSheet(sheet, { options, troubles, findDeals });
  const activities = new Map<string, ActivityRecord>();
  const kinds = new Set<string>();
  let rows = 0;
  let duplicates = 0;
  for await (const row of sheet.read()) {
    rows += 1;
    kinds.add(row.cell("kind"));
    if (rows % 1_000 === 0) options.onRow?.(sheet.file, rows, null);
    const activity = toActivity(row, learned, (trouble) =>
      troubles.push({ file: sheet.file, line: row.line, ...trouble }),
    );
    if (activity === null) continue;
    if (activities.has(activity.id)) duplicates += 1;
    activities.set(activity.id, activity);
  }
  options.onRow?.(sheet.file, rows, rows);
  const { format, file, guess } = sheet;
  const { mapped, unused, missing } = guess;
  const uncertainDates = learned.dates.uncertain;
  return {
    activities: [...activities.values()],
    kinds,
    reading: {
      file,
      format,
      mapped,
      unused,
      missing,
      rows,
      duplicates,
      troubles: inOrder(troubles),
      assumedKind: guess.columnsOf("kind").length > 0 ? null : (learned.kindOfFile ?? "task"),
      grouped: learned.grouped,
      uncertainDates,
    },
  };
}

interface Learning {
  readonly options: ImportOptions;
  readonly troubles: Trouble[];
  readonly findDeals: FindDeals;
}

async function learnSheet(
  sheet: Sheet<ActivityField>,
  { options, troubles, findDeals }: Learning,
): Promise<ActivitySheet> {
  const { columnsOf } = sheet.guess;
  const dates = collectDateColumns();
  const grouping = collectGrouping();
  const dateColumns = activityDateFields.flatMap(columnsOf);
  const reject = (row: RejectedRow) => troubles.push(toRowTrouble(sheet.file, row));
  for await (const { raw } of sheet.read(reject)) {
    for (const column of dateColumns) dates.add(column, raw[column] ?? "");
    for (const column of columnsOf("rep")) grouping.add(column, raw[column] ?? "");
  }
  return {
    dates: dates.decide(options.mapping, options.dateOrder),
    grouped: grouping.find(),
    kindOf: (word) => readKind(word, options.mapping),
    kindOfFile: findKindOfFile(sheet),
    findDeals,
    columnsOf,
    timeZone: options.timeZone,
  };
}

// HubSpot exports each kind into a file of its own, without a column for it: its headings and its name tell.
function findKindOfFile({ file, columns, guess }: Sheet<ActivityField>): ActivityKind | null {
  if (guess.columnsOf("kind").length > 0) return null;
  const nothing = new Map<string, string>();
  const headings = columns
    .map(simplify)
    .map((name) => kindHeadings.find(([heading]) => heading.test(name))?.[1]);
  return headings.find((kind) => kind !== undefined) ?? readKind(basename(file), nothing);
}

const kindHeadings: readonly (readonly [RegExp, ActivityKind])[] = [
  [
    /^call (title|outcome|direction|notes|duration)|^(wynik|kierunek|tytuł) (rozmowy|połączenia)|^(результат|направление|длительность) звонка/,
    "call",
  ],
  [
    /^meeting (name|title|outcome|start time|description)|^(wynik|nazwa|tytuł|opis|godzina rozpoczęcia|czas rozpoczęcia) spotkania|^(результат|название|описание|время начала) встречи/,
    "meeting",
  ],
  [
    /^email (subject|send date|status|direction|body)|^(temat|treść) wiadomości|^(тема|текст) письма/,
    "email",
  ],
  [
    /^task (title|name|status|type|notes)|^(nazwa|tytuł|status|typ) zadania|^(название|статус|тип) задачи/,
    "task",
  ],
  [/^note body|^treść notatki|^текст заметки/, "note"],
];
