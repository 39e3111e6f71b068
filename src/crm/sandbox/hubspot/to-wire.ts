import { type ObjectType, typeFacts } from "./object-types.ts";
import { findProperty, type Portal } from "./portal.ts";
import {
  type ChangeSource,
  type HubSpotRecord,
  isDerived,
  type Revision,
  readHistory,
  readValue,
  toIso,
} from "./record.ts";

export interface Wanted {
  /** Null: the type's default properties. */
  readonly properties: readonly string[] | null;
  readonly withHistory?: readonly string[];
  /** Types whose links are added to each record. */
  readonly associations?: readonly ObjectType[];
}

/** A record as HubSpot shows it. Unknown properties are left out without a word, known empty ones are null. */
export function toWire(portal: Portal, type: ObjectType, options: { record: HubSpotRecord; wanted: Wanted }) {
  const { record, wanted } = options;
  const names = new Set([...(wanted.properties ?? typeFacts[type].defaultProperties), "hs_object_id"]);
  for (const name of stampNames(type)) names.add(name);
  const properties: Record<string, string | null> = {};
  for (const name of names) {
    const value = readValue(record, name);
    if (value !== null) properties[name] = value;
    else if (findProperty(portal, type, name) !== undefined) properties[name] = null;
  }
  return {
    id: record.id,
    properties,
    ...historyOf(record, wanted.withHistory ?? []),
    createdAt: toIso(record.createdAt),
    updatedAt: toIso(record.modifiedAt),
    archived: record.archivedAt !== null,
    ...(record.archivedAt === null ? {} : { archivedAt: toIso(record.archivedAt) }),
    ...associationsOf(portal, { type, id: record.id }, wanted.associations ?? []),
    url: `https://app.hubspot.com/contacts/${portal.id}/record/${typeFacts[type].typeId}/${record.id}`,
  };
}

function stampNames(type: ObjectType): readonly string[] {
  if (type === "contacts") return ["createdate", "lastmodifieddate"];
  return type === "deals" || type === "companies"
    ? ["createdate", "hs_lastmodifieddate"]
    : ["hs_createdate", "hs_lastmodifieddate"];
}

function historyOf(record: HubSpotRecord, names: readonly string[]) {
  if (names.length === 0) return {};
  const known = names.filter((name) => !isDerived(name));
  return {
    propertiesWithHistory: Object.fromEntries(
      known.map((name) => [name, readHistory(record, name).map(toRevisionWire)]),
    ),
  };
}

function toRevisionWire({ value, at, source }: Revision) {
  return { value, timestamp: toIso(at), sourceType: source.type, ...toSourceWire(source) };
}

function toSourceWire(source: ChangeSource): Record<string, unknown> {
  return {
    ...(source.id === null ? {} : { sourceId: source.id }),
    ...(source.userId === null ? {} : { updatedByUserId: source.userId }),
  };
}

function associationsOf(
  portal: Portal,
  from: { type: ObjectType; id: string },
  wanted: readonly ObjectType[],
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const to of wanted) {
    const results = portal.links.read(from, to).flatMap((id) => {
      const pair = `${typeFacts[from.type].singular}_to_${typeFacts[to].singular}`;
      const labels = portal.links.labelsOf(from, { type: to, id });
      // One entry per label: the same id comes more than once.
      return labels.map((_, index) => ({ id, type: index === 0 ? pair : `${pair}_unlabeled` }));
    });
    if (results.length > 0) found[to] = { results };
  }
  return Object.keys(found).length === 0 ? {} : { associations: found };
}
