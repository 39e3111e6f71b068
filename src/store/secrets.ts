import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/errors.ts";

const algorithm = "aes-256-gcm";
const keyBytes = 32;
/** NIST SP 800-38D recommends 96 bits for GCM. */
const nonceBytes = 12;
const tagBytes = 16;
const format = "v1";

export interface Keyring {
  /** Where the key came from, for messages. */
  readonly where: string;
  /** Encrypts for one owner; another owner's id does not open it. */
  seal(owner: string, text: string): string;
  /** Null when the key or the owner is another one or the text was tampered with. */
  open(owner: string, sealed: string): string | null;
}

export interface KeyringSettings {
  /** 64 hexadecimal digits; null uses the key file of the data folder, made on first use. */
  readonly keyHex: string | null;
  /** Null keeps a generated key in memory only. */
  readonly dataDir: string | null;
}

export async function openKeyring({ keyHex, dataDir }: KeyringSettings): Promise<Keyring> {
  if (keyHex !== null) return toKeyring(toKey(keyHex, "NORMA_ENCRYPTION_KEY"), "NORMA_ENCRYPTION_KEY");
  if (dataDir === null) return toKeyring(randomBytes(keyBytes), "memory");
  const file = join(dataDir, "encryption.key");
  return toKeyring(await loadOrMakeKey(dataDir, file), file);
}

function toKeyring(key: Buffer, where: string): Keyring {
  return {
    where,
    seal: (owner, text) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `${format}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open: (owner, sealed) => {
      const [version, content = ""] = sealed.split(".");
      const bytes = Buffer.from(content, "base64url");
      if (version !== format || bytes.length < nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const text = decipher.update(bytes.subarray(nonceBytes + tagBytes));
        return Buffer.concat([text, decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
  };
}

async function loadOrMakeKey(dataDir: string, file: string): Promise<Buffer> {
  const stored = await readIfThere(file);
  if (stored !== null) return toKey(stored.trim(), file);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Written whole under another name, then linked: a killed process leaves no half key, and of two the first wins.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, `${randomBytes(keyBytes).toString("hex")}\n`, {
    mode: 0o600,
    flag: "wx",
    flush: true,
  });
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return toKey((await readFile(file, "utf8")).trim(), file);
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

function toKey(hex: string, where: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(hex)) return Buffer.from(hex, "hex");
  const problem = `the encryption key (${where}) must be 64 hexadecimal digits; \`openssl rand -hex 32\` makes one`;
  throw new AppError("config-invalid", { details: { problem } });
}

function hasCode(error: unknown, code: string): boolean {
  return Error.isError(error) && "code" in error && error.code === code;
}
