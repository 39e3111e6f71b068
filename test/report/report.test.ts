import { describe, expect, it } from "@jest/globals";
import { toBins } from "../../src/report/charts/histogram.ts";
import { renderRanges } from "../../src/report/charts/ranges.ts";
import { isolate } from "../../src/report/escape.ts";
import { renderPage } from "../../src/report/render-page.ts";
import { renderTable } from "../../src/report/table.ts";
import { fc } from "../support/properties.ts";
import { renderAllCharts } from "./all-charts.ts";

const hostile = `<img src=x onerror=alert(1)>"'&</svg><script>alert(2)</script>`;

function pageOf(word: string): string {
  const html = renderAllCharts(word, "pl").join("\n");
  return renderPage({
    title: word,
    subtitle: word,
    footer: word,
    language: "pl",
    sections: [{ id: "charts", heading: word, html }],
  });
}

describe("a page", () => {
  it("takes no markup from its data", () => {
    const page = pageOf(hostile);
    expect(page).not.toMatch(/<script|<img/);
    expect(page.split("&lt;script&gt;").length).toBeGreaterThan(20);
  });

  it("has no column without a heading, and no date that is broken at its hyphens", () => {
    expect(pageOf("words")).not.toMatch(/<th[^>]*>\s*<\/th>/);
    const table = renderTable({ caption: "x", columns: ["a"], rows: [["2026-10-12"]], language: "en" });
    expect(table).toContain('<th scope="row" class="date">2026-10-12</th>');
  });

  it("asks for nothing from outside, has no script, and says its language", () => {
    const page = pageOf("word");
    expect(page).not.toMatch(/https?:|<script|<link|@import|url\((?!#)/);
    expect(page).toMatch(/^<!doctype html>\n<html lang="pl">/);
  });

  it("gives every id once and refers to none that is not there", () => {
    const page = pageOf("word");
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [
      ...page.matchAll(/href="#([^"]+)"|url\(#([^)]+)\)|aria-labelledby="([^"]+)"/g),
    ].flatMap(([, link, fill, names]) => (link ?? fill ?? names ?? "").split(" "));
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe.each(renderAllCharts("word", "en"))("a chart", (figure) => {
  it("has a name, a description, a caption, and a table with its numbers", () => {
    expect(figure).toMatch(
      /<svg[^>]* role="img" aria-labelledby="(\w+)-title \1-desc">\s*<title id="\1-title">word<\/title><desc id="\1-desc">word</,
    );
    expect(figure).toMatch(/<figcaption>[\s\S]*<details><summary>The numbers[\s\S]*<table>[\s\S]*<td/);
  });

  it("is drawn in the page's colours only", () => {
    expect(figure).toContain("var(--");
    expect(figure.match(/#[0-9a-f]{3,8}\b(?!-)|rgba?\([^)]*\)|NaN|undefined/g) ?? []).toEqual([]);
  });
});

it("a chart of ranges draws forty lines at most, marked ones always, and has all of them in its table", () => {
  const rows = Array.from({ length: 100 }, (_, index) => {
    return {
      label: `rep ${index}.`,
      band: { low: 1, high: 3, expected: 2 },
      actual: 2,
      status: "",
      isMarked: index === 99,
    };
  });
  const names = {
    label: "",
    value: "",
    band: "",
    expected: "",
    actual: "",
    marked: "",
    low: "",
    high: "",
    status: "",
  };
  const figure = renderRanges({ id: "many", title: "t", note: "n", language: "en", names, rows });
  const drawn = (figure.slice(0, figure.indexOf("<details>")).match(/rep \d+\./g) ?? []).toSorted();
  expect([drawn.length, drawn.includes("rep 99."), drawn.includes("rep 50.")]).toEqual([40, true, false]);
  expect(figure.slice(figure.indexOf("<details>")).match(/rep \d+\./g)).toHaveLength(100);
});

it("the same chart drawn twice is the same text", () => {
  expect(renderAllCharts("x", "ru")).toEqual(renderAllCharts("x", "ru"));
});

it("a name written from right to left is kept by itself, and others are as they are", () => {
  expect(["Anna", "Łęcka", "Иван", "שלום", "نور 12"].map(isolate)).toEqual([
    "Anna",
    "Łęcka",
    "Иван",
    "\u2068שלום\u2069",
    "\u2068نور 12\u2069",
  ]);
});

it("a table keeps every cell, writes numbers the language's way and leaves unknown cells empty", () => {
  const table = renderTable({
    caption: "c",
    columns: ["a", "b"],
    rows: [
      ["<x>", 1234.5],
      ["y", null],
    ],
    language: "ru",
  });
  expect(table).toContain('<th scope="row">&lt;x&gt;</th><td class="number">1\u00a0234,5</td>');
  expect(table).toContain('<th scope="row">y</th><td></td>');
});

it("bins hold every value exactly once, in order and without gaps", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 12 }),
      (values, count) => {
        const bins = toBins(values, count);
        const held = bins.map(
          ({ from, to }) => values.filter((value) => value >= from && (to === null || value < to)).length,
        );
        expect(bins.map((bin) => bin.count)).toEqual(held);
        expect(held.reduce((a, b) => a + b, 0)).toBe(values.length);
        expect(bins.slice(1).every(({ from }, at) => from === bins[at]?.to)).toBe(true);
      },
    ),
  );
});
