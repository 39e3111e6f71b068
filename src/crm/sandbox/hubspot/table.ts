import type { ObjectType } from "./object-types.ts";
import type { HubSpotRecord } from "./record.ts";

/** All records of one type, archived ones included, in ascending order of their numeric ids. */
export interface Table {
  readonly type: ObjectType;
  readonly records: Map<string, HubSpotRecord>;
  /** Survivor's id by the id that was merged into it. */
  readonly mergedInto: Map<string, string>;
  /** Ids in the order of a number or of a string; kept until a record is added or removed. */
  idsInOrder(order: "number" | "string"): readonly string[];
  add(record: HubSpotRecord): void;
  remove(id: string): void;
  /** The id that the next new record gets. */
  takeId(): string;
  /** Follows merges; undefined when there is no such record. */
  find(id: string): HubSpotRecord | undefined;
}

export function createTable(type: ObjectType, firstId: number): Table {
  const records = new Map<string, HubSpotRecord>();
  const mergedInto = new Map<string, string>();
  const orders = new Map<"number" | "string", string[]>();
  let nextId = firstId;
  return {
    type,
    records,
    mergedInto,
    idsInOrder: (order) => {
      const known = orders.get(order);
      if (known !== undefined) return known;
      const ids = [...records.keys()];
      if (order === "string") ids.sort();
      else ids.sort((a, b) => Number(a) - Number(b));
      orders.set(order, ids);
      return ids;
    },
    add: (record) => {
      records.set(record.id, record);
      nextId = Math.max(nextId, Number(record.id) + 1);
      orders.clear();
    },
    remove: (id) => {
      records.delete(id);
      orders.clear();
    },
    takeId: () => String(nextId++),
    find: (id) => {
      let current = id;
      for (let next = mergedInto.get(current); next !== undefined; next = mergedInto.get(current)) {
        current = next;
      }
      return records.get(current);
    },
  };
}
