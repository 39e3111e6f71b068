import { describe, expect, it } from "@jest/globals";
import { loadWonCounts } from "../../src/store/day-counts.ts";
import { loadAbsences, loadTargets, saveAbsences, saveTargets } from "../../src/store/norm-wishes.ts";
import { storeKinds, useStore } from "./store-under-test.ts";

describe.each(storeKinds)("what people say about norms, %s store", (kind) => {
  const under = useStore(kind);

  it("replaces absences as a whole", async () => {
    const absences = [{ repId: "anna", from: "2026-03-02", to: "2026-03-06" }];
    const loaded = await under().inNew(async (db) => {
      await saveAbsences(db, [{ repId: "bob", from: "2026-01-01", to: "2026-01-01" }]);
      await saveAbsences(db, absences);
      return loadAbsences(db);
    });
    expect(loaded).toEqual(absences);
  });

  it("sets targets of one rep and of everybody, and takes one back by zero", async () => {
    const calls = { metric: "calls", period: "day" } as const;
    const loaded = await under().inNew(async (db) => {
      await saveTargets(db, [
        { ...calls, repId: null, required: 20 },
        { ...calls, repId: "anna", required: 12 },
      ]);
      await saveTargets(db, [{ ...calls, repId: null, required: 0 }]);
      return loadTargets(db);
    });
    expect(loaded).toEqual([{ ...calls, repId: "anna", required: 12 }]);
  });

  it("counts won deals by their owners", async () => {
    const won = await under().inNew((db) => loadWonCounts(db, { from: "2026-01-01", to: "2026-12-31" }));
    expect(won).toEqual(new Map());
  });
});
