import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../../src/crm/port.ts";
import { allScopes } from "../../../../src/crm/sandbox/hubspot/scopes.ts";
import { type Sandbox, startSandbox } from "../../../../src/crm/sandbox/start-sandbox.ts";
import { collect } from "../../contract.ts";
import { openAdapter } from "../open-adapter.ts";

const size = { reps: 4, openDeals: 60, activitiesPerDay: 60, historyDays: 5 } as const;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(without: readonly string[], isOAuth: boolean): Promise<{ sandbox: Sandbox; crm: Crm }> {
  const scopes = allScopes.filter((scope) => !without.includes(scope));
  const sandbox = await startSandbox({ limits: null, portals: [{ portalId: 5, size, scopes }] });
  const portal = sandbox.portals[0];
  const crm = openAdapter(sandbox.url, {
    client: sandbox.client,
    credentials: isOAuth
      ? { kind: "oauth", accessToken: "none", refreshToken: portal?.refreshToken ?? "", expiresAt: 0 }
      : { kind: "static", token: portal?.token ?? "" },
    now: () => sandbox.now(),
  });
  ends.push(
    () => crm.close(),
    () => sandbox.close(),
  );
  return { sandbox, crm };
}

describe("a token that may not do everything", () => {
  it.each([true, false])("says which kinds are not measured (OAuth: %s)", async (isOAuth) => {
    const { crm } = await start(["sales-email-read", "crm.objects.quotes.read"], isOAuth);
    const access = await crm.readAccess();
    expect(access.unmeasured.toSorted()).toEqual(["email", "proposal"]);
    expect(access.missingScopes).toEqual([]);
    expect(access.scopes === null).toBe(!isOAuth);
    const kinds = new Set(
      (await collect(crm.readActivities({ modifiedSince: 0, cursor: null }))).map(
        ({ activity }) => activity.kind,
      ),
    );
    expect(kinds.has("email")).toBe(false);
    expect(kinds.has("call")).toBe(true);
  });

  it("names required scopes that are missing", async () => {
    const { crm } = await start(["crm.schemas.deals.write"], true);
    expect((await crm.readAccess()).missingScopes).toEqual(["crm.schemas.deals.write"]);
  });

  it("may do everything when nothing is missing, and needs at most a few calls to know", async () => {
    const { crm } = await start([], false);
    expect(await crm.readAccess()).toEqual({ scopes: null, missingScopes: [], unmeasured: [] });
    expect(crm.callCounts().total).toBeLessThanOrEqual(2);
  });

  it("finds out while reading, too, and says so afterwards", async () => {
    const { crm } = await start(["sales-email-read"], false);
    const records = await collect(crm.readActivities({ modifiedSince: 0, cursor: null }));
    expect(records.length).toBeGreaterThan(50);
    expect((await crm.readAccess()).unmeasured).toEqual(["email"]);
  });

  it("still has teams by their people when it may not read teams", async () => {
    const { crm } = await start(["settings.users.teams.read"], false);
    const { teams, reps } = await crm.readPeople();
    expect(teams.length).toBeGreaterThan(0);
    expect(reps.flatMap(({ teamIds }) => teamIds).every((id) => teams.some((team) => team.id === id))).toBe(
      true,
    );
  });

  it("fails with the scope's name when deals themselves cannot be read", async () => {
    const { crm } = await start(["crm.objects.deals.read"], false);
    await expect(crm.readPipelines()).rejects.toMatchObject({ code: "scope-missing" });
  });
});

it("keeps queues out and marks deactivated people", async () => {
  const { sandbox, crm } = await start([], false);
  const { reps } = await crm.readPeople();
  const token = sandbox.portals[0]?.token ?? "";
  const response = await fetch(`${sandbox.url}/crm/owners/2026-09?limit=500`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { results } = (await response.json()) as { results: { id: string; type: string }[] };
  const queues = results.filter(({ type }) => type === "QUEUE").map(({ id }) => id);
  expect(reps.filter(({ id }) => queues.includes(id))).toEqual([]);
  expect(reps.filter(({ isActive }) => isActive)).toHaveLength(results.length - queues.length);
});

it("reads who set out-of-office hours, and nobody's where it may not read users", async () => {
  const { sandbox, crm } = await start([], false);
  const planted = sandbox.portals[0]?.planted ?? [];
  const away = planted.flatMap((truth) => (truth.on === "rep" && truth.kind === "absent" ? truth.repId : []));
  const { timeOff } = await crm.readPeople();
  expect(timeOff.map(({ repId }) => repId)).toEqual(away);
  for (const { from, to } of timeOff) expect(to - from).toBeGreaterThanOrEqual(13 * 86_400_000);
  const { crm: without } = await start(["crm.objects.users.read"], false);
  expect((await without.readPeople()).timeOff).toEqual([]);
});
