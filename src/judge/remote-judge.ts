import type { Classification } from "../domain/follow-up.ts";
import { createAsker, type End, type JudgeDeps, type JudgeSettings, nothing, type Spent } from "./asker.ts";
import type { Note } from "./check-answer.ts";
import { cleanText } from "./clean-text.ts";
import type { Endpoint } from "./formats.ts";
import { type Asking, type Judge, type JudgeCounts, type Question } from "./judge.ts";
import { createLimit } from "./limit.ts";
import { promptVersion, sha256 } from "./prompt.ts";

type Looked = End | { readonly kind: "cached"; readonly answer: Classification; readonly spent: Spent };

/**
 * A judge behind a network address. It is asked only about texts that the engine abstained from, one text a call, so that no
 * note can influence another one's label. Whatever goes wrong, the embedded result stands, marked as degraded.
 */
export function createRemoteJudge(settings: JudgeSettings, deps: JudgeDeps): Judge {
  const limit = createLimit(settings.maxConcurrent);
  const askAbout = createAsker(settings, deps);
  const pending = new Map<string, Promise<Looked>>();

  async function read({ input, embedded }: Question, asking: Asking): Promise<Looked | null> {
    if (!embedded.isAbstained) return null;
    const clean = cleanText(input.text, settings.maxTextLength);
    // Nothing of the rep's own: an empty body, a pasted mail.
    if (!/\p{L}/u.test(clean.sent)) return null;
    const note = { clean, input, language: embedded.language };
    const key = keyOf(note, settings.endpoint);
    const name = `${asking.tenantId} ${key}`;
    const asked = pending.get(name);
    // The same text twice at a time is one question.
    if (asked !== undefined) return asShared(await asked);
    const looked = limit(() => look(note, key, asking));
    pending.set(name, looked);
    try {
      return await looked;
    } finally {
      pending.delete(name);
    }
  }

  async function look(note: Note, key: string, asking: Asking): Promise<Looked> {
    const known = await deps.memory.find(asking.tenantId, key);
    if (known !== null) return { kind: "cached", answer: known, spent: nothing };
    const end = await askAbout(note, asking);
    if (end.kind === "answered") await deps.memory.keep(asking.tenantId, key, end.answer);
    return end;
  }

  return {
    read: async (questions, asking) => {
      const ends = await Promise.all(questions.map((question) => read(question, asking)));
      const classifications = questions.map(({ embedded }, index) =>
        toClassification(embedded, ends[index] ?? null),
      );
      return { classifications, counts: countEnds(ends.filter((end) => end !== null)) };
    },
  };
}

function asShared(looked: Looked): Looked {
  return looked.kind === "answered"
    ? { ...looked, kind: "cached", spent: nothing }
    : { ...looked, spent: nothing };
}

function toClassification(embedded: Classification, end: Looked | null): Classification {
  if (end === null) return embedded;
  return "answer" in end ? end.answer : { ...embedded, isDegraded: true };
}

function countEnds(ends: readonly Looked[]): JudgeCounts {
  const of = (kind: Looked["kind"]) => ends.filter((end) => end.kind === kind).length;
  const sum = (what: keyof Spent) => ends.reduce((total, { spent }) => total + spent[what], 0);
  return {
    calls: sum("calls"),
    answered: of("answered"),
    cached: of("cached"),
    capped: of("capped"),
    failed: of("failed"),
    tokens: sum("tokens"),
  };
}

/** Everything the answer depends on. The places in an answer are those of this very text, so white space counts. */
function keyOf({ clean, input, language }: Note, { kind, baseUrl, model }: Endpoint): string {
  const { writtenOn, channel = null } = input;
  const judge = [promptVersion, kind, baseUrl, model];
  return sha256(JSON.stringify([...judge, clean.sent, clean.offsets.join(), writtenOn, channel, language]));
}
