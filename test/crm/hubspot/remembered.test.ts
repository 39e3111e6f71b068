import { expect, it } from "@jest/globals";
import { remember } from "../../../src/crm/hubspot/remembered.ts";

it("asks once for whoever asks meanwhile, again after an hour, and again after a failure", async () => {
  let at = 0;
  let asked = 0;
  const kept = remember<number>(() => at);
  const ask = async () => (asked += 1);
  expect(await Promise.all([kept.get(ask), kept.get(ask)])).toEqual([1, 1]);
  at += 3_599_999;
  expect(await kept.get(ask)).toBe(1);
  at += 1;
  expect(await kept.get(ask)).toBe(2);
  await expect(kept.renew(async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await kept.get(ask)).toBe(3);
});
