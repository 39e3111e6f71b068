import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "@jest/globals";
import { sql } from "kysely";
import { Client } from "pg";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { putFreshStores } from "../support/fresh-stores.ts";
import { startPostgresServer, whyNoPostgres } from "../support/postgres-server.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "norma-store-"));
  folders.push(folder);
  return folder;
}

describe("the embedded store in a folder", () => {
  it("keeps every committed row when its process is killed, time after time", async () => {
    const dataDir = makeFolder();
    // Killed while it makes the folder and its tables, at several stages of it.
    for (const ms of [150, 600, 1_200, 2_400]) await killAfter(startWriter(dataDir), ms);
    const committed = await killAfterRows(startWriter(dataDir), 40);
    const store = await openStore({ dataDir, databaseUrl: null });
    expect(await countReps(store)).toBeGreaterThanOrEqual(committed);
    expect(statSync(join(dataDir, "store")).mode & 0o077).toBe(0);
    await store.close();
  }, 240_000);

  it("says what is wrong with a folder that is not a store, or is broken, in a sentence", async () => {
    const strange = makeFolder();
    await mkdir(join(strange, "store"));
    await writeFile(join(strange, "store", "letter.txt"), "");
    await expect(openStore({ dataDir: strange, databaseUrl: null })).rejects.toMatchObject({
      code: "store-unavailable",
      message: expect.stringContaining("letter.txt"),
    });

    const broken = makeFolder();
    await mkdir(join(broken, "store", "global"), { recursive: true });
    await writeFile(join(broken, "store", "PG_VERSION"), "18\n");
    await expect(openStore({ dataDir: broken, databaseUrl: null })).rejects.toMatchObject({
      code: "store-unavailable",
    });
  }, 240_000);

  it("does not open tables of a newer Norma, nor a store whose control file was cut", async () => {
    const dataDir = makeFolder();
    await putFreshStores(dataDir);
    const store = await openStore({ dataDir, databaseUrl: null });
    await store.asOwner((db) => sql`insert into migrations (version) values (999)`.execute(db));
    await store.close();
    await expect(openStore({ dataDir, databaseUrl: null })).rejects.toMatchObject({ code: "config-invalid" });
    await truncate(join(dataDir, "store", "global", "pg_control"), 100);
    await expect(openStore({ dataDir, databaseUrl: null })).rejects.toMatchObject({
      code: "store-unavailable",
    });
  }, 240_000);
});

describe("a server that cannot be reached", () => {
  it("is named without its password", async () => {
    const opening = openStore({ dataDir: null, databaseUrl: "postgres://norma:hush@127.0.0.1:1/sales" });
    await expect(opening).rejects.toMatchObject({
      code: "store-unavailable",
      message: expect.not.stringContaining("hush"),
    });
    await expect(opening).rejects.toThrow("127.0.0.1:1/sales");
  });
});

const reason = whyNoPostgres();
if (reason !== null) console.warn(`The store on a server is not tested: ${reason}.`);

(reason === null ? describe : describe.skip)("the store on a server", () => {
  it("is made once when several processes open it at once, by an owner who is no superuser", async () => {
    const server = await startPostgresServer();
    if (server.kind !== "running") throw new Error(server.reason);
    const client = new Client({ connectionString: server.url });
    await client.connect();
    for (const name of ["one", "two"]) {
      await client.query(`create role ${name} login createrole`);
      await client.query(`create database ${name} owner ${name}`);
    }
    await client.end();
    const urlOf = (name: string) => server.url.replace("owner@", `${name}@`).replace("/postgres", `/${name}`);

    const stores = await Promise.all(
      ["one", "one", "one"].map((name) => openStore({ dataDir: null, databaseUrl: urlOf(name) })),
    );
    await stores[0]?.inTenant("t_a", addRep);
    const seen = await Promise.all(stores.map((store) => countReps(store)));
    expect(seen).toEqual([1, 1, 1]);
    expect(await stores[0]?.inTenant("t_b", (db) => db.selectFrom("reps").selectAll().execute())).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));

    // On Postgres 15 whoever may create roles may join any; later ones tell the second owner to ask the first.
    const second = await openStore({ dataDir: null, databaseUrl: urlOf("two") });
    expect(await countReps(second)).toBe(0);
    await second.close();
    await server.stop();
  });
});

function addRep(db: Parameters<Parameters<Store["inTenant"]>[1]>[0]) {
  return db.insertInto("reps").values({ id: "1", name: "Anna", is_active: true, team_ids: [] }).execute();
}

async function countReps(store: Store): Promise<number> {
  return (await store.inTenant("t_a", (db) => db.selectFrom("reps").select("id").execute())).length;
}

/** A process that writes one row a transaction and names each after its commit. */
function startWriter(dataDir: string): ChildProcess {
  const module = new URL("../../src/store/open-store.ts", import.meta.url).href;
  const script = `import { openStore } from ${JSON.stringify(module)};
    const store = await openStore({ dataDir: ${JSON.stringify(dataDir)}, databaseUrl: null });
    for (let count = 1; ; count += 1) {
      const rep = { id: String(count), name: "x".repeat(2_000), is_active: true, team_ids: [] };
      await store.inTenant("t_a", (db) => db.insertInto("reps").values(rep).execute());
      process.stdout.write(count + "\\n");
    }`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function killAfter(child: ChildProcess, ms: number): Promise<void> {
  const ended = once(child, "exit");
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill("SIGKILL");
  await ended;
}

/** The number of the last row whose commit the process had told of. */
async function killAfterRows(child: ChildProcess, rows: number): Promise<number> {
  const ended = once(child, "exit");
  let last = 0;
  if (child.stdout === null) throw new Error("the child's output is piped");
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    if (last === rows) child.kill("SIGKILL");
  }
  await ended;
  return last;
}
