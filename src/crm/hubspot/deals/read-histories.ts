import type { DealChange, DealHistory, StageSpell } from "../../../domain/deal.ts";
import type { DescriptionVersion, TextAuthor } from "../../../domain/description.ts";
import type { Moment } from "../../../domain/time.ts";
import { zoneOf } from "../../account-zone.ts";
import { toDescriptionText } from "../../body-text.ts";
import { readAccount } from "../account/read-account.ts";
import { isAutomated } from "../activities/map-activity.ts";
import type { Portal } from "../portal.ts";
import { readBatches } from "../reading/batch-read.ts";
import { type HubSpotRecord, toCivilDateIn, toMoment, toNumber, toText } from "../records.ts";

const judgedHistories = ["dealstage", "amount", "closedate", "hubspot_owner_id"] as const;

/** HubSpot keeps this many revisions of a deal's property (knowledge base, property history); more were cut off. */
const keptRevisions = 20;

/** Spells and changes of live deals; ids that are gone have none. */
export async function readDealHistories(
  portal: Portal,
  dealIds: readonly string[],
): Promise<readonly DealHistory[]> {
  if (dealIds.length === 0) return [];
  const timeZone = zoneOf(await readAccount(portal));
  const { records } = await readBatches(portal, {
    type: "deals",
    ids: dealIds,
    properties: [],
    history: [...judgedHistories, "description"],
    act: "reading the histories of deals",
  });
  return records.map((record) => toDealHistory(record, timeZone));
}

export function toDealHistory(record: HubSpotRecord, timeZone: string): DealHistory {
  const counts = judgedHistories.map((name) => record.propertiesWithHistory[name]?.length ?? 0);
  return {
    dealId: record.id,
    spells: toSpells(record),
    changes: [
      ...toChanges(record, "amount", (value) => toNumber(value)?.toString() ?? null),
      ...toChanges(record, "close-date", (value) => toCivilDateIn(value, timeZone)),
      ...toChanges(record, "owner", (value) => value),
    ].toSorted((a, b) => a.at - b.at),
    isComplete: counts.every((count) => count < keptRevisions),
    descriptions: toDescriptions(record),
  };
}

function toDescriptions(record: HubSpotRecord): readonly DescriptionVersion[] {
  const revisions = withoutRepeats(toRevisions(record, "description"));
  const isCut = (record.propertiesWithHistory["description"]?.length ?? 0) >= keptRevisions;
  return revisions.map(({ at, value, author }, index) => ({
    at: isCut && index === 0 ? null : at,
    text: toDescriptionText(value) ?? "",
    author,
  }));
}

interface Revision {
  readonly at: Moment;
  readonly value: string | null;
  readonly author: TextAuthor;
}

/** Oldest first; HubSpot sends the newest first, so equal moments keep their true order by reversing. */
function toRevisions(record: HubSpotRecord, property: string): readonly Revision[] {
  return (record.propertiesWithHistory[property] ?? [])
    .toReversed()
    .flatMap(({ value, timestamp, sourceType, updatedByUserId }) => {
      const at = toMoment(timestamp);
      const author = { userId: toText(updatedByUserId), isProgram: isAutomated(toText(sourceType)) };
      return at === null ? [] : [{ at, value: toText(value), author }];
    })
    .toSorted((a, b) => a.at - b.at);
}

function toSpells(record: HubSpotRecord): readonly StageSpell[] {
  const revisions = withoutRepeats(toRevisions(record, "dealstage").filter(({ value }) => value !== null));
  const spells = revisions.map(({ at, value }, index) => ({
    dealId: record.id,
    stageId: value ?? "",
    enteredAt: at,
    leftAt: revisions[index + 1]?.at ?? null,
  }));
  // A stage passed through within the same millisecond was a correction, not a stay.
  return spells.filter(({ enteredAt, leftAt }) => leftAt !== enteredAt);
}

const propertyOf = { amount: "amount", "close-date": "closedate", owner: "hubspot_owner_id" } as const;

function toChanges(
  record: HubSpotRecord,
  field: DealChange["field"],
  toValue: (value: string | null) => string | null,
): readonly DealChange[] {
  const revisions = toRevisions(record, propertyOf[field]).map((revision) => ({
    ...revision,
    value: toValue(revision.value),
  }));
  return withoutRepeats(revisions).map(({ at, value }) => ({ dealId: record.id, field, at, value }));
}

/** Saving a record writes unchanged values into its history too; only true changes count. */
function withoutRepeats(revisions: readonly Revision[]): readonly Revision[] {
  return revisions.filter(({ value }, index) => index === 0 || revisions[index - 1]?.value !== value);
}
