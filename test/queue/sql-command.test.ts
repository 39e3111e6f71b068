import { describe, expect, it } from "@jest/globals";
import { readCommand } from "../../src/queue/sql-command.ts";

describe("what a statement does to its connection", () => {
  it.each([
    ["BEGIN", { kind: "begin" }],
    ["start transaction isolation level serializable", { kind: "begin" }],
    ["COMMIT;", { kind: "end" }],
    ["rollback", { kind: "end" }],
    ["ROLLBACK TO SAVEPOINT a", { kind: "other" }],
    ["-- Wake up.\n  /* all of them */ LISTEN bullmq_jobs;\n", { kind: "listen", channel: "bullmq_jobs" }],
    ['listen "Mixed Case"', { kind: "listen", channel: "Mixed Case" }],
    ["LISTEN Folded", { kind: "listen", channel: "folded" }],
    ["UNLISTEN bullmq_jobs", { kind: "unlisten", channel: "bullmq_jobs" }],
    ["UNLISTEN *", { kind: "unlisten", channel: null }],
    ["SET search_path TO a", { kind: "set" }],
    ["SELECT set_config('application_name', $1, false)", { kind: "set" }],
    ["UPDATE job SET state = 'active'", { kind: "other" }],
    ["SELECT 'BEGIN'", { kind: "other" }],
    ["", { kind: "other" }],
  ])("%j", (text, command) => {
    expect(readCommand(text)).toEqual(command);
  });
});
