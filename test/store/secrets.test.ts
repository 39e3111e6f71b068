import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "@jest/globals";
import { openKeyring } from "../../src/store/secrets.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "norma-keys-"));
  folders.push(folder);
  return folder;
}

const keyHex = "0f".repeat(32);

it("opens what it sealed, for the same owner only", async () => {
  const keyring = await openKeyring({ keyHex, dataDir: null });
  const sealed = keyring.seal("t_a", "zażółć гесло");
  expect(keyring.open("t_a", sealed)).toBe("zażółć гесло");
  expect(keyring.open("t_b", sealed)).toBeNull();
});

it("never seals the same text to the same letters", async () => {
  const keyring = await openKeyring({ keyHex, dataDir: null });
  expect(keyring.seal("t_a", "token")).not.toBe(keyring.seal("t_a", "token"));
});

it("does not open what was changed, cut, or sealed with another key", async () => {
  const keyring = await openKeyring({ keyHex, dataDir: null });
  const sealed = keyring.seal("t_a", "token");
  const another = sealed[6] === "A" ? "B" : "A";
  expect(keyring.open("t_a", `${sealed.slice(0, 6)}${another}${sealed.slice(7)}`)).toBeNull();
  expect(keyring.open("t_a", sealed.slice(0, 20))).toBeNull();
  expect(keyring.open("t_a", "")).toBeNull();
  const other = await openKeyring({ keyHex: "1e".repeat(32), dataDir: null });
  expect(other.open("t_a", sealed)).toBeNull();
});

it("makes a key file that only its owner may read, once, also when asked several times at once", async () => {
  const dataDir = join(makeFolder(), "new");
  const keyrings = await Promise.all(Array.from({ length: 5 }, () => openKeyring({ keyHex: null, dataDir })));
  const sealed = keyrings.map((keyring) => keyring.seal("t_a", "token"));
  const later = await openKeyring({ keyHex: null, dataDir });
  expect(sealed.map((text) => later.open("t_a", text))).toEqual(Array.from({ length: 5 }, () => "token"));
  expect(statSync(join(dataDir, "encryption.key")).mode & 0o777).toBe(0o600);
});

it("refuses a key that is not one, and leaves a damaged key file alone", async () => {
  await expect(openKeyring({ keyHex: "abc", dataDir: null })).rejects.toMatchObject({
    code: "config-invalid",
  });
  const dataDir = makeFolder();
  writeFileSync(join(dataDir, "encryption.key"), "half a key");
  await expect(openKeyring({ keyHex: null, dataDir })).rejects.toMatchObject({ code: "config-invalid" });
  expect(readFileSync(join(dataDir, "encryption.key"), "utf8")).toBe("half a key");
});
