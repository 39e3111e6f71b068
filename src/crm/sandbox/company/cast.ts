import type { Language } from "../../../domain/tenant.ts";
import type { Random } from "../random.ts";
import type { Person, SalesTeam } from "./model.ts";
import type { ParametricSize } from "./size.ts";

/** How much of what a rep does on a full working day, on average. */
export interface Habits {
  readonly calls: number;
  readonly meetings: number;
  readonly emails: number;
  readonly notes: number;
  /** Offers to customers without a deal yet, on top of those that belong to a deal's stage. */
  readonly proposals: number;
  /** New deals a working day. */
  readonly newDeals: number;
  /** Share of the usual amount by weekday, Monday to Friday. */
  readonly weekdays: readonly number[];
}

export interface CastMember extends Person {
  readonly habits: Habits;
}

export interface Cast {
  readonly members: readonly CastMember[];
  readonly teams: readonly SalesTeam[];
}

const weekdays = [0.9, 1.1, 1.1, 1.05, 0.85];
const nothing: Habits = { calls: 0, meetings: 0, emails: 0, notes: 0, proposals: 0, newDeals: 0, weekdays };

type Line = readonly [id: number, first: string, last: string, language: Language, team: string];

const firstTeam = "6201";
const secondTeam = "6202";

const demoReps: readonly (readonly [Line, Omit<Habits, "weekdays">])[] = [
  [
    [71520011, "Anna", "Nowak", "pl", firstTeam],
    { calls: 8, meetings: 1.1, emails: 6, notes: 1.4, proposals: 0.5, newDeals: 0.14 },
  ],
  [
    [71520012, "Tomasz", "Wójcik", "pl", firstTeam],
    { calls: 11, meetings: 1.3, emails: 6, notes: 1.2, proposals: 0.7, newDeals: 0.12 },
  ],
  [
    [71520013, "Katarzyna", "Lis", "pl", firstTeam],
    { calls: 7, meetings: 1.2, emails: 7, notes: 1.5, proposals: 0.5, newDeals: 0.12 },
  ],
  [
    [71520014, "Dmitri", "Volkov", "ru", secondTeam],
    { calls: 9, meetings: 0.9, emails: 5, notes: 1.3, proposals: 0.6, newDeals: 0.14 },
  ],
  [
    [71520015, "James", "Whitfield", "en", secondTeam],
    { calls: 7, meetings: 1, emails: 6, notes: 1.2, proposals: 0.5, newDeals: 0.04 },
  ],
  [
    [71520016, "Sarah", "O'Connor", "en", secondTeam],
    { calls: 8, meetings: 1.4, emails: 7, notes: 1.6, proposals: 0.6, newDeals: 0.14 },
  ],
];
const demoManagers: readonly Line[] = [
  [71520017, "Marek", "Zieliński", "pl", firstTeam],
  [71520018, "Helen", "Brandt", "en", secondTeam],
];
const demoLeaver: Line = [71520019, "Olga", "Smirnova", "ru", secondTeam];

/** The people of the demo by what is planted on them. */
export const demoRoles = {
  steady: "71520011",
  belowNorm: "71520012",
  strong: "71520013",
  priceProblem: "71520014",
  absent: "71520015",
  english: "71520016",
  sellingManager: "71520017",
  deactivated: "71520019",
} as const;

export function demoCast(): Cast {
  return {
    teams: [
      { id: firstTeam, name: "Poland" },
      { id: secondTeam, name: "International" },
    ],
    members: [
      ...demoReps.map(([line, habits]) => toMember(line, { habits: { ...habits, weekdays } })),
      ...demoManagers.map((line) => toMember(line, { role: "manager" })),
      toMember(demoLeaver, { isActive: false }),
    ],
  };
}

function toMember(line: Line, more: Partial<CastMember>): CastMember {
  const [id, firstName, lastName, language, teamId] = line;
  return {
    id: String(id),
    firstName,
    lastName,
    language,
    teamId,
    email: toEmail(firstName, lastName),
    role: "rep",
    isActive: true,
    habits: nothing,
    ...more,
  };
}

function toEmail(firstName: string, lastName: string): string {
  const plain = `${firstName}.${lastName}`.normalize("NFD").toLowerCase().replaceAll("ł", "l");
  return `${plain.replaceAll(/[^a-z0-9.]/g, "")}@warta-systems.example`;
}

const firstNames = [
  "Adam",
  "Ewa",
  "Piotr",
  "Maria",
  "Ivan",
  "Elena",
  "Oleg",
  "John",
  "Emma",
  "Lucas",
  "Nina",
  "Paul",
];
const lastNames = [
  "Kowalski",
  "Mazur",
  "Krawczyk",
  "Petrov",
  "Ivanova",
  "Sokolov",
  "Baker",
  "Hughes",
  "Keller",
  "Roth",
];
const languages: readonly Language[] = ["en", "pl", "ru"];
/** Reps per team in a big company. */
const teamSize = 10;

/** A company of any size: every rep much like the other, shares of activities as in the demo. */
export function parametricCast(size: ParametricSize, random: Random): Cast {
  const perRep = size.activitiesPerDay / size.reps;
  const teams = Array.from({ length: Math.ceil(size.reps / teamSize) }, (_, index) => ({
    id: String(6300 + index),
    name: `Team ${index + 1}`,
  }));
  const members = Array.from({ length: size.reps }, (_, index) => {
    const first = random.pick(firstNames);
    const last = `${random.pick(lastNames)}-${index + 1}`;
    const team = String(6300 + Math.floor(index / teamSize));
    const line: Line = [71_600_000 + index, first, last, languages[index % 3] ?? "en", team];
    const strength = 0.7 + 0.6 * random.next();
    return toMember(line, { habits: toHabits(perRep * strength, size.openDeals / size.reps) });
  });
  return { members, teams };
}

/** Deals live some 50 days, so a fiftieth of them must be new each day; five of seven days are worked. */
const dealLifeWorkdays = 36;

function toHabits(perDay: number, deals: number): Habits {
  return {
    calls: perDay * 0.44,
    emails: perDay * 0.36,
    meetings: perDay * 0.06,
    notes: perDay * 0.08,
    proposals: 0.4,
    newDeals: deals / dealLifeWorkdays,
    weekdays,
  };
}
