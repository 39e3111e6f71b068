import type { CivilDate, Moment } from "../../../domain/time.ts";
import type {
  CompanyEvent,
  DealChanges,
  Person,
  SalesPipeline,
  SalesTeam,
  Touch,
  TouchKind,
} from "./model.ts";
import type { PlantedTruth } from "./planted.ts";

/** A made-up company: who works there, how it sells, and what happens day by day. */
export interface Company {
  readonly timeZone: string;
  readonly people: readonly Person[];
  readonly teams: readonly SalesTeam[];
  readonly pipelines: readonly SalesPipeline[];
  readonly planted: readonly PlantedTruth[];
  /** All deals with the state they are in. */
  listDeals(): DealState[];
  /** The next day that `advanceDay` will play. */
  nextDay(): CivilDate;
  /** Plays everything up to the start. Call once, before anything else. */
  playHistory(): void;
  advanceDay(): void;
  /** What a person does in the CRM outside the simulation; the company remembers it. */
  edit(edit: CompanyEdit, at: Moment): string;
}

export interface DealState {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string | null;
  readonly pipelineId: string;
  readonly stageId: string;
  readonly isOpen: boolean;
  readonly contactIds: readonly string[];
}

/** Returns the id of what was made or changed. */
export type CompanyEdit =
  | {
      readonly do: "change-deal";
      readonly dealId: string;
      readonly changes: DealChanges;
      readonly byId?: string | null;
    }
  | {
      readonly do: "open-deal";
      readonly ownerId: string | null;
      readonly name: string;
      readonly stageId?: string;
      readonly amount?: number;
    }
  | {
      readonly do: "log-touch";
      readonly touch: Partial<Omit<Touch, "id">> & { readonly kind: TouchKind };
    }
  | { readonly do: "remove-touch"; readonly kind: TouchKind; readonly id: string }
  | {
      readonly do: "change-touch";
      readonly kind: TouchKind;
      readonly id: string;
      readonly result?: Touch["result"];
      readonly text?: string;
    }
  | { readonly do: "link-touch"; readonly kind: TouchKind; readonly id: string; readonly dealId: string }
  | { readonly do: "archive-deal"; readonly dealId: string }
  | { readonly do: "merge-deals"; readonly survivorId: string; readonly loserId: string };

export type EmitEvent = (event: CompanyEvent) => void;
