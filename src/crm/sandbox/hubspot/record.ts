import type { Moment } from "../../../domain/time.ts";

/** Who changed a value, as HubSpot's history names it. */
export interface ChangeSource {
  readonly type: "CRM_UI" | "INTEGRATION" | "AUTOMATION_PLATFORM" | "SEQUENCES" | "IMPORT" | "CALCULATED";
  readonly id: string | null;
  readonly userId: number | null;
}

export interface Revision {
  readonly value: string;
  readonly at: Moment;
  readonly source: ChangeSource;
}

/** What the search index still shows of a record, until `until`. `values` null: the record is not indexed yet. */
export interface StaleView {
  readonly until: Moment;
  readonly values: Record<string, string> | null;
  readonly modifiedAt: Moment;
  readonly isArchived: boolean;
}

/** One object of a portal. Only non-empty values are kept; stamps and the id are derived. */
export interface HubSpotRecord {
  readonly id: string;
  readonly createdAt: Moment;
  readonly source: ChangeSource;
  modifiedAt: Moment;
  archivedAt: Moment | null;
  values: Record<string, string>;
  /** Revisions by property, newest first; a property that never changed has none. */
  history: Map<string, Revision[]> | null;
  stale: StaleView[] | null;
}

/** HubSpot keeps the last 20 revisions of a deal's property (its knowledge base, "property history"). */
export const maxRevisions = 20;

export function toIso(at: Moment): string {
  return new Date(at).toISOString();
}

const derivedValues: Readonly<Record<string, (record: HubSpotRecord) => string | null>> = {
  hs_object_id: (record) => record.id,
  hs_createdate: (record) => toIso(record.createdAt),
  hs_lastmodifieddate: (record) => toIso(record.modifiedAt),
  lastmodifieddate: (record) => toIso(record.modifiedAt),
  hs_object_source: (record) => record.source.type,
  hs_object_source_id: (record) => record.source.id,
  hs_object_source_label: (record) => record.source.type,
  hs_object_source_user_id: (record) => record.source.userId?.toString() ?? null,
  hs_created_by_user_id: (record) => record.source.userId?.toString() ?? null,
};

export function isDerived(property: string): boolean {
  return Object.hasOwn(derivedValues, property);
}

export function readValue(record: HubSpotRecord, property: string): string | null {
  return record.values[property] ?? derivedValues[property]?.(record) ?? null;
}

/** Newest first, at most 20; a value that never changed has the one revision of its creation. */
export function readHistory(record: HubSpotRecord, property: string): readonly Revision[] {
  const revisions = record.history?.get(property);
  if (revisions !== undefined) return revisions;
  const value = readValue(record, property);
  return value === null ? [] : [{ value, at: record.createdAt, source: record.source }];
}
