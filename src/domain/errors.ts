/**
 * Every failure Norma can name. `isRetryable`: the same act may succeed later without anybody doing anything.
 * `pausesTenant`: no further call makes sense for this account until a person acted.
 * `sentence` is for people: what happened and what to do; `{…}` is filled from the error's details.
 */
export const errorTable = {
  "token-rejected": {
    isRetryable: false,
    pausesTenant: true,
    sentence: "{account} no longer accepts Norma's token. Connect the account again (norma connect).",
  },
  "account-disconnected": {
    isRetryable: false,
    pausesTenant: true,
    sentence:
      "{account} does not let Norma in: Norma was uninstalled, its consent was withdrawn, or the user or key is not the one it knows. Connect the account again if that was not meant.",
  },
  "client-misconfigured": {
    isRetryable: false,
    pausesTenant: false,
    sentence:
      "{account} does not know this Norma installation. Check the client id and secret (HubSpot: NORMA_HUBSPOT_CLIENT_ID and NORMA_HUBSPOT_CLIENT_SECRET; Salesforce: the External Client App's consumer key and certificate).",
  },
  "scope-missing": {
    isRetryable: false,
    pausesTenant: false,
    sentence:
      "The token does not allow {act}: it lacks {scopes}. Grant the scope in the CRM and connect again.",
  },
  "crm-busy": {
    isRetryable: true,
    pausesTenant: false,
    sentence:
      "{account} kept answering that too many calls are made ({act}). Norma tries again later; nothing is lost.",
  },
  "crm-broken": {
    isRetryable: true,
    pausesTenant: false,
    sentence:
      "{account} kept failing with status {status} ({act}). Norma tries again later; nothing is lost.",
  },
  "crm-unreachable": {
    isRetryable: true,
    pausesTenant: false,
    sentence: "No connection to {baseUrl} ({act}). Check the address, the network and the proxy.",
  },
  "crm-timeout": {
    isRetryable: true,
    pausesTenant: false,
    sentence:
      "{baseUrl} did not answer within {seconds} s ({act}). Norma tries again later; nothing is lost.",
  },
  "crm-answer-unreadable": {
    isRetryable: false,
    pausesTenant: false,
    sentence:
      "{baseUrl} answered {act} with something that is not the CRM's format: {problem}. Check that the address is the CRM's API.",
  },
  "crm-refused": {
    isRetryable: false,
    pausesTenant: false,
    sentence: "The CRM refused {act} with status {status}: {problem}.",
  },
  "crm-quota": {
    isRetryable: false,
    pausesTenant: false,
    sentence:
      "{account} has used {used} of its {limit} API calls of the day. Norma stops at {share} % so that other integrations keep theirs; the next night goes on where this one stopped.",
  },
  "fields-missing": {
    isRetryable: false,
    pausesTenant: false,
    sentence:
      "{account} does not show these fields to Norma's user: {fields}. Install the Norma package and assign its permission set to that user, then run `norma doctor`.",
  },
  "tenant-busy": {
    isRetryable: true,
    pausesTenant: false,
    sentence: "Another process is already writing to the account of tenant {tenant}.",
  },
  "tenant-unknown": {
    isRetryable: false,
    pausesTenant: false,
    sentence: "There is no tenant {tenant}. `norma tenants` lists the connected accounts.",
  },
  "tenant-none": {
    isRetryable: false,
    pausesTenant: false,
    sentence: "No account is connected. Connect one with `norma connect hubspot --token-env NAME`.",
  },
  "config-invalid": {
    isRetryable: false,
    pausesTenant: false,
    sentence: "The configuration is not usable: {problem}.",
  },
  "input-invalid": { isRetryable: false, pausesTenant: false, sentence: "{problem}." },
  "store-unavailable": {
    isRetryable: true,
    pausesTenant: false,
    sentence: "The database cannot be opened ({where}): {problem}.",
  },
  "store-locked": {
    isRetryable: true,
    pausesTenant: false,
    sentence:
      "The data folder {where} is in use by another Norma process (process {pid}). Stop it or wait until it ends.",
  },
  "secret-unreadable": {
    isRetryable: false,
    pausesTenant: false,
    sentence:
      "The stored credentials of {account} cannot be decrypted. Restore the encryption key (NORMA_ENCRYPTION_KEY or {where}) or connect again.",
  },
  "queue-unavailable": {
    isRetryable: true,
    pausesTenant: false,
    sentence: "The queue cannot be reached ({where}): {problem}.",
  },
  interrupted: {
    isRetryable: true,
    pausesTenant: false,
    sentence: "Interrupted. What is done is kept; run the same command again to go on.",
  },
  "bug-found": {
    isRetryable: false,
    pausesTenant: false,
    sentence:
      "Norma made a mistake ({problem}). Nothing was written beyond what the log names; please report it.",
  },
} as const satisfies Record<string, ErrorKind>;

interface ErrorKind {
  readonly isRetryable: boolean;
  readonly pausesTenant: boolean;
  readonly sentence: string;
}

export type ErrorCode = keyof typeof errorTable;

export interface ErrorDetails {
  readonly [name: string]: string | number | undefined;
}

/** The one error class of Norma. Its message is the sentence for people, so it may be shown as it is. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** For `crm-busy`: how long the CRM asked us to wait, milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(
    code: ErrorCode,
    options: { details?: ErrorDetails; cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(fill(errorTable[code].sentence, options.details ?? {}), { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** True for our own errors, also across Jest's module realms. */
export function isAppError(error: unknown): error is AppError {
  return Error.isError(error) && error.name === "AppError" && "code" in error;
}

/** The error's sentence for people; for foreign errors, a sentence that hides the stack but keeps the message. */
export function toSentence(error: unknown): string {
  if (isAppError(error)) return error.message;
  const problem = Error.isError(error) ? error.message : String(error);
  return fill(errorTable["bug-found"].sentence, { problem });
}

function fill(sentence: string, details: ErrorDetails): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?"));
}
