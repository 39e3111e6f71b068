import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { playCompany } from "../../bench/export-company.ts";
import { dialects } from "../../bench/export-dialects.ts";
import { writeExport } from "../../bench/write-export.ts";
import { msPerDay } from "../../src/domain/time.ts";
import { findChromium, openChromium } from "../support/chromium.ts";
import { auditTexts, renderIn, testNow } from "./audit-in-test.ts";
import { measureContrasts } from "./measure-contrasts.ts";

const executable = findChromium();

describe("the report in a browser", () => {
  if (executable === null) {
    it.skip("cannot be opened: no chromium on the PATH", () => undefined);
    return;
  }
  let folder = "";
  let address = "";
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "norma-report-"));
    const company = playCompany(testNow);
    const touches = company.touches.filter(({ at }) => at > testNow - 100 * msPerDay);
    const [dialect] = dialects;
    if (dialect === undefined) throw new Error("no dialect");
    const { deals, activities } = writeExport({ ...company, touches }, dialect);
    const path = join(folder, "report.html");
    await writeFile(path, renderIn("en", await auditTexts({ deals, activities: [activities] })));
    address = pathToFileURL(path).href;
    browser = await openChromium(executable);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  async function open(width: number, scheme: "light" | "dark" = "light"): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    await page.goto(address);
    return page;
  }

  it("loads nothing and complains about nothing", async () => {
    const page = await browser.newPage();
    const seen: string[] = [];
    page.on("console", (message) => seen.push(message.text()));
    page.on("pageerror", (error) => seen.push(error.message));
    page.on("request", (request) => seen.push(request.url()));
    await page.goto(address);
    expect(seen).toEqual([address]);
    await page.close();
  });

  it("has its landmarks, one first heading and sections named by their headings", async () => {
    const page = await open(1280);
    const roles = ["banner", "navigation", "main", "contentinfo"] as const;
    for (const role of roles) expect([role, await page.getByRole(role).count()]).toEqual([role, 1]);
    expect(await page.getByRole("heading", { level: 1 }).allTextContents()).toEqual(["Sales audit"]);
    const sections = await page.getByRole("heading", { level: 2 }).allTextContents();
    expect(sections[0]).toBe("What to do on Monday");
    for (const name of sections)
      expect(await page.getByRole("region", { name, exact: true }).count()).toBe(1);
    await page.close();
  });

  it("answers “what should I do on Monday?” on the first screen", async () => {
    const page = await open(1280);
    await expect(
      page.getByText(/Standing still: \d+ of \d+ open deals/).boundingBox(),
    ).resolves.toMatchObject({
      y: expect.any(Number),
    });
    const third = await page.locator(".deals > li").nth(2).boundingBox();
    expect((third?.y ?? Infinity) + (third?.height ?? 0)).toBeLessThan(900);
    await page.close();
  });

  it("names every chart for screen readers and gives its numbers in a table", async () => {
    const page = await open(1280);
    const charts = page.locator("svg");
    expect(await charts.count()).toBeGreaterThan(4);
    expect(await page.getByRole("img", { name: /.+/ }).count()).toBe(await charts.count());
    expect(await page.locator("figure details table").count()).toBe(await charts.count());
    await page.close();
  });

  it("can be used by keyboard alone: first the way past the contents, then every link, chart and fold, each seen", async () => {
    const page = await open(1280);
    await page.keyboard.press("Tab");
    expect(await page.evaluate<string>("document.activeElement.textContent")).toBe("Skip to the report");
    const wanted = await page.locator("a[href], summary, [tabindex='0']:visible").count();
    const reached = new Set<number>();
    for (let presses = 0; presses < wanted + 20; presses += 1) {
      const index = await page.evaluate<number>(
        `[...document.querySelectorAll("a[href], summary, [tabindex='0']")].indexOf(document.activeElement)`,
      );
      if (index >= 0) reached.add(index);
      await page.keyboard.press("Tab");
    }
    expect(reached.size).toBe(wanted);
    await page.locator("figure summary").first().focus();
    const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
    expect(outline).toBe("solid");
    await page.keyboard.press("Enter");
    expect(await page.locator("figure details").first().getAttribute("open")).not.toBeNull();
    await page.close();
  });

  it.each([1280, 390])("never scrolls sideways at %d pixels, also with every fold open", async (width) => {
    const page = await open(width);
    await page.evaluate(`for (const fold of document.querySelectorAll("details")) fold.open = true`);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBe(width);
    await page.close();
  });

  it("has text of at least 4.5 to 1 against its ground, in light and in dark", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const page = await open(1280, scheme);
      const contrasts = await page.evaluate<{ text: string; contrast: number }[]>(measureContrasts);
      expect(contrasts.length).toBeGreaterThan(50);
      expect([scheme, contrasts.filter(({ contrast }) => contrast < 4.5)]).toEqual([scheme, []]);
      await page.close();
    }
  });

  it("prints in black on white, without the contents and in a fair number of pages, also from a dark screen", async () => {
    const page = await open(1280, "dark");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const colours = await page.evaluate<Record<string, string>>(`(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return { backgroundColor, color, nav: getComputedStyle(document.querySelector("nav")).display };
    })()`);
    expect(colours).toEqual({ backgroundColor: "rgb(255, 255, 255)", color: "rgb(29, 35, 48)", nav: "none" });
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(3);
    expect(pages).toBeLessThan(16);
    await page.close();
  });
});
