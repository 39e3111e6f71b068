import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";

/** Who holds a data folder. */
const holderSchema = z.object({
  pid: z.int(),
  /** Tells a process from a later one with the same number; null where the system does not say. */
  startedAt: z.string().nullable(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the data folder for this process: the embedded databases in it bear one process only. The lock of a process
 * that no longer lives is taken over. Returns how to give it back. Throws store-locked.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "norma.lock");
  const own = JSON.stringify({ pid: process.pid, startedAt: await startOf(process.pid) });
  if (!(await place(file, own))) await takeOver(file, { dataDir, own });
  return () => rm(file, { force: true });
}

/**
 * The dead process's lock is moved aside rather than deleted, and looked at again there: of two processes that take
 * over at once, the slower one may have moved the other's fresh lock, and gives it back.
 */
async function takeOver(file: string, { dataDir, own }: { dataDir: string; own: string }): Promise<void> {
  const found = await readHolder(file);
  if (found !== null && (await isAlive(found))) throw locked(dataDir, found);
  const aside = `${file}.${process.pid}.old`;
  await rename(file, aside).catch(ignoreMissing);
  const moved = await readHolder(aside);
  if (moved !== null && (await isAlive(moved))) await place(file, JSON.stringify(moved));
  await rm(aside, { force: true });
  if (await place(file, own)) return;
  throw locked(dataDir, (await readHolder(file)) ?? found);
}

/** True when the file was not there. It appears with its whole content at once. */
async function place(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (Error.isError(error) && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Null when there is none, or nothing readable: that is nobody's. */
async function readHolder(file: string): Promise<Holder | null> {
  const content = await readFile(file, "utf8").catch(() => null);
  if (content === null) return null;
  try {
    return holderSchema.parse(JSON.parse(content));
  } catch {
    return null;
  }
}

async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return Error.isError(error) && "code" in error && error.code === "EPERM";
  }
  const now = await startOf(pid);
  return startedAt === null || now === null || startedAt === now;
}

/** Clock ticks from the machine's start to the process's (field 22 of proc_pid_stat(5)); null on other systems. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  // The second field is the program's name in brackets and may hold anything.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function locked(dataDir: string, holder: Holder | null): AppError {
  return new AppError("store-locked", { details: { where: dataDir, pid: holder?.pid } });
}

function ignoreMissing(error: unknown): void {
  if (!(Error.isError(error) && "code" in error && error.code === "ENOENT")) throw error;
}
