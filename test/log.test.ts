import { describe, expect, it } from "@jest/globals";
import { AppError } from "../src/domain/errors.ts";
import type { Log, LogLevel } from "../src/domain/log.ts";
import { createLog } from "../src/log.ts";

const token = "pat-eu1-1c0ffee0-1234-5678-9abc-def012345678";
const note = "Klient mówi, że za drogo, wracamy w maju";

/** The lines a log writes, as they are and parsed. */
function captureLog(level: LogLevel = "debug"): { log: Log; text: () => string; lines: () => unknown[] } {
  const written: string[] = [];
  const log = createLog(level, { write: (line) => void written.push(line) });
  return { log, text: () => written.join(""), lines: () => written.map((line) => JSON.parse(line)) };
}

function anErrorFullOfSecrets(): Error {
  const answer = Object.assign(new Error(`HTTP 400 for Bearer CKqX4rn0MhIFAAEAAEDA`), {
    response: { headers: { authorization: `Bearer ${token}` }, body: { text: note } },
    config: { data: note },
    detail: `Failing row contains (7, ${note})`,
    params: [note],
  });
  return new AppError("crm-refused", {
    details: { act: "x", status: 400, problem: "y", token },
    cause: new AggregateError([new Error("outer", { cause: answer }), answer], "several"),
  });
}

describe("the log", () => {
  it("writes JSON lines with level, time, message and the fields of all its parents", () => {
    const { log, lines } = captureLog();
    log.child({ tenantId: "t_1" }).child({ queue: "pull" }).info({ deals: 3 }, "deals read");
    expect(lines()).toEqual([
      {
        level: "info",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        tenantId: "t_1",
        queue: "pull",
        deals: 3,
        msg: "deals read",
      },
    ]);
  });

  it("leaves out what is below its level", () => {
    const { log, lines } = captureLog("warn");
    log.info({}, "no");
    log.warn({}, "yes");
    expect(lines()).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ["a token field", { token }],
    [
      "a token in a nested field",
      { a: { refresh_token: token, accessToken: token, b: [{ Authorization: token }] } },
    ],
    ["credentials as a whole", { credentials: { kind: "static", value: token } }],
    ["a token inside a text", { problem: `the CRM said: ${token} is unknown` }],
    ["a note's text", { followUp: { text: note, hs_note_body: note }, evidence: note }],
    ["an error with causes", { error: anErrorFullOfSecrets() }],
    ["an error under another name", { what: { went: [anErrorFullOfSecrets()] } }],
    ["an unreadable answer", { error: tryParse(`{"x": ${note}`) }],
    ["an address", { owner: { email: "anna@example.com" }, problem: "anna@example.com is unknown" }],
  ])("never shows %s", (_, fields) => {
    const { log, text } = captureLog();
    log.error(fields, "something happened");
    log.child(fields).warn({}, "something happened");
    expect(text()).not.toMatch(/1c0ffee0|CKqX4rn0|Klient|drogo|anna@/);
    expect(text()).toContain("something happened");
  });

  it("does not show a token that came into the message", () => {
    const { log, text } = captureLog();
    log.error({}, `odd: ${token}`);
    expect(text()).not.toContain("1c0ffee0");
  });

  it("still says what an error and its causes were", () => {
    const { log, lines } = captureLog();
    log.error({ error: anErrorFullOfSecrets() }, "a job did not succeed");
    expect(lines()).toMatchObject([
      {
        error: {
          name: "AppError",
          code: "crm-refused",
          message: "The CRM refused x with status 400: y.",
          details: { act: "x", status: 400, token: "[redacted]" },
          at: expect.arrayContaining([expect.stringContaining("log.test.ts")]),
          cause: { name: "AggregateError", errors: [{ message: "outer" }, { name: "Error" }] },
        },
      },
    ]);
  });

  it("survives what refers to itself, is deep or is long", () => {
    const { log, text } = captureLog();
    const circle: Record<string, unknown> = { list: Array.from({ length: 1_000 }, () => "x".repeat(100)) };
    circle["self"] = circle;
    log.warn({ circle, big: 12n, at: new Date(0), none: undefined, act: () => 1 }, "odd");
    expect(text().length).toBeLessThan(40_000);
  });
});

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    return error;
  }
}
