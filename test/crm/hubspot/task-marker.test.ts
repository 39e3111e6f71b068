import { describe, expect, it } from "@jest/globals";
import { findMarker, toTaskBody } from "../../../src/crm/hubspot/task-marker.ts";

describe("the marker of our tasks", () => {
  it.each(["task:1:silence:2026-10-01", "a&b<c>\"d'"])("%j is found in the body it was put into", (key) => {
    expect(findMarker(toTaskBody("line 1\r\nline 2 <b>", key))).toBe(key);
  });

  it.each([
    ["<div><p>Agree a date</p><p>Norma ref: key-1</p></div>"],
    ["Agree a date\nNorma ref:&nbsp;<span>key-1</span>"],
    ["<p>Norma ref:  key-1<br></p>"],
    ["Norma ref: old\n\nNorma ref: key-1"],
  ])("is found whatever markup surrounds it: %j", (body) => {
    expect(findMarker(body)).toBe("key-1");
  });

  it.each([null, "", "call Norma", "Norma ref:", "Norma ref: <br>"])("is not in %j", (body) => {
    expect(findMarker(body)).toBeNull();
  });
});
