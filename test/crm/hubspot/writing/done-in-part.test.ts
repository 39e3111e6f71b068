import { afterEach, describe, expect, it } from "@jest/globals";
import type { Crm } from "../../../../src/crm/port.ts";
import { sendJson, startTinyServer } from "../../tiny-server.ts";
import { openAdapter } from "../open-adapter.ts";

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(answer: Parameters<typeof startTinyServer>[0]): Promise<Crm> {
  const server = await startTinyServer(answer);
  const crm = openAdapter(server.baseUrl);
  ends.push(
    () => crm.close(),
    () => server.close(),
  );
  return crm;
}

describe("an update whose answer was lost", () => {
  it("sends only those values again that the CRM does not show", async () => {
    const sent: string[][] = [];
    const crm = await start(({ path, body }, response) => {
      if (path.endsWith("/batch/read")) {
        const results = [
          { id: "1", properties: { norma_flag: "vague" } },
          { id: "2", properties: {} },
        ];
        return sendJson(response, 200, { results });
      }
      const { inputs } = JSON.parse(body) as { inputs: { id: string }[] };
      sent.push(inputs.map(({ id }) => id));
      if (sent.length === 1) return sendJson(response, 502, {});
      sendJson(response, 200, { results: inputs });
    });
    const results = await crm.writeDealFields(
      ["1", "2"].map((dealId) => ({ dealId, fields: { flag: "vague" } })),
    );
    expect(results).toMatchObject([
      { kind: "written", key: "1" },
      { kind: "written", key: "2" },
    ]);
    expect(sent).toEqual([["1", "2"], ["2"]]);
  });
});

describe("removing everything", () => {
  it("removes tasks one by one where a batch is removed in part", async () => {
    const crm = await start(({ method, path }, response) => {
      const results = ["1", "2", "3"].map((id) => ({ id, properties: {} }));
      if (path.endsWith("/tasks/batch/read")) return sendJson(response, 200, { results });
      if (path.endsWith("/tasks/batch/archive"))
        return sendJson(response, 207, { errors: [{ message: "locked", context: { ids: ["2", "3"] } }] });
      if (method === "DELETE" && path.endsWith("/3"))
        return sendJson(response, 400, { message: "Task 3 is locked" });
      sendJson(response, path.endsWith("/2") ? 200 : 404, {});
    });
    const { tasksRemoved, left } = await crm.removeEverything(["1", "2", "3"]);
    expect(tasksRemoved).toBe(2);
    expect(left).toEqual([expect.stringMatching(/^1 tasks: .*Task 3 is locked/)]);
  });
});
