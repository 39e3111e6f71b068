import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { PgNotification, PgPool, PgPoolClient } from "bullmq";
import { createPglitePool } from "../../src/queue/pglite-pool.ts";

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("a pool over one PGlite", () => {
  let db: PGlite;
  let pool: PgPool;

  beforeAll(async () => {
    db = await PGlite.create();
    await db.exec("CREATE SCHEMA one; CREATE SCHEMA two; CREATE TABLE one.item (id int PRIMARY KEY)");
    pool = await createPglitePool(db, "one");
  });
  beforeEach(async () => {
    await pool.query("TRUNCATE one.item");
  });
  afterAll(() => pool.end());

  const countItems = async (client: Pick<PgPoolClient, "query"> = pool) =>
    (await client.query("SELECT count(*)::int AS n FROM one.item")).rows[0].n;

  async function withClients<T>(count: number, act: (...clients: PgPoolClient[]) => Promise<T>): Promise<T> {
    const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()));
    try {
      return await act(...clients);
    } finally {
      for (const client of clients) client.release();
    }
  }

  it("keeps transactions of different clients apart, and others out of them", async () => {
    const order: string[] = [];
    const add = async (client: PgPoolClient, id: number) => {
      await client.query("BEGIN");
      order.push(`begin ${id}`);
      await client.query("INSERT INTO item VALUES ($1)", [id]);
      await delay(20);
      order.push(`sees ${await countItems(client)}`);
      await client.query(id === 1 ? "ROLLBACK" : "COMMIT");
      order.push(`end ${id}`);
    };
    await withClients(2, async (first, second) => {
      const outside = delay(10).then(async () => order.push(`outside ${await countItems()}`));
      await Promise.all([add(first, 1), add(second, 2), outside]);
    });
    expect(order).toEqual(["begin 1", "sees 1", "end 1", "begin 2", "sees 1", "end 2", "outside 1"]);
  });

  it("rolls back what a released client has left open", async () => {
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("INSERT INTO item VALUES (1)");
    client.release();
    expect(await countItems()).toBe(0);
    await expect(client.query("SELECT 1")).rejects.toThrow("released");
    expect(() => client.release()).toThrow("already been released");
  });

  it("passes Postgres' error code on, and serves others after an error", async () => {
    await pool.query("INSERT INTO item VALUES (1)");
    await expect(pool.query("INSERT INTO item VALUES ($1)", [1])).rejects.toMatchObject({
      code: "23505",
      detail: "Key (id)=(1) already exists.",
    });
    await withClients(1, async (client) => {
      await client.query("BEGIN");
      await expect(client.query("SELECT * FROM nowhere")).rejects.toMatchObject({ code: "42P01" });
      await expect(client.query("SELECT 1")).rejects.toMatchObject({ code: "25P02" });
      await client.query("ROLLBACK");
      expect(await countItems(client)).toBe(1);
    });
    expect(await countItems()).toBe(1);
  });

  it("ends the transaction of a commit that fails", async () => {
    await db.exec(
      "CREATE TABLE IF NOT EXISTS one.part (id int REFERENCES one.item DEFERRABLE INITIALLY DEFERRED)",
    );
    await withClients(1, async (client) => {
      await client.query("BEGIN");
      await client.query("INSERT INTO part VALUES (7)");
      await expect(client.query("COMMIT")).rejects.toMatchObject({ code: "23503" });
      expect(await countItems()).toBe(0);
    });
    await db.exec("DROP TABLE one.part");
  });

  it("gives every client a search path and an application name of its own", async () => {
    const readSettings = async (client: Pick<PgPoolClient, "query">) =>
      (await client.query("SELECT current_setting('search_path') p, current_setting('application_name') a"))
        .rows[0];
    await withClients(3, async (named, moved, plain) => {
      await named.query("SELECT set_config('application_name', $1, false)", ["pull"]);
      await moved.query("SET search_path TO two");
      await plain.query("BEGIN");
      await plain.query("SET application_name TO 'gone'");
      await plain.query("SET LOCAL search_path TO two");
      expect(await readSettings(plain)).toEqual({ p: "two", a: "gone" });
      await plain.query("ROLLBACK");
      expect(await readSettings(named)).toEqual({ p: "one", a: "pull" });
      expect(await readSettings(moved)).toEqual({ p: "two", a: "" });
      expect(await readSettings(plain)).toEqual({ p: "one", a: "" });
      expect(await readSettings(pool)).toEqual({ p: "one", a: "" });
    });
    expect(await readSettings(pool)).toEqual({ p: "one", a: "" });
  });

  it("brings each listener the notifications of its channels, until the last one stops", async () => {
    const heard: string[] = [];
    const hear = (name: string) => (message: PgNotification) => {
      heard.push(`${name} ${message.channel} ${message.payload}`);
    };
    await withClients(3, async (first, second, other) => {
      first.on("notification", hear("first"));
      second.on("notification", hear("second"));
      other.on("notification", hear("other"));
      await Promise.all([
        first.query("LISTEN jobs"),
        second.query("LISTEN jobs"),
        other.query("LISTEN events"),
      ]);
      await pool.query("SELECT pg_notify('jobs', 'a'), pg_notify('events', 'b'), pg_notify('nobody', 'c')");
      await delay(5);
      expect(heard.splice(0).toSorted()).toEqual(["first jobs a", "other events b", "second jobs a"]);
      await first.query("UNLISTEN jobs");
      await pool.query("SELECT pg_notify('jobs', 'd')");
      await delay(5);
      expect(heard.splice(0)).toEqual(["second jobs d"]);
    });
    await pool.query("SELECT pg_notify('jobs', 'e'), pg_notify('events', 'f')");
    await delay(5);
    expect(heard).toEqual([]);
    const { rows } = await pool.query("SELECT pg_listening_channels() AS channel");
    expect(rows).toEqual([]);
  });

  it("notifies when the transaction commits, and not at all when it is rolled back", async () => {
    const heard: unknown[] = [];
    await withClients(2, async (listener, writer) => {
      listener.on("notification", (message) => heard.push(message.payload));
      await listener.query("LISTEN jobs");
      for (const end of ["ROLLBACK", "COMMIT"]) {
        await writer.query("BEGIN");
        await writer.query("SELECT pg_notify('jobs', $1)", [end]);
        await delay(5);
        expect(heard).toEqual([]);
        await writer.query(end);
      }
      await delay(5);
      expect(heard).toEqual(["COMMIT"]);
    });
  });

  it("reaches a listener that has looked for work and only then begins to hear", async () => {
    let heard = 0;
    await withClients(1, async (listener) => {
      await listener.query("LISTEN jobs");
      const looking = pool.query("SELECT 1").then(() => listener.on("notification", () => (heard += 1)));
      const notifying = pool.query("SELECT pg_notify('jobs', '')");
      await Promise.all([looking, notifying]);
      await delay(5);
    });
    expect(heard).toBe(1);
  });

  it("runs statements of one client in their order, and many clients' all", async () => {
    await withClients(1, async (client) => {
      const ids = Array.from({ length: 20 }, (_, id) => id);
      await Promise.all(ids.map((id) => client.query("INSERT INTO item VALUES ($1)", [id])));
      const counts = await Promise.all(ids.map(() => countItems()));
      expect(new Set(counts)).toEqual(new Set([20]));
    });
  });

  it("gives rows, their number and big integers as pg does", async () => {
    const read = await pool.query("SELECT 12345678901::bigint AS big, '{\"a\":1}'::jsonb AS json");
    expect(read).toEqual({ rows: [{ big: "12345678901", json: { a: 1 } }], rowCount: 1 });
    expect(await pool.query("INSERT INTO item VALUES (1), (2)")).toEqual({ rows: [], rowCount: 2 });
  });

  it("refuses work after its end, in the words BullMQ knows", async () => {
    const shortLived = await createPglitePool(await PGlite.create(), "public");
    const client = await shortLived.connect();
    await client.query("BEGIN");
    const ending = shortLived.end();
    await expect(shortLived.query("SELECT 1")).rejects.toThrow("after calling end on the pool");
    await client.query("COMMIT");
    await ending;
    client.release();
  });
});
