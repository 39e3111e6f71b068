import { readFile } from "node:fs/promises";
import type { Env } from "../../config/env.ts";
import { product } from "../../config/product.ts";
import type { NightDeps } from "../../workers/night.ts";
import { openJudge } from "../../workers/open-judge.ts";
import { type Phrases, phrasesSchema } from "../analysis/phrases.ts";
import { parseManifest } from "../crm/manifest.ts";
import { AppError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { type Language, languages } from "../domain/tenant.ts";
import { createLog } from "../log.ts";
import { defaultRetrySettings } from "../queue/job-options.ts";
import { type Jobs, openJobs } from "../queue/open-jobs.ts";
import { lockDataDir } from "../store/lock-data-dir.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { openKeyring } from "../store/secrets.ts";
import type { Vault } from "../store/tenants.ts";
import { type Crms, createCrms } from "./open-crms.ts";

/** The parts of a running Norma, put together. Everything is closed by `close`, in the right order. */
export interface Runtime {
  readonly env: Env;
  readonly log: Log;
  readonly vault: Vault;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly deps: NightDeps;
  readonly crms: Crms;
  readonly close: () => Promise<void>;
}

export interface RuntimeOptions {
  /** The app whose tokens are refreshed; the environment's when left out. */
  readonly client?: Client;
  /** Does somebody sit before the command until the night ends? */
  readonly isWaitedFor?: boolean;
}

/** Tries of a step of a night. While nobody waits they outlast an outage of ten minutes, else only a hiccup. */
const attemptsWaitedFor = 2;
/** Whoever presses Ctrl-C wants the prompt back; what is broken off after this moment is done again next time. */
const graceWaitedForMs = 1_000;

/** Nobody sits out a day's limit, which asks for an hour; milliseconds. */
const patienceWaitedForMs = 60_000;

/** Opens store, queue and keys as the environment says. Throws store-locked, store-unavailable, queue-unavailable. */
export async function openRuntime(env: Env, options: RuntimeOptions = {}): Promise<Runtime> {
  const { dataDir, databaseUrl, redisUrl } = env;
  const { client = clientOf(env), isWaitedFor = false } = options;
  const retries = isWaitedFor
    ? { ...defaultRetrySettings, attempts: attemptsWaitedFor, patienceMs: patienceWaitedForMs }
    : defaultRetrySettings;
  const log = createLog(env.logLevel);
  const unlock = databaseUrl === null ? await lockDataDir(dataDir) : async () => undefined;
  const closers: (() => Promise<void>)[] = [unlock];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const [store, jobs] = await openBoth(
      openStore({ dataDir, databaseUrl }),
      openJobs({ redisUrl, databaseUrl, dataDir, retries, log }),
      { closers, grace: isWaitedFor ? { graceMs: graceWaitedForMs } : {} },
    );
    const vault = { store, keyring: await openKeyring({ keyHex: env.encryptionKey, dataDir }) };
    const { hubspot, salesforce, text } = product;
    const pacing = { ...hubspot, ...env.hubspotPacing };
    const manifest = await loadManifest();
    const crms = createCrms({
      vault,
      manifest,
      client,
      pacing,
      salesforce,
      maxTextLength: text.maxFollowUpLength,
      log,
    });
    // Before the store, after the queue: running steps still need their adapter, and it may still save a token.
    closers.splice(2, 0, crms.close);
    const phrases = await loadPhrases();
    const phrasesOf = (language: Language) => phrases[language];
    const judge = openJudge(env.judge, { store, log });
    const deps: NightDeps = { store, jobs, openCrm: crms.openFor, product, judge, log, phrasesOf };
    return { env, log, vault, store, jobs, deps, crms, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens two parts side by side and notes how to close what was opened, also when the other one failed. */
async function openBoth(
  store: Promise<Store>,
  jobs: Promise<Jobs>,
  { closers, grace }: { closers: (() => Promise<void>)[]; grace: { graceMs?: number } },
): Promise<[Store, Jobs]> {
  const [openedStore, openedJobs] = await Promise.allSettled([store, jobs]);
  if (openedStore.status === "fulfilled") closers.push(() => openedStore.value.close());
  if (openedJobs.status === "fulfilled") closers.push(() => openedJobs.value.close(grace));
  return [await store, await jobs];
}

type Client = { readonly id: string; readonly secret: string } | null;

function clientOf(env: Env): Client {
  const { hubspotClientId: id, hubspotClientSecret: secret } = env;
  return id === null || secret === null ? null : { id, secret };
}

async function loadManifest() {
  return parseManifest(await readJson("../../manifest.json"));
}

async function loadPhrases(): Promise<Readonly<Record<Language, Phrases>>> {
  const [en, pl, ru] = await Promise.all(
    languages.map(async (language) =>
      phrasesSchema.parse(await readJson(`../../config/locales/${language}.json`)),
    ),
  );
  if (en === undefined || pl === undefined || ru === undefined)
    throw new AppError("bug-found", { details: { problem: "a locale is missing" } });
  return { en, pl, ru };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(path, import.meta.url), "utf8"));
}
