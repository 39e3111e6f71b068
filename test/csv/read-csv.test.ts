import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type CsvOptions, type CsvRow, openCsv, readCsv } from "../../src/csv/read-csv.ts";
import { fc } from "../support/properties.ts";
import { encode } from "./encode.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "norma-csv-"));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;

async function write(content: string | Uint8Array): Promise<string> {
  files += 1;
  const path = join(folder, `file-${files}.csv`);
  await writeFile(path, content);
  return path;
}

async function read(content: string | Uint8Array, options: CsvOptions = {}): Promise<CsvRow[]> {
  return await collect(readCsv(await write(content), options));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const cellsOf = (rows: readonly CsvRow[]) => rows.map(({ cells }) => cells);

describe("a CSV file", () => {
  it.each([
    [",", "a,b\n1,2\n"],
    [";", "a;b\r\n1;2\r\n"],
    ["\t", "a\tb\r1\t2\r"],
    ["|", "a|b\n1|2"],
    [";", "sep=;\na;b\n1;2\n"],
    [";", 'a;b\n"1";2\n"1,5, ""x"", y";2\n"1,5,3";2\n'],
  ])("delimited by %j is read", async (delimiter, text) => {
    const file = await openCsv(await write(text));
    const [first] = await collect(file.rows);
    expect([file.format.delimiter, file.columns, first?.cells]).toEqual([
      delimiter,
      ["a", "b"],
      { a: "1", b: "2" },
    ]);
  });

  it("keeps quotes, delimiters and line ends inside quotes, and tells the line a record begins in", async () => {
    const rows = await read('a,b\r\n\r\n"x, ""y""\r\nz",1\r\n5" pipe,2\r\n');
    expect(rows).toEqual([
      { line: 3, cells: { a: 'x, "y"\nz', b: "1" } },
      { line: 5, cells: { a: '5" pipe', b: "2" } },
    ]);
  });

  it("has its header and cells trimmed, and its header's repeated and empty names told apart", async () => {
    const rows = await read(" Name , Owner,Owner,\n  x ,\u00a0y,z,w\n");
    expect(cellsOf(rows)).toEqual([{ Name: "x", Owner: "y", "Owner (2)": "z", "column 4": "w" }]);
  });

  it("may have short records, records with empty surplus cells, and rows of nothing", async () => {
    expect(cellsOf(await read("a,b\n1\n,\n3,4,,\n"))).toEqual([
      { a: "1", b: "" },
      { a: "3", b: "4" },
    ]);
  });

  it("without a required column names it and the columns it has", async () => {
    await expect(read("id;amount\n1;2\n", { required: ["id", "owner"] })).rejects.toThrow(
      /file-\d+\.csv has no column “owner”\. Its columns are “id”, “amount”/,
    );
  });

  it("with too many cells names file, line and cause", async () => {
    await expect(read("a,b\n1,2\n1,2,3\n")).rejects.toThrow(
      /file-\d+\.csv, line 3: 3 cells, but the header has 2/,
    );
  });

  it("goes on after a record with too many cells when somebody takes it", async () => {
    const rejected: unknown[] = [];
    const rows = await read("a,b\n1,2,3\n4,5\n", { onRejected: (row) => rejected.push(row) });
    expect(cellsOf(rows)).toEqual([{ a: "4", b: "5" }]);
    expect(rejected).toMatchObject([{ line: 2, kind: "too-many-cells" }]);
  });

  it("that is put together from several has their headers told and left out", async () => {
    const rejected: unknown[] = [];
    const rows = await read("a,b\n1,2\n\ufeffa,b\n3,4\n", { onRejected: (row) => rejected.push(row) });
    expect([cellsOf(rows), rejected]).toMatchObject([
      [
        { a: "1", b: "2" },
        { a: "3", b: "4" },
      ],
      [{ line: 3, kind: "header-again" }],
    ]);
  });

  it.each([
    ["Deals, all of them\nAs of 2026-10-12\n\na;b\n1;2\n", 5],
    ["Deals;\nOwner: Jo;\na;b\n1;2\n", 4],
  ])("with a title has its header found by the headings that are known: %j", async (text, line) => {
    const countHeadings = (cells: readonly string[]) => cells.filter((cell) => /^[ab]$/.test(cell)).length;
    expect(await read(text, { countHeadings })).toEqual([{ line, cells: { a: "1", b: "2" } }]);
  });

  it("loses control characters, which a terminal would obey", async () => {
    expect(cellsOf(await read("a,b\nx\0y,\x1b[2Jz\x0b\n"))).toEqual([{ a: "xy", b: "[2Jz" }]);
  });

  it.each([
    ["PK\x03\x04\x14", "Excel workbook"],
    ["\x1f\x8b\x08", "gzip"],
    ["%PDF-1.7\n", "PDF"],
    ["  <html><table>", "web page"],
    ['[\n {"id": 1}]', "JSON"],
  ])("that is none but begins with %j is called what it is", async (beginning, name) => {
    await expect(read(Buffer.from(beginning, "latin1"))).rejects.toThrow(name);
  });

  it("that holds no text is called so", async () => {
    const bytes = Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7_919 + at ** 2 * 31) % 251);
    await expect(read(bytes)).rejects.toThrow("holds no text");
  });

  it("that is a folder is called so", async () => {
    await expect(collect(readCsv(folder))).rejects.toThrow(/is a folder/);
  });

  it("in which an open quote swallows rows has that told, and texts of many lines are kept", async () => {
    const rejected: unknown[] = [];
    const css = '"<p style=""font:a,b,c,d"">\n12, Oak Road, Leeds, UK\nx,y\n""a,b,c"""';
    const text = `id,name,note,at\n1,A,,x\n2,B,${css},x\n3,C,"open,x\n4,D,,x\n5,E,"closed",x\n6,F,,x\n`;
    const rows = await read(text, { onRejected: (row) => rejected.push(row) });
    expect(cellsOf(rows).map(({ id }) => id)).toEqual(["1", "2", "6"]);
    expect(rejected).toMatchObject([{ line: 7, lastLine: 9, kind: "open-quote" }]);
  });

  it("with an unclosed quote names the line in which the record begins", async () => {
    await expect(read('a,b\n1,2\n"3,4\n5,6\n')).rejects.toThrow(/line 3: .* quote that is never closed/);
  });

  it.each([
    ["", "is empty"],
    ["\n \n", "is empty"],
  ])("%j is refused", async (text, problem) => {
    await expect(read(text)).rejects.toThrow(problem);
  });

  it("that does not exist is named", async () => {
    await expect(collect(readCsv(join(folder, "none.csv")))).rejects.toThrow(/none\.csv cannot be read/);
  });
});

