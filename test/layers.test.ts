import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";

const root = resolve(import.meta.dirname, "..");

/** A part of the program: what it may import of ours, and which packages. A part always may import itself. */
interface Part {
  readonly parts: readonly string[];
  readonly packages: readonly string[];
}

/** The table of ARCHITECTURE.md. A file belongs to the part with the longest matching path. */
const parts: Readonly<Record<string, Part>> = {
  "src/domain": { parts: [], packages: [] },
  config: { parts: ["src/domain"], packages: ["zod"] },
  "src/analysis": {
    parts: ["src/domain", "src/analysis/follow-ups/model"],
    packages: ["zod", "date-holidays"],
  },
  // The shipped weights are a packed file beside the code, read once per process.
  "src/analysis/follow-ups/model": { parts: ["src/domain"], packages: [] },
  // The records that a CRM gives and the store takes are the port's types.
  "src/crm/port": { parts: ["src/domain"], packages: [] },
  "src/crm": { parts: ["src/domain", "src/crm/port"], packages: ["zod", "html-to-text"] },
  "src/crm/hubspot": {
    parts: ["src/domain", "src/crm", "src/crm/port"],
    packages: ["zod", "@hubspot/api-client"],
  },
  "src/crm/salesforce": {
    parts: ["src/domain", "src/crm", "src/crm/port"],
    packages: ["zod", "jsforce", "jose", "csv-parse"],
  },
  "src/crm/sandbox": {
    parts: ["src/domain", "src/crm", "src/crm/port", "src/crm/sandbox/salesforce"],
    packages: ["zod", "express"],
  },
  "src/crm/sandbox/salesforce": {
    parts: ["src/domain", "src/crm", "src/crm/port", "src/crm/sandbox"],
    packages: ["zod", "express", "jose", "csv-parse", "@jetstreamapp/soql-parser-js"],
  },
  "src/store": {
    parts: ["src/domain", "src/crm/port"],
    packages: ["zod", "kysely", "pg", "@electric-sql/pglite"],
  },
  "src/queue": {
    parts: ["src/domain"],
    packages: ["zod", "bullmq", "ioredis", "pg", "@electric-sql/pglite"],
  },
  "src/csv": { parts: ["src/domain"], packages: ["csv-parse"] },
  "src/report": { parts: ["src/domain"], packages: ["echarts"] },
  "src/audit": {
    parts: ["src/domain", "src/analysis", "src/crm", "src/csv", "src/report"],
    packages: ["zod"],
  },
  "src/log": { parts: ["src/domain"], packages: ["pino"] },
  "src/judge": { parts: ["src/domain", "src/analysis"], packages: ["zod"] },
  workers: {
    parts: [
      "config",
      "src/domain",
      "src/analysis",
      "src/analysis/follow-ups/model",
      "src/judge",
      "src/crm",
      "src/crm/port",
      "src/store",
      "src/queue",
    ],
    packages: ["zod"],
  },
  "src/cli": {
    parts: [
      "config",
      "workers",
      "src/domain",
      "src/analysis",
      "src/judge",
      "src/crm",
      "src/crm/port",
      "src/crm/hubspot",
      "src/crm/salesforce",
      "src/crm/sandbox",
      "src/store",
      "src/queue",
      "src/csv",
      "src/report",
      "src/log",
      "src/csv",
      "src/report",
      "src/audit",
    ],
    packages: ["zod", "commander", "cli-progress", "cli-table3"],
  },
};

/** Files that put parts together; a worker process is the command line's `worker`. */
const entries: Readonly<Record<string, readonly string[]>> = {
  "workers/main.ts": ["src/cli"],
};

/** Files that have the name of a folder beside them, or belong to a part without one. */
const files: Readonly<Record<string, string>> = {
  "src/cli.ts": "src/cli",
  "src/crm/port.ts": "src/crm/port",
  "src/log.ts": "src/log",
  "src/loggable.ts": "src/log",
};

