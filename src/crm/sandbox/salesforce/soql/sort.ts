import type { Query } from "@jetstreamapp/soql-parser-js";
import type { Org, Row } from "../org.ts";
import { malformedQuery } from "../refusals.ts";
import type { ObjectSchema } from "../schema.ts";
import { folderOf } from "./compare.ts";
import { resolvePath, valueAt } from "./paths.ts";

/** Without ORDER BY the order means nothing; Salesforce's is then usually that of the ids, and nobody should rely on it. */
export function sortRows(
  org: Org,
  { rows, schema, query }: { rows: readonly Row[]; schema: ObjectSchema; query: Query },
): readonly Row[] {
  const orders = [query.orderBy ?? []].flat().map((order) => {
    if (!("field" in order)) throw malformedQuery("ordering by a function is not simulated");
    const path = resolvePath(org, schema, order.field);
    const isDown = order.order === "DESC";
    const fold = folderOf(path.field.type);
    // Salesforce puts nulls first unless told otherwise, and sorts texts without regard to case.
    const valueOf = (row: Row) => fold(valueAt(org, row, path));
    return { valueOf, isDown, isNullLast: order.nulls === "LAST" };
  });
  if (orders.length === 0) return rows;
  return rows.toSorted((a, b) => {
    for (const { valueOf, isDown, isNullLast } of orders) {
      const [left, right] = [valueOf(a), valueOf(b)];
      if (left === right) continue;
      if (left === null || right === null) return (left === null) === isNullLast ? 1 : -1;
      return left < right === isDown ? 1 : -1;
    }
    return 0;
  });
}
