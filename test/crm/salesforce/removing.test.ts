import { afterEach, expect, it } from "@jest/globals";
import { sendJson } from "../tiny-server.ts";
import { closeTinyOrgs, openTinyOrg } from "./tiny-org.ts";

afterEach(closeTinyOrgs);

const taskIds = ["00T000000000001AAA", "00T000000000002AAA", "00T000000000003AAA"] as const;
const [, lockedId, deletedId] = taskIds;

const ends = (ids: readonly string[], codeOf: (id: string) => string | null) =>
  ids.map((id) => {
    const statusCode = codeOf(id);
    return { id, success: statusCode === null, errors: statusCode === null ? [] : [{ statusCode }] };
  });

it("a task that was locked for a moment is deleted, and one that is gone already is no trouble", async () => {
  const asked: (readonly string[])[] = [];
  const { crm } = await openTinyOrg({
    rows: { "FROM Task": taskIds.map((Id) => ({ Id, IsClosed: false, IsDeleted: false })) },
    answer: ({ method, path }, response) => {
      if (method !== "DELETE") return false;
      const ids = new URL(path, "http://tiny").searchParams.get("ids")?.split(",") ?? [];
      asked.push(ids);
      const locked = (id: string) => (id === lockedId && asked.length === 1 ? "UNABLE_TO_LOCK_ROW" : null);
      sendJson(
        response,
        200,
        ends(ids, (id) => (id === deletedId ? "ENTITY_IS_DELETED" : locked(id))),
      );
      return true;
    },
  });
  expect(await crm.removeEverything(taskIds)).toMatchObject({ tasksRemoved: 3, left: [] });
  expect(asked).toEqual([taskIds, [lockedId]]);
});
