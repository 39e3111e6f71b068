import type { Env } from "../../config/env.ts";
import { lockDataDir } from "../store/lock-data-dir.ts";
import { openStore, type Store } from "../store/open-store.ts";

/**
 * For commands that only look into the store or change it: the queue, keys and CRMs stay closed. Throws store-locked and
 * store-unavailable.
 */
export async function withStore<T>(env: Env, act: (store: Store) => Promise<T>): Promise<T> {
  const { dataDir, databaseUrl } = env;
  const unlock = databaseUrl === null ? await lockDataDir(dataDir) : async () => undefined;
  try {
    const store = await openStore({ dataDir, databaseUrl });
    try {
      return await act(store);
    } finally {
      await store.close();
    }
  } finally {
    await unlock();
  }
}
