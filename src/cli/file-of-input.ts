import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Calls `act` with the path; for `-` with a file that holds the input, which is removed afterwards: formats are found by reading twice. */
export async function withFileOfInput<Result>(
  path: string,
  input: AsyncIterable<Uint8Array>,
  act: (path: string) => Promise<Result>,
): Promise<Result> {
  if (path !== "-") return act(path);
  const folder = await mkdtemp(join(tmpdir(), "norma-"));
  try {
    const file = join(folder, "input");
    await pipeline(input, createWriteStream(file, { mode: 0o600 }));
    return await act(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
