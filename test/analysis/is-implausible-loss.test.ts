import { expect, it } from "@jest/globals";
import { product } from "../../config/product.ts";
import { isImplausibleLoss } from "../../src/analysis/is-implausible-loss.ts";

it.each([
  { lost: 0, known: 0, isImplausible: false, why: "nothing is lost" },
  { lost: 1, known: 1, isImplausible: false, why: "a single deal may well be purged" },
  { lost: 2, known: 3, isImplausible: true, why: "more than half is too much of however little" },
  { lost: 5, known: 100, isImplausible: false, why: "a handful may be purged" },
  { lost: 6, known: 100, isImplausible: true, why: "six are more than a handful" },
  { lost: 100, known: 10_000, isImplausible: false, why: "a hundredth of thousands may be purged" },
  { lost: 101, known: 10_000, isImplausible: true, why: "more than a hundredth is a team's deals" },
])("$lost of $known deals lost without a trace: $why", ({ lost, known, isImplausible }) => {
  expect(isImplausibleLoss({ lost, known }, product.vanished)).toBe(isImplausible);
});
