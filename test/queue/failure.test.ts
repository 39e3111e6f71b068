import { describe, expect, it } from "@jest/globals";
import { UnrecoverableError } from "bullmq";
import { AppError } from "../../src/domain/errors.ts";
import { computeBackoff, isOwnFailure, readFailure, toJobError } from "../../src/queue/failure.ts";
import { fc } from "../support/properties.ts";

const settings = { baseMs: 1_000, maxMs: 60_000 };

describe("how a failed try is kept", () => {
  it("keeps the code and the sentence for people, and reads them back", () => {
    const error = toJobError(
      new AppError("crm-refused", { details: { act: "x", status: 400, problem: "y" } }),
    );
    expect(readFailure(error.message)).toEqual({
      code: "crm-refused",
      sentence: "The CRM refused x with status 400: y.",
    });
    expect(isOwnFailure(error.message)).toBe(true);
  });

  it("tries again what may succeed and unknown errors, and nothing else", () => {
    expect(toJobError(new AppError("token-rejected"))).toBeInstanceOf(UnrecoverableError);
    expect(toJobError(new AppError("crm-busy"))).not.toBeInstanceOf(UnrecoverableError);
    expect(toJobError(new TypeError("x is undefined"))).not.toBeInstanceOf(UnrecoverableError);
    expect(readFailure(toJobError("thrown text").message).code).toBe("bug-found");
  });

  it("is not tried again when the CRM asks for more patience than there is", () => {
    const busy = new AppError("crm-busy", { retryAfterMs: 3_600_000 });
    expect(toJobError(busy, 60_000)).toBeInstanceOf(UnrecoverableError);
    expect(toJobError(busy, 3_600_000)).not.toBeInstanceOf(UnrecoverableError);
  });

  it.each([
    "request failed: Authorization: Bearer CKqX4rn0MhIFAAEAAEDA",
    "pat-eu1-12345678-90ab-cdef-1234-567890abcdef was rejected",
    "https://user:CKqX4rn0MhIF@host/ refused",
    '{"refresh_token":"CKqX4rn0MhIF-1234"}',
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.CKqX4rn0MhIF",
  ])("keeps no credential: %s", (message) => {
    const { message: kept, stack } = toJobError(new Error(message));
    expect(`${kept} ${stack}`).not.toMatch(/CKqX4rn0MhIF|567890ab/);
    expect(kept).toContain("[redacted]");
  });

  it("calls a reason that BullMQ gave our bug", () => {
    expect(readFailure("job stalled more than allowable limit").code).toBe("bug-found");
    expect(isOwnFailure("job stalled more than allowable limit")).toBe(false);
    expect(isOwnFailure('{"code":"unheard-of","sentence":""}')).toBe(false);
  });
});

describe("the wait before the next try", () => {
  it("doubles from try to try with some chance in it, and stays below its limit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (attemptsMade) => {
        const ceiling = Math.min(1_000 * 2 ** (attemptsMade - 1), 60_000);
        const wait = computeBackoff(attemptsMade, new Error("x"), settings);
        expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
        expect(wait).toBeLessThanOrEqual(ceiling);
      }),
    );
    const waits = new Set(Array.from({ length: 50 }, () => computeBackoff(5, new Error("x"), settings)));
    expect(waits.size).toBeGreaterThan(10);
  });

  it("is at least what the CRM asked for, and at most an hour for its sake", () => {
    const busy = (retryAfterMs: number) => toJobError(new AppError("crm-busy", { retryAfterMs }));
    expect(computeBackoff(1, busy(20_000), settings)).toBe(20_000);
    expect(computeBackoff(1, busy(86_400_000), settings)).toBe(3_600_000);
    expect(computeBackoff(1, busy(1), settings)).toBeGreaterThanOrEqual(500);
  });
});
