import {
  type FollowUpChannel,
  followUpChannels,
  reasonCodes,
  stepKinds,
  verdictOf,
} from "../../../domain/follow-up.ts";
import type { CivilDate } from "../../../domain/time.ts";
import type { LabelledText } from "./dataset.ts";
import { type Marked, readMarks, stepOfMarks } from "./marked-texts.ts";

/** What is wrong with a line of a persona file; `line` counts from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

export interface PersonaTexts {
  readonly texts: readonly (LabelledText & { readonly line: number })[];
  readonly problems: readonly LineProblem[];
}

interface Head {
  readonly writtenOn: CivilDate;
  readonly channel: FollowUpChannel;
}

/**
 * Reads the texts of one persona. `@ YYYY-MM-DD channel` sets day and channel of the lines after it; a text is
 * `reason step_kind due | text with {s:marks}`, `-` for none; `#` begins a comment. Lines with a problem give no text.
 */
export function parsePersonaTexts(file: string, lang: LabelledText["lang"], author: string): PersonaTexts {
  const texts: (LabelledText & { line: number })[] = [];
  const problems: LineProblem[] = [];
  let head: Head | null = null;
  for (const [index, raw] of file.split("\n").entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === "" || content.startsWith("#")) continue;
    const found: Head | PersonaRow | string = content.startsWith("@")
      ? readHead(content)
      : readRow(content, head);
    if (typeof found === "string") problems.push({ line, message: found });
    else if ("writtenOn" in found) head = found;
    else texts.push({ ...found, id: `${author}-${texts.length + 1}`, lang, line });
  }
  return { texts, problems };
}

function readHead(content: string): Head | string {
  const [, writtenOn = "", name = ""] = /^@\s+(\d{4}-\d{2}-\d{2})\s+(\S+)$/.exec(content) ?? [];
  const channel = followUpChannels.find((one) => one === name);
  if (!isDate(writtenOn)) return "a head is `@ YYYY-MM-DD channel` with a day that exists";
  return channel ? { writtenOn, channel } : `channel is one of ${followUpChannels.join(", ")}`;
}

type PersonaRow = Omit<LabelledText, "id" | "lang">;

function readRow(content: string, head: Head | null): PersonaRow | string {
  if (!head) return "an `@ YYYY-MM-DD channel` line must come before the first text";
  const [, reason = "", kind = "", due = "", body = ""] =
    /^(\S+)\s+(\S+)\s+(\S+)\s+\|\s(.*)$/.exec(content) ?? [];
  if (body.trim() === "") return "a text is `reason step_kind due | text`, `-` for none";
  const marked = readMarks(body);
  const problem = marked.problem ?? problemOfLabels({ reason, kind, due }, marked);
  if (problem !== null) return problem;
  return toRow(head, { reason, kind, due }, marked);
}

interface Labels {
  readonly reason: string;
  readonly kind: string;
  readonly due: string;
}

function toRow(head: Head, { reason, kind, due }: Labels, { text, marks }: Marked): PersonaRow {
  const step = stepOfMarks(marks);
  const code = reasonCodes.find((one) => one === reason) ?? null;
  return {
    channel: head.channel,
    written_on: head.writtenOn,
    text,
    reason: code,
    step,
    step_kind: stepKinds.find((one) => one === kind) ?? null,
    due: due === "-" ? null : due,
    verdict: verdictOf(step, code),
    marks,
  };
}

function problemOfLabels({ reason, kind, due }: Labels, { marks }: Marked): string | null {
  const step = stepOfMarks(marks);
  const hasReason = marks.some(({ tag }) => tag === "reason");
  if (!isOneOf(reasonCodes, reason)) return `reason is - or one of ${reasonCodes.join(", ")}, not ${reason}`;
  if (!isOneOf(stepKinds, kind)) return `step_kind is - or one of ${stepKinds.join(", ")}, not ${kind}`;
  if (due !== "-" && !isDate(due)) return `due is - or a day YYYY-MM-DD that exists, not ${due}`;
  if (hasReason !== (reason !== "-")) return "a reason code needs an {r:...} mark and an {r:...} mark a code";
  if ((step === "none") !== (kind === "-"))
    return "a step_kind needs an {s:...} or {v:...} mark and a mark a step_kind";
  return due !== "-" && step !== "concrete" ? "a due date needs an {s:...} mark" : null;
}

function isOneOf(codes: readonly string[], value: string): boolean {
  return value === "-" || codes.includes(value);
}

function isDate(day: string): boolean {
  const moment = Date.parse(`${day}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(day)
  );
}
