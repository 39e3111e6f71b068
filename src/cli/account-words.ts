import { type Command, InvalidArgumentError } from "commander";
import type { Env } from "../../config/env.ts";
import type { ManagerLine } from "./manager-rows.ts";

/** Adds the commands by which an admin says what an account's CRM does not know: who manages whom, what a stage stands for, whether deals are gone. */
export function addAccountWords(program: Command, readEnv: () => Env): void {
  program
    .command("managers")
    .description("who manages whom, one JSON line a rep; say it where the CRM does not know or is wrong")
    .requiredOption("--tenant <id>", "tenant id")
    .option(
      "--file <csv>",
      "CSV rep,manager (id, e-mail address or full name; empty: nobody); replaces all said before",
    )
    .option(
      "--set <rep=manager>",
      "say it of one rep; nothing behind the = means nobody; may be repeated",
      toManagerLines,
      [],
    )
    .option("--forget <rep>", "take the CRM's word again for one rep; may be repeated", toTexts, [])
    .option("--clear", "take the CRM's word again for everybody")
    .action(
      async (options: {
        tenant: string;
        file?: string;
        set: readonly ManagerLine[];
        forget: string[];
        clear?: boolean;
      }) =>
        (await import("./managers.ts")).managers(readEnv(), {
          tenantId: options.tenant,
          file: options.file ?? null,
          set: options.set,
          forget: options.clear === true ? "all" : options.forget,
        }),
    );

  program
    .command("proposal-stages")
    .description("which stages count as a proposal sent when a deal enters them, for accounts without quotes")
    .requiredOption("--tenant <id>", "tenant id")
    .option(
      "--stage <name>",
      'id or label, or "Pipeline / Stage"; replaces those chosen before; may be repeated',
      toTexts,
      [],
    )
    .option("--clear", "choose none")
    .action(async (options: { tenant: string; stage: string[]; clear?: boolean }) =>
      (await import("./proposal-stages.ts")).proposalStages(readEnv(), {
        tenantId: options.tenant,
        stages: options.clear === true ? [] : options.stage.length > 0 ? options.stage : null,
      }),
    );

  addVanished(program, readEnv);
}

function addVanished(program: Command, readEnv: () => Env): void {
  program
    .command("vanished")
    .description(
      "open deals that the CRM shows no more, and activities deleted by the hundred: both are left as they are",
    )
    .requiredOption("--tenant <id>", "tenant id")
    .option(
      "--let-go",
      "they are really gone: close what Norma has open on the deals, count the activities no more",
    )
    .action(async (options: { tenant: string; letGo?: boolean }) =>
      (await import("./vanished.ts")).vanished(readEnv(), {
        tenantId: options.tenant,
        isLetGo: options.letGo === true,
      }),
    );
}

function toTexts(text: string, known: readonly string[]): string[] {
  return [...known, text];
}

function toManagerLines(text: string, known: readonly ManagerLine[]): ManagerLine[] {
  const [, rep = "", manager = ""] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (rep === "") throw new InvalidArgumentError("Expected REP=MANAGER, or REP= for nobody.");
  return [...known, { rep, manager, where: `--set ${text}` }];
}
