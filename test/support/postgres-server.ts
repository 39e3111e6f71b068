import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { findFreePort } from "./free-port.ts";
import { stopProcess, type TestServer, waitUntilReady } from "./test-server.ts";

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts a Postgres server in a temporary folder on a free port. Durability is off: it lives for one test file. */
export async function startPostgresServer(): Promise<TestServer> {
  const binaries = findBinaries();
  const account = findAccount();
  if (binaries === null || account === null) return { kind: "missing", reason: whyNoPostgres() ?? "" };

  const folder = mkdtempSync(join(tmpdir(), "norma-postgres-"));
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, "data");
  const common = { ...account, cwd: folder };
  execFileSync(
    join(binaries, "initdb"),
    ["-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
    { ...common, stdio: "pipe" },
  );
  const port = await findFreePort();
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
    "fsync=off",
  ];
  const server = spawn(
    join(binaries, "postgres"),
    ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
    { ...common, stdio: "pipe" },
  );
  const url = `postgres://owner@127.0.0.1:${port}/postgres`;
  await waitUntilReady(server, () => acceptsConnections(url));
  return {
    kind: "running",
    url,
    stop: async () => {
      await stopProcess(server, "SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Why no Postgres server can be started here, null when one can: tests that need one are left out and say so. */
export function whyNoPostgres(): string | null {
  if (findBinaries() === null) return "PostgreSQL is not installed";
  return findAccount() === null ? "running as root without a postgres account" : null;
}

/** Debian keeps the server's programs out of the path, one folder a version. */
function findBinaries(): string | null {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(root, version, "bin")),
    ...(process.env["PATH"] ?? "").split(":"),
  ];
  return (
    folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres"))) ??
    null
  );
}

/** Postgres refuses to run as root; then the account that its package made is used. */
function findAccount(): Account | null {
  if (process.getuid?.() !== 0) return {};
  try {
    const id = (kind: "-u" | "-g") => Number(execFileSync("id", [kind, "postgres"], { stdio: "pipe" }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return null;
  }
}

async function acceptsConnections(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
