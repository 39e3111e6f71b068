#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { readEnv } from "../config/env.ts";
import { addAccountWords } from "./cli/account-words.ts";
import type { AuditOptions } from "./cli/audit.ts";
import { addBacktest } from "./cli/backtest.ts";
import type { ConnectSalesforceOptions } from "./cli/connect.ts";
import { withStop } from "./cli/stop.ts";
import { isAppError, toSentence } from "./domain/errors.ts";
import { type ReasonCode, reasonCodes, type Verdict, verdicts } from "./domain/follow-up.ts";
import { metrics, periods } from "./domain/norm.ts";
import { type CrmKind, crmKinds } from "./domain/tenant.ts";
import type { Moment } from "./domain/time.ts";
import type { CallOutcome } from "./store/call-outcomes.ts";
import type { NormTarget } from "./store/norm-wishes.ts";

/** Exit codes: 0 done, 1 it was tried and failed, 2 the call, the configuration or the input is wrong. */
const exitCodes = { done: 0, failed: 1, wrongInput: 2 } as const;
const wrongInputCodes = ["config-invalid", "input-invalid", "tenant-unknown", "tenant-none"];

// Each command is loaded when it is called: all together take two seconds, and `classify` is called from scripts.
const program = new Command("norma")
  .description("Norms per rep, stalled deals, and whether the follow-up is a solution or only a reason.")
  .exitOverride()
  .showHelpAfterError("Run with --help to see what is possible.");

program
  .command("demo")
  .description(
    "run a night against a made-up company in a CRM simulator and show what was found and written back",
  )
  .addOption(new Option("--crm <kind>", "which CRM to simulate").choices(crmKinds).default("hubspot"))
  .option("--keep", "go on from the last demo's data")
  .action(async (options: { crm: CrmKind; keep?: boolean }) =>
    withStop(async (signal) =>
      (await import("./cli/demo.ts")).demo(readEnv(), {
        crm: options.crm,
        isKept: options.keep === true,
        signal,
      }),
    ),
  );

program
  .command("sync")
  .description("run a night now")
  .option("--tenant <id>", "only this tenant; all of them otherwise")
  .option("--dry-run", "print every write that would be made, and make none")
  .option("--as-of <moment>", "the moment that counts as now, ISO 8601", toMoment)
  .option("--json", "print JSON lines")
  .action(async (options: { tenant?: string; dryRun?: boolean; asOf?: Moment; json?: boolean }) =>
    withStop(async (signal) =>
      (await import("./cli/sync.ts")).sync(readEnv(), {
        tenantId: options.tenant ?? null,
        isDryRun: options.dryRun === true,
        asOf: options.asOf ?? null,
        isJson: options.json === true,
        signal,
      }),
    ),
  );

const connect = program
  .command("connect")
  .description("add a CRM account for self-hosting and print its tenant id");
connect
  .command("hubspot")
  .requiredOption("--token-env <name>", "environment variable that holds the private app's token")
  .option("--base-url <url>", "address of the API", "https://api.hubapi.com")
  .option("--language <code>", "language of tasks and questions: en, pl or ru")
  .action(async (options: { tokenEnv: string; baseUrl: string; language?: string }) =>
    (await import("./cli/connect.ts")).connectHubSpot(readEnv(), options),
  );

connect
  .command("salesforce")
  .option("--jwt-key <file>", "file with the private key (PEM) of the External Client App's certificate")
  .option("--jwt-key-env <name>", "environment variable that holds the private key instead")
  .requiredOption("--client-id <id>", "consumer key of the External Client App")
  .requiredOption("--username <name>", "user name of the integration user")
  .option("--login-url <url>", "where that user logs in", "https://login.salesforce.com")
  .option("--language <code>", "language of tasks and questions: en, pl or ru")
  .action(async (options: ConnectSalesforceOptions) =>
    (await import("./cli/connect.ts")).connectSalesforce(readEnv(), options),
  );