describe("the encoding", () => {
  const polish = "Właściciel;Etap\nŻaneta Łęcka;W trakcie – źródło\nJózef Ślązak;Wygrane\n";
  const russian = "Ответственный;Этап\nАнна Ёлкина;В работе – ждём\nОлег;Успешно\n";
  const western = "Owner;Price\nJosé Å. Søren;£1,200\nZoë à Paris;£5\n";

  it.each([
    ["utf-8", polish],
    ["utf-8", russian],
    ["utf-16le", polish],
    ["utf-16be", russian],
    ["utf-16le", russian],
    ["windows-1250", polish],
    ["windows-1251", russian],
    ["windows-1252", western],
  ] as const)("%s is recognised", async (encoding, text) => {
    const file = await openCsv(await write(encode(text, encoding)));
    expect(file.format.encoding).toBe(encoding);
    const rows = await collect(file.rows);
    const [header = "", ...lines] = text.trim().split("\n");
    const names = header.split(";");
    expect(cellsOf(rows)).toEqual(
      lines.map((line) => Object.fromEntries(line.split(";").map((cell, at) => [names[at], cell]))),
    );
  });

  it.each(["utf-8", "utf-16le", "utf-16be"] as const)("%s is recognised by its mark", async (encoding) => {
    const file = await openCsv(await write(encode("\ufeffa,b\n1,ż\n", encoding)));
    expect([file.format.encoding, file.columns]).toEqual([encoding, ["a", "b"]]);
  });

  it("is found although the first letter beyond ASCII comes late", async () => {
    const text = `Owner;Stage\n${"x;y\n".repeat(50_000)}Żółć Łęcka;ź\n`;
    const rows = await read(encode(text, "windows-1250"));
    expect(rows.at(-1)).toEqual({ line: 50_002, cells: { Owner: "Żółć Łęcka", Stage: "ź" } });
  });
});

it("whatever cells are written are read back, in every delimiter, line end and encoding", async () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab1 ,;|\t"\nżłЖё€'.split("")), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
      fc.record({
        delimiter: fc.constantFrom(",", ";", "\t", "|"),
        lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
        encoding: fc.constantFrom("utf-8", "utf-16le", "utf-16be"),
      }),
      async (table, { delimiter, lineEnd, encoding }) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const lines = [["one", "two", "three"], ...table].map((row) => row.map(quote).join(delimiter));
        const rows = await read(encode(`\ufeff${lines.join(lineEnd)}${lineEnd}`, encoding));
        const expected = table
          .map(([one, two, three]) => ({ one: one.trim(), two: two.trim(), three: three.trim() }))
          .filter((row) => Object.values(row).some((text) => text !== ""));
        expect(cellsOf(rows)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});
