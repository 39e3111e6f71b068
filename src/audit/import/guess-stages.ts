import type { DealOutcome } from "../../domain/deal.ts";
import type { Mapping } from "./read-mapping.ts";

/** What a stage means for the deals in it, and how that is known. */
export interface StageMeaning {
  readonly name: string;
  readonly outcome: DealOutcome;
  readonly by: "given" | "column" | "name" | "probability" | "assumed";
  readonly deals: number;
}

export interface StageEvidence {
  add(deal: {
    stage: string;
    isClosed: boolean | null;
    isWon: boolean | null;
    probability: number | null;
  }): void;
  /** By `toStageKey` of the stage's name. */
  decide(mapping: Mapping): ReadonlyMap<string, StageMeaning>;
}

/** A stage is one however its name is written: in capitals in one place, with two spaces in another. */
export function toStageKey(name: string): string {
  return name.replaceAll(/\s+/g, " ").trim().toLowerCase();
}

interface Seen {
  /** How often the name is written how. */
  names: Map<string, number>;
  deals: number;
  closed: number;
  won: number;
  /** Deals of which a column says open or closed. */
  told: number;
  full: number;
  none: number;
}

/** Learns from all deals what each stage means: by what the user said, the closed and won columns, its name, its probability. */
export function collectStageEvidence(): StageEvidence {
  const seen = new Map<string, Seen>();
  return {
    add({ stage, isClosed, isWon, probability }) {
      const found = seeStage(seen, stage);
      found.deals += 1;
      if (isClosed !== null || isWon === true) found.told += 1;
      if (isClosed === true || isWon === true) found.closed += 1;
      if (isWon === true) found.won += 1;
      if (probability !== null && probability >= 100) found.full += 1;
      if (probability === 0) found.none += 1;
    },
    decide: (mapping) =>
      new Map([...seen].map(([key, found]) => [key, toMeaning(commonName(found), found, mapping)])),
  };
}

function seeStage(seen: Map<string, Seen>, name: string): Seen {
  const key = toStageKey(name);
  const nothing = { names: new Map(), deals: 0, closed: 0, won: 0, told: 0, full: 0, none: 0 };
  const found: Seen = seen.get(key) ?? nothing;
  seen.set(key, found);
  found.names.set(name, (found.names.get(name) ?? 0) + 1);
  return found;
}

function commonName({ names }: Seen): string {
  const [first] = [...names].toSorted(([a, times], [b, others]) => others - times || (a < b ? -1 : 1));
  return first?.[0] ?? "";
}

function toMeaning(name: string, found: Seen, mapping: Mapping): StageMeaning {
  const { deals } = found;
  const given = [...mapping].findLast(([key]) => toStageKey(key) === `stage.${toStageKey(name)}`)?.[1];
  if (given === "open" || given === "won" || given === "lost")
    return { name, outcome: given, by: "given", deals };
  if (found.told * 2 > deals) return { name, outcome: outcomeOfColumns(found, name), by: "column", deals };
  const named = outcomeOfName(name);
  if (named !== null) return { name, outcome: named, by: "name", deals };
  if (found.full === deals) return { name, outcome: "won", by: "probability", deals };
  return { name, outcome: "open", by: "assumed", deals };
}

// A file may tell closed from open without telling won from lost; then the stage's name decides.
function outcomeOfColumns({ closed, won, deals }: Seen, name: string): DealOutcome {
  if (won * 2 > deals) return "won";
  if (closed * 2 <= deals) return "open";
  return won > 0 || outcomeOfName(name) !== "won" ? "lost" : "won";
}

// Lost comes first: “закрыто и не реализовано” holds “реализовано”.
const lostName =
  /\blost\b|\bdead\b|disqualif|cancell?ed|declined|rejected|przegran|utracon|stracon|odrzucon|anulow|проигр|потер|провал|отказ|отмен|не реализ|неуспеш/;
const wonName =
  /\bwon\b|\bsigned\b|wygran|zdobyt|zrealizow|podpisan|выигр|успеш|успех|реализован|подписан|оплачен/;

function outcomeOfName(name: string): DealOutcome | null {
  const low = name.toLowerCase();
  if (lostName.test(low)) return "lost";
  return wonName.test(low) ? "won" : null;
}

/** `true`, `1`, `tak`, `да` and the like; null when the cell says neither. */
export function readYesNo(text: string): boolean | null {
  const low = text.trim().toLowerCase();
  if (["true", "1", "yes", "y", "tak", "prawda", "да", "истина", "1.0"].includes(low)) return true;
  return ["false", "0", "no", "n", "nie", "fałsz", "нет", "ложь", "0.0"].includes(low) ? false : null;
}
