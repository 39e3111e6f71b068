import type { Language } from "../../../domain/tenant.ts";
import type { CivilDate, Moment } from "../../../domain/time.ts";

/** What a company holds, in nobody's CRM words. Ids are texts of digits. */
export interface Person {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly language: Language;
  readonly teamId: string | null;
  readonly role: "rep" | "manager";
  readonly isActive: boolean;
}

export interface SalesTeam {
  readonly id: string;
  readonly name: string;
}

export interface SalesStage {
  readonly id: string;
  readonly label: string;
  readonly outcome: "open" | "won" | "lost";
  /** 0..1. */
  readonly probability: number;
  /** Days a deal usually stays; 0 for closed stages. */
  readonly usualDays: number;
}

export interface SalesPipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly SalesStage[];
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly industry: string;
  readonly country: string;
}

export interface Contact {
  readonly id: string;
  readonly customerId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly jobTitle: string;
}

export interface SalesDeal {
  readonly id: string;
  readonly name: string;
  readonly customerId: string;
  readonly contactIds: readonly string[];
  readonly pipelineId: string;
  readonly stageId: string;
  readonly ownerId: string | null;
  readonly amount: number | null;
  readonly currency: string;
  readonly closeDate: CivilDate | null;
  readonly nextStep: string | null;
  readonly description: string | null;
  /** False for a deal that lost its creation date in an import. */
  readonly hasCreationDate: boolean;
}

export const touchKinds = ["call", "meeting", "email", "note", "task", "message", "proposal"] as const;
export type TouchKind = (typeof touchKinds)[number];

/** One thing a person (or a machine) did or booked. */
export interface Touch {
  readonly id: string;
  readonly kind: TouchKind;
  readonly repId: string | null;
  /** When it happens; a task: when it is due. */
  readonly at: Moment;
  readonly title: string;
  /** Plain text or HTML. */
  readonly text: string | null;
  readonly direction: "outbound" | "inbound";
  /** `booked`: still to come, or a task still open. */
  readonly result: "done" | "no-answer" | "booked" | "cancelled";
  readonly minutes: number;
  readonly origin: "person" | "workflow" | "sequence";
  /** Colleagues who took part. */
  readonly colleagueIds: readonly string[];
  readonly dealIds: readonly string[];
  readonly contactIds: readonly string[];
  /** Of a proposal. */
  readonly amount: number | null;
  /** Of a meeting: an entry for whole days off, with nobody. */
  readonly isTimeOff: boolean;
}

export interface DealChanges {
  readonly pipelineId?: string;
  readonly stageId?: string;
  readonly ownerId?: string | null;
  readonly amount?: number | null;
  readonly closeDate?: CivilDate | null;
  readonly nextStep?: string | null;
  readonly description?: string | null;
  readonly lostReason?: string;
  readonly name?: string;
}

export type DealEvent =
  | {
      readonly kind: "deal-opened";
      readonly at: Moment;
      readonly byId: string | null;
      readonly deal: SalesDeal;
    }
  | {
      readonly kind: "deal-changed";
      readonly at: Moment;
      readonly byId: string | null;
      readonly dealId: string;
      readonly changes: DealChanges;
    }
  | { readonly kind: "deal-archived"; readonly at: Moment; readonly dealId: string }
  | {
      readonly kind: "deals-merged";
      readonly at: Moment;
      readonly survivorId: string;
      readonly loserId: string;
    };

type TouchId = Pick<Touch, "id" | "kind">;

export type TouchEvent =
  | { readonly kind: "touch-logged"; readonly at: Moment; readonly touch: Touch }
  | {
      readonly kind: "touch-changed";
      readonly at: Moment;
      readonly byId: string | null;
      readonly touch: TouchId;
      readonly changes: { readonly result?: Touch["result"]; readonly text?: string };
    }
  | { readonly kind: "touch-removed"; readonly at: Moment; readonly touch: TouchId }
  | { readonly kind: "touch-linked"; readonly at: Moment; readonly touch: TouchId; readonly dealId: string };

/** What happens in a company, one by one, in the order of time. A CRM's face shows it in that CRM's words. */
export type CompanyEvent =
  | { readonly kind: "customer-added"; readonly at: Moment; readonly customer: Customer }
  | { readonly kind: "contact-added"; readonly at: Moment; readonly contact: Contact }
  | DealEvent
  | TouchEvent;

export type EntityKind = "customer" | "contact" | "deal" | TouchKind;
/** Gives the next free id of a kind: the CRM's face numbers its records. */
export type TakeId = (kind: EntityKind) => string;