program
  .command("norms")
  .description("what is usual for each rep, what is required, and what a target would take")
  .requiredOption("--tenant <id>", "the account")
  .option("--target <deals>", "deals a rep should win in a month: what would that take?", toPositive)
  .option(
    "--require <metric=count/period>",
    "set a target beside the usual, e.g. calls=20/day; 0 takes it back; may be repeated",
    toTargets,
    [],
  )
  .option("--rep <id>", "whom --require is for; everybody otherwise")
  .option("--absences <file>", "CSV rep,from,to of leave and illness; replaces what is stored")
  .option(
    "--call-outcome <name=meaning>",
    'what an outcome of calls means, e.g. "Callback agreed=connected" or =not-connected; may be repeated',
    toCallOutcomes,
    [],
  )
  .option("--json", "print JSON lines")
  .action(async (options: NormsCall) =>
    (await import("./cli/norms.ts")).norms(readEnv(), {
      tenantId: options.tenant,
      target: options.target ?? null,
      require: options.require.map((one) => ({ ...one, repId: options.rep ?? null })),
      absences: options.absences ?? null,
      callOutcomes: options.callOutcome,
      isJson: options.json === true,
    }),
  );

program
  .command("tenants")
  .description("list the connected accounts, one JSON line each")
  .action(async () => (await import("./cli/tenants.ts")).listTenants(readEnv()));

program
  .command("disconnect")
  .description("forget an account and everything stored about it")
  .argument("<tenant>", "tenant id")
  .option("--remove-everything", "first remove all fields and tasks Norma wrote into the CRM")
  .action(async (tenantId: string, options: { removeEverything?: boolean }) =>
    (await import("./cli/disconnect.ts")).disconnect(readEnv(), {
      tenantId,
      isEverythingRemoved: options.removeEverything === true,
    }),
  );

program
  .command("worker")
  .description("work through the nights as they come due, until stopped")
  .action(async () =>
    withStop(async (signal) => (await import("./cli/worker.ts")).runWorker(readEnv(), signal)),
  );

const dead = program
  .command("dead")
  .description("list the jobs that failed for good, one JSON line each")
  .action(async () => (await import("./cli/dead.ts")).listDead(readEnv()));
dead
  .command("retry")
  .argument("<id>", "id of the job")
  .description("try one of them again")
  .action(async (id: string) => (await import("./cli/dead.ts")).retryDead(readEnv(), id));

program
  .command("classify")
  .description(
    "read follow-ups from stdin, JSON lines {id,text,written_on,lang?,channel?,time_zone?}, and say of each whether it is a solution",
  )
  .option("--explain", "add the clauses, their tags and the features that decided")
  .option("--tenant <id>", "read as this tenant's corrections taught")
  .option("--judge", "ask the judge that is set up about texts the engine is too unsure of")
  .action(async (options: { explain?: boolean; tenant?: string; judge?: boolean }) => {
    const isGood = await (await import("./cli/run-classify.ts")).runClassify(readEnv, {
      isExplained: options.explain === true,
      tenantId: options.tenant ?? null,
      isJudged: options.judge === true,
    });
    if (!isGood) process.exitCode = exitCodes.failed;
  });

program
  .command("correct")
  .description(
    "say what the text behind a deal's flag really means; stored as an example of this tenant only",
  )
  .requiredOption("--tenant <id>", "tenant id")
  .requiredOption("--deal <id>", "the deal's id in the CRM")
  .addOption(new Option("--verdict <verdict>", "what it is").choices(verdicts).makeOptionMandatory())
  .addOption(new Option("--reason <code>", "the reason that it states").choices(reasonCodes))
  .action(async (options: { tenant: string; deal: string; verdict: Verdict; reason?: ReasonCode }) =>
    (await import("./cli/correct.ts")).correct(readEnv(), {
      tenantId: options.tenant,
      dealId: options.deal,
      verdict: options.verdict,
      reason: options.reason ?? null,
    }),
  );

