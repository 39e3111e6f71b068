import { z } from "zod";

/** HubSpot's error answer, as far as we use it. Every field may be absent. */
export interface ErrorBody {
  readonly isJson: boolean;
  /** A word for the failure (`VALIDATION_ERROR`, `BAD_REFRESH_TOKEN`, `invalid_grant`); empty when there is none. */
  readonly category: string;
  readonly policyName: string;
  /** HubSpot's sentence, safe to show: shortened, without anything that looks like a token. */
  readonly problem: string;
  readonly scopes: readonly string[];
}

const text = z.string().catch("");
const bodySchema = z.object({
  message: text,
  category: text,
  status: text,
  error: text,
  errorType: text,
  policyName: text,
  errors: z
    .array(
      z.object({
        message: text,
        context: z.object({ requiredGranularScopes: z.array(z.string()).catch([]) }).catch({
          requiredGranularScopes: [],
        }),
      }),
    )
    .catch([]),
});

export function parseErrorBody(answerText: string): ErrorBody {
  const json = parseJson(answerText);
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success)
    return { isJson: false, category: "", policyName: "", problem: "no reason given", scopes: [] };
  const body = parsed.data;
  const message = body.message || body.errors[0]?.message || body.error || "no reason given";
  return {
    isJson: true,
    category: firstOf([
      body.category,
      body.status === "error" ? "" : body.status,
      body.error,
      body.errorType,
    ]),
    policyName: body.policyName,
    problem: toSafeSentence(message),
    scopes: body.errors.flatMap((error) => error.context.requiredGranularScopes),
  };
}

const invalidValuesSchema = z.array(z.object({ message: z.string() })).min(1);

/** What is wrong with values comes as JSON inside the sentence: `Property values were not valid: [{"message":"…"}]`. */
function toPlain(message: string): string {
  const start = message.indexOf("[{");
  const values = start < 0 ? null : invalidValuesSchema.safeParse(parseJson(message.slice(start)));
  if (values?.success !== true) return message;
  return [...new Set(values.data.map((value) => value.message))].join("; ");
}

const maxSentenceLength = 300;

/** Shortened, and without long runs of letters and digits, which may be tokens. */
export function toSafeSentence(message: string): string {
  return toPlain(message)
    .replaceAll(/[\w-]{40,}/g, "…")
    .replaceAll(/\s+/g, " ")
    .slice(0, maxSentenceLength)
    .replace(/[.\s]+$/, "");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function firstOf(texts: readonly string[]): string {
  return texts.find((candidate) => candidate !== "") ?? "";
}
