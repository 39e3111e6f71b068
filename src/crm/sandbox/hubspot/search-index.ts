import type { Moment } from "../../../domain/time.ts";
import type { HubSpotRecord } from "./record.ts";

/** What the search index shows of a record: the record some time ago. Null while not indexed or once archived. */
export function toIndexed(record: HubSpotRecord, now: Moment): HubSpotRecord | null {
  if (record.stale !== null) {
    const stale = record.stale.filter(({ until }) => until > now);
    record.stale = stale.length === 0 ? null : stale;
    const [oldest] = stale;
    if (oldest?.values === null || oldest?.isArchived) return null;
    if (oldest !== undefined) {
      return { ...record, values: oldest.values, modifiedAt: oldest.modifiedAt, archivedAt: null };
    }
  }
  return record.archivedAt === null ? record : null;
}
