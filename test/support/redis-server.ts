import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "./free-port.ts";
import { stopProcess, type TestServer, waitUntilReady } from "./test-server.ts";

/** Starts a Redis server without persistence on a free port. */
export async function startRedisServer(): Promise<TestServer> {
  if (!isInstalled()) return { kind: "missing", reason: "redis-server is not installed" };
  const folder = mkdtempSync(join(tmpdir(), "norma-redis-"));
  const port = await findFreePort();
  const settings = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", [...settings, "--dir", folder, "--maxmemory-policy", "noeviction"], {
    stdio: "pipe",
  });
  await waitUntilReady(server, () => answersPing(port));
  return {
    kind: "running",
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await stopProcess(server, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isInstalled(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const answer = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.on("data", (reply) => answer(String(reply).startsWith("+PONG")));
    socket.on("error", () => answer(false));
  });
}
