import type { Clock } from "../clock.ts";
import { createLinks, type Links } from "./links.ts";
import { type ObjectType, objectTypes } from "./object-types.ts";
import type { PropertyDefinition, PropertyGroup } from "./property-definition.ts";
import type { HubSpotRecord } from "./record.ts";
import { standardProperties } from "./standard-properties.ts";
import { createTable, type Table } from "./table.ts";

/** How one account behaves where HubSpot accounts differ or where nobody knows for sure. */
export interface PortalSettings {
  /** Milliseconds until a write shows in search. */
  readonly indexLagMs: number;
  /** Does search compare and sort `hs_object_id` as text? Reported for the real thing. */
  readonly idsCompareAsStrings: boolean;
  readonly associationPageSize: number;
  /** Status of a batch answer in which some inputs failed; the specification of 2026-09 only names 200. */
  readonly partialStatus: 200 | 207;
  /** A pair of records with several labels comes once per label. */
  readonly labelsRepeatIds: boolean;
  /** Are the calculated stage clocks (`hs_v2_*`) switched on? Only some tiers have them. */
  readonly hasStageClocks: boolean;
}

export const defaultPortalSettings: PortalSettings = {
  indexLagMs: 0,
  idsCompareAsStrings: true,
  associationPageSize: 500,
  partialStatus: 207,
  labelsRepeatIds: true,
  hasStageClocks: false,
};

export interface OwnerRecord {
  readonly id: string;
  readonly userId: number | null;
  readonly userIdIncludingInactive: number | null;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly type: "PERSON" | "QUEUE";
  readonly teams: readonly { readonly id: string; readonly name: string; readonly primary: boolean }[];
  readonly isArchived: boolean;
  /** From and to, milliseconds. */
  readonly outOfOffice: readonly (readonly [from: number, to: number])[];
}

export interface StageRecord {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly isClosed: boolean;
  readonly probability: string;
  readonly isArchived: boolean;
}

export interface PipelineRecord {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly stages: readonly StageRecord[];
}

export interface TeamRecord {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly userIds: readonly string[];
  readonly secondaryUserIds: readonly string[];
}

/** One HubSpot account: all it holds. Tokens and limits are kept apart. */
export interface Portal {
  readonly id: number;
  readonly name: string;
  /** Company settings, which an admin may change. */
  timeZone: string;
  currency: string;
  readonly clock: Clock;
  settings: PortalSettings;
  readonly tables: Readonly<Record<ObjectType, Table>>;
  readonly links: Links;
  readonly properties: Map<ObjectType, Map<string, PropertyDefinition>>;
  readonly groups: Map<ObjectType, Map<string, PropertyGroup>>;
  readonly owners: OwnerRecord[];
  readonly teams: TeamRecord[];
  readonly pipelines: PipelineRecord[];
  /** Deals whose changes a validation rule of the account refuses, with the rule's message. */
  readonly refusedDeals: Map<string, string>;
  /** Records that are there and that our user may not see. */
  readonly keptBack: Map<ObjectType, Map<string, HubSpotRecord>>;
  /** Is the app still installed? */
  isInstalled: boolean;
}

type PortalStart = Pick<Portal, "id" | "name" | "timeZone" | "currency" | "clock"> & {
  readonly settings?: Partial<PortalSettings>;
};

export function createPortal(start: PortalStart): Portal {
  return {
    ...start,
    settings: { ...defaultPortalSettings, ...start.settings },
    tables: createTables(),
    links: createLinks(),
    properties: new Map(objectTypes.map((type) => [type, propertiesByName(type)])),
    groups: new Map(objectTypes.map((type) => [type, standardGroups(type)])),
    owners: [],
    teams: [],
    pipelines: [],
    refusedDeals: new Map(),
    keptBack: new Map(),
    isInstalled: true,
  };
}

// Ids of different types overlap on purpose, and each type soon gains a digit: both catch careless clients.
const firstIds: Readonly<Record<ObjectType, number>> = {
  deals: 9_900,
  contacts: 9_700,
  companies: 4_100,
  calls: 98_500,
  meetings: 9_900,
  emails: 97_000,
  notes: 9_500,
  tasks: 9_950,
  communications: 990,
  quotes: 970,
};

function createTables(): Record<ObjectType, Table> {
  const table = (type: ObjectType) => createTable(type, firstIds[type]);
  return {
    deals: table("deals"),
    contacts: table("contacts"),
    companies: table("companies"),
    calls: table("calls"),
    meetings: table("meetings"),
    emails: table("emails"),
    notes: table("notes"),
    tasks: table("tasks"),
    communications: table("communications"),
    quotes: table("quotes"),
  };
}

function propertiesByName(type: ObjectType): Map<string, PropertyDefinition> {
  return new Map(standardProperties(type).map((property) => [property.name, property]));
}

function standardGroups(type: ObjectType): Map<string, PropertyGroup> {
  const name = `${type}information`;
  return new Map([[name, { name, label: `${type} information`, displayOrder: 0, archived: false }]]);
}

export function findProperty(portal: Portal, type: ObjectType, name: string): PropertyDefinition | undefined {
  const property = portal.properties.get(type)?.get(name);
  return property === undefined || property.archivedAt !== null ? undefined : property;
}

export function findStage(portal: Portal, pipelineId: string | undefined, stageId: string | undefined) {
  return portal.pipelines.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId);
}