describe("the layers", () => {
  const sources = [...listSources("src"), ...listSources("config"), ...listSources("workers")];

  it("cover every file", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => partOf(file) === null)).toEqual([]);
  });

  it("import one way, and each package only where it belongs", () => {
    const violations = sources.flatMap((file) =>
      findViolations(file, readFileSync(join(root, file), "utf8")),
    );
    expect(violations).toEqual([]);
  });

  it.each([
    ["src/domain/x.ts", 'import { toDay } from "../analysis/y.ts";', "src/analysis"],
    ["src/analysis/a/x.ts", 'import type { Store } from "../../store/open-store.ts";', "src/store"],
    ["src/analysis/x.ts", 'import { type Env, readEnv } from "../../config/env.ts";', "config"],
    ["src/queue/x.ts", 'export { a } from "../crm/port.ts";', "src/crm"],
    ["src/store/x.ts", 'export * from "../queue/steps.ts";', "src/queue"],
    ["src/store/x.ts", 'const queue = await import("../queue/steps.ts");', "src/queue"],
    ["src/store/x.ts", 'type Jobs = import("../queue/open-jobs.ts").Jobs;', "src/queue"],
    ["src/crm/x.ts", 'import "./sandbox/main.ts";', "src/crm/sandbox"],
    [
      "src/crm/hubspot/x.ts",
      'import {\n  type Sandbox,\n  start,\n} from "../sandbox/start.ts";',
      "src/crm/sandbox",
    ],
    ["workers/x.ts", 'import { sync } from "../src/cli/sync.ts";', "src/cli"],
    ["src/cli/x.ts", 'import { Queue } from "bullmq";', "bullmq"],
    ["src/crm/x.ts", 'import { Client } from "@hubspot/api-client/lib/x.js";', "@hubspot/api-client"],
    ["src/store/x.ts", 'import type { Queue } from "bullmq";', "bullmq"],
    ["src/domain/x.ts", "import { z } from 'zod/mini';", "zod"],
    ["src/analysis/x.ts", 'const pg = require("pg");', "pg"],
    ["src/analysis/x.ts", 'import { readFileSync } from "node:fs";', "node:fs"],
    ["src/queue/x.ts", "const url = process.env['REDIS_URL'];", "process.env"],
    ["workers/x.ts", "const { env } = process;", "process.env"],
  ])("refuse in %s: %s", (file, source, refused) => {
    expect(findViolations(file, source)).toEqual([expect.stringContaining(refused)]);
  });

  it.each([
    ["src/queue/x.ts", 'import type { Log } from "../domain/log.ts";\nimport { Queue } from "bullmq";'],
    ["src/queue/x.ts", 'import { turns } from "./turns.ts";\nimport { EventEmitter } from "node:events";'],
    ["src/crm/hubspot/x.ts", 'import type { Crm } from "../port.ts";'],
    ["src/crm/x.ts", '// import { Queue } from "bullmq";\n/* import "pg" */'],
    ["config/env.ts", "const env = process.env;"],
  ])("allow in %s: %s", (file, source) => {
    expect(findViolations(file, source)).toEqual([]);
  });
});

function findViolations(file: string, source: string): string[] {
  const part = partOf(file) ?? "";
  const code = stripComments(source);
  const imports = findImports(code).filter((specifier) => !isAllowed(file, part, specifier));
  const found = imports.map((specifier) => `${file} imports ${targetOf(file, specifier)} (${specifier})`);
  if (
    file !== "config/env.ts" &&
    /\bprocess\s*(?:\.\s*env\b|\[\s*["']env)|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(code)
  )
    found.push(`${file} reads process.env`);
  return found;
}

function isAllowed(file: string, part: string, specifier: string): boolean {
  const { parts: ownParts, packages } = parts[part] ?? { parts: [], packages: [] };
  const target = targetOf(file, specifier);
  if (specifier.startsWith(".")) {
    return target === part || target === "" || [...ownParts, ...(entries[file] ?? [])].includes(target);
  }
  if (isBuiltin(specifier)) return !["src/domain", "src/analysis"].includes(part);
  return packages.includes(target);
}

/** The part or the package that a specifier leads to; empty for data beside the code, such as manifest.json. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return partOf(relative(root, resolve(root, dirname(file), specifier))) ?? "";
  if (isBuiltin(specifier)) return specifier;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

function partOf(file: string): string | null {
  const named = files[file];
  if (named !== undefined) return named;
  const holding = Object.keys(parts).filter((part) => file.startsWith(`${part}/`));
  return holding.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** Static, type, side-effect, re-exporting, dynamic and required imports, over several lines too. */
function findImports(code: string): string[] {
  const shapes = [
    /\b(?:import|export)\b[^"'`;()]*?\bfrom\s*["']([^"']+)["']/g,
    /\bimport\s*["']([^"']+)["']/g,
    /\b(?:import|require)\s*\(\s*["'`]([^"'`]+)["'`]/g,
  ];
  return shapes.flatMap((shape) => [...code.matchAll(shape)].map(([, specifier = ""]) => specifier));
}

function stripComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|[\s;{}()])\/\/[^\n]*/g, "");
}

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}
