import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { readManagerLines, toWishes } from "../../src/cli/manager-rows.ts";
import { findStages } from "../../src/cli/proposal-stages.ts";

const folder = mkdtempSync(join(tmpdir(), "norma-managers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rep = (id: string, name: string, isActive = true) => {
  return { id, userId: null, name, email: `${id}@acme.example`, isActive, teamIds: [] };
};
const reps = [
  rep("1", "Anna Nowak"),
  rep("2", "Bob May"),
  rep("3", "Bob May"),
  rep("4", "Eva Lund", false),
  rep("5", "Eva Lund"),
];

async function read(text: string) {
  const file = join(folder, "managers.csv");
  writeFileSync(file, text);
  return toWishes(reps, await readManagerLines(file));
}

describe("a file of who manages whom", () => {
  it("names people by id, e-mail address or full name, and nobody by nothing", async () => {
    expect(await read("rep;manager\n2;anna nowak\n3@acme.example;2\nEva Lund;1\nAnna Nowak;\n")).toEqual([
      { repId: "2", managerId: "1" },
      { repId: "3", managerId: "2" },
      { repId: "5", managerId: "1" },
      { repId: "1", managerId: null },
    ]);
  });

  it.each([
    ["somebody unknown", "rep,manager\n1,2\nZoe,1\n", /line 3: nobody is known as "Zoe"/],
    [
      "a name that two people have",
      "rep,manager\n1,Bob May\n",
      /line 2: "Bob May" is the name of several people; give the id: 2, 3/,
    ],
    ["somebody twice", "rep,manager\n1,2\n1,3\n", /line 3: 1 has a manager already/],
    ["a manager who left", "rep,manager\n1,4\n", /line 2: 4 is not active/],
    [
      "a circle",
      "rep,manager\n1,2\n2,5\n5,1\n",
      /Anna Nowak < Bob May < Eva Lund < Anna Nowak leads round in a circle/,
    ],
    ["a missing column", "rep,boss\n1,2\n", /no column .manager./],
  ])("is refused as a whole for %s", async (_, text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringMatching(message),
    });
  });
});

describe("a stage that counts as a proposal", () => {
  const stage = (id: string, label: string, outcome: "open" | "won" = "open") => ({
    id,
    label,
    position: 0,
    outcome,
  });
  const pipelines = [
    { id: "p1", label: "New", stages: [stage("a", "Offer sent"), stage("w", "Won", "won")] },
    { id: "p2", label: "Renewals", stages: [stage("b", "Offer sent"), stage("c", "Talks")] },
  ];

  it("is named by its label in every pipeline, or by its pipeline too, or by its id", () => {
    const both = [
      { pipelineId: "p1", stageId: "a" },
      { pipelineId: "p2", stageId: "b" },
    ];
    expect(findStages(pipelines, ["offer sent"])).toEqual(both);
    expect(findStages(pipelines, ["Renewals / Offer sent"])).toEqual(both.slice(1));
    expect(findStages(pipelines, ["c"])).toEqual([{ pipelineId: "p2", stageId: "c" }]);
  });

  it.each(["Won", "Nonsense"])("is none that ends a deal or is not there: %s", (name) => {
    expect(() => findStages(pipelines, [name])).toThrow(/"New \/ Offer sent"/);
  });
});
