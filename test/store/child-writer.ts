/** Run as a process of its own: writes one row a transaction into the embedded store and names each after its commit. */
import { openStore } from "../../src/store/open-store.ts";

const store = await openStore({ dataDir: process.argv[2] ?? "", databaseUrl: null });
for (let count = 1; ; count += 1) {
  await store.inTenant("t_a", (db) =>
    db
      .insertInto("reps")
      .values({ id: `${count}`, name: "x".repeat(2_000), is_active: true, team_ids: [] })
      .execute(),
  );
  process.stdout.write(`${count}\n`);
}