program
  .command("corrections")
  .description("list a tenant's corrections and what they taught, one JSON line each; take them back")
  .requiredOption("--tenant <id>", "tenant id")
  .addOption(new Option("--forget <id>", "take one back").conflicts("forgetAll"))
  .option("--forget-all", "take all back")
  .addOption(new Option("--off", "keep them, and read as for everybody").conflicts("on"))
  .option("--on", "apply them again")
  .action(
    async (options: { tenant: string; forget?: string; forgetAll?: boolean; off?: boolean; on?: boolean }) =>
      (await import("./cli/corrections.ts")).corrections(readEnv(), {
        tenantId: options.tenant,
        forget:
          options.forgetAll === true ? "all" : options.forget === undefined ? null : { id: options.forget },
        isOn: options.on === true ? true : options.off === true ? false : null,
      }),
  );

program
  .command("audit")
  .description("the whole analysis on CSV exports from a CRM, as one HTML report; no connection needed")
  .requiredOption("--deals <file>", "CSV export of deals or opportunities")
  .option("--activities <files...>", "CSV exports of activities: one file, or calls, meetings, notes each")
  .option("--out <file>", "where the report goes", "norma-audit.html")
  .option(
    "--map <answers...>",
    "deal.amount=COLUMN, stage.NAME=won, kind.NAME=call, or a JSON file of such pairs",
  )
  .option("--language <code>", "language of the report: en, pl or ru")
  .option("--as-of <date>", "the day or moment that counts as now; by default that of the last record")
  .option(
    "--time-zone <zone>",
    "time zone of the times in the files, such as Europe/Warsaw; by default this computer's",
  )
  .action(async (options: AuditOptions) => (await import("./cli/audit.ts")).audit(readEnv(), options));

program
  .command("doctor")
  .description("check configuration, store, queue, tokens, scopes, limits and clock")
  .action(async () => (await import("./cli/doctor.ts")).doctor(readEnv()));

addAccountWords(program, readEnv);
addBacktest(program, () => readEnv().language);

// A reader that goes away (`| head`) is no failure; what is under way is still closed in order.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(process.argv);

async function run(argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    return typeof process.exitCode === "number" ? process.exitCode : exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongInput;
    process.stderr.write(`${toSentence(error)}\n`);
    return isAppError(error) && wrongInputCodes.includes(error.code)
      ? exitCodes.wrongInput
      : exitCodes.failed;
  }
}

function toMoment(text: string): Moment {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new InvalidArgumentError("Expected a date and time such as 2026-10-14T06:00:00Z.");
  return at;
}

interface NormsCall {
  readonly tenant: string;
  readonly target?: number;
  readonly require: readonly Omit<NormTarget, "repId">[];
  readonly rep?: string;
  readonly absences?: string;
  readonly callOutcome: readonly CallOutcome[];
  readonly json?: boolean;
}

function toCallOutcomes(text: string, known: readonly CallOutcome[]): CallOutcome[] {
  const [, name = "", meaning] = /^(.+)=(connected|not-connected)$/.exec(text) ?? [];
  const outcome = name.trim().toLowerCase();
  if (outcome === "") throw new InvalidArgumentError("Expected NAME=connected or NAME=not-connected.");
  return [...known, { outcome, isConnected: meaning === "connected" }];
}

function toPositive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("Expected a number above 0.");
  return value;
}

function toTargets(text: string, known: readonly Omit<NormTarget, "repId">[]): Omit<NormTarget, "repId">[] {
  const [, name = "", count = "", each = ""] = /^([\w-]+)=(\d+(?:\.\d+)?)\/(\w+)$/.exec(text) ?? [];
  const metric = metrics.find((one) => one === name);
  const period = periods.find((one) => one === each);
  if (metric === undefined || period === undefined)
    throw new InvalidArgumentError(
      `Expected METRIC=COUNT/PERIOD with ${metrics.join(", ")} and ${periods.join(", ")}, e.g. calls=20/day.`,
    );
  return [...known, { metric, period, required: Number(count) }];
}
