import { expect, it } from "@jest/globals";
import { toMoment } from "../../../src/crm/hubspot/records.ts";

const at = Date.parse("2026-03-01T10:00:00Z");

it.each([
  ["2026-03-01T10:00:00.000Z", at],
  ["2026-03-01T11:00:00+01:00", at],
  ["2026-03-01T11:00:00+0100", at],
  // Without a zone it is UTC, wherever this machine stands.
  ["2026-03-01T10:00:00", at],
  ["2026-03-01 10:00:00", at],
  [String(at), at],
  [at, at],
  [`${at}.0`, at],
  ["2026-03-01", Date.parse("2026-03-01")],
  ["3", null],
  ["", null],
  [null, null],
  ["next week", null],
  ["99999999999999999999", null],
])("reads %j as the moment %j", (value, moment) => {
  expect(toMoment(value)).toBe(moment);
});
