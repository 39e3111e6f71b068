import { z } from "zod";

const errorSchema = z.object({
  errorCode: z.string().optional(),
  exceptionCode: z.string().optional(),
  statusCode: z.string().optional(),
  message: z.string().catch(""),
  exceptionMessage: z.string().optional(),
  fields: z.array(z.string()).nullish().catch(null),
});
const oauthSchema = z.object({ error: z.string(), error_description: z.string().catch("") });

/** What Salesforce says about a failure: REST answers with a list, OAuth with words of its own, a web server with a page. */
export interface ErrorBody {
  readonly isJson: boolean;
  /** Salesforce's code, `REQUEST_LIMIT_EXCEEDED`, or OAuth's, `invalid_grant`; empty when there is none. */
  readonly errorCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** One record's error in a collection's result names its code `statusCode`. */
export function toErrorBody(value: unknown): ErrorBody | null {
  const parsed = errorSchema.safeParse(value);
  if (!parsed.success) return null;
  const { errorCode, exceptionCode, statusCode, message, exceptionMessage, fields } = parsed.data;
  const code = errorCode ?? statusCode ?? exceptionCode ?? "";
  return {
    isJson: true,
    errorCode: code,
    message: message || (exceptionMessage ?? ""),
    fields: fields ?? [],
  };
}

export function parseErrorBody(text: string): ErrorBody {
  const json = parseJson(text);
  const oauth = oauthSchema.safeParse(json);
  if (oauth.success) {
    const { error, error_description } = oauth.data;
    return { isJson: true, errorCode: error, message: error_description, fields: [] };
  }
  const first = Array.isArray(json) ? json[0] : json;
  return toErrorBody(first) ?? { isJson: json !== undefined, errorCode: "", message: "", fields: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
