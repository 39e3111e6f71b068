/** An answer that says no, in Salesforce's words. */
export interface Refusal {
  readonly isRefusal: true;
  readonly status: number;
  readonly body: unknown;
}

export function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "isRefusal" in error;
}

export function refuse(status: number, errorCode: string, message: string): Refusal {
  return { isRefusal: true, status, body: [{ message, errorCode }] };
}

export function malformedQuery(problem: string): Refusal {
  return refuse(400, "MALFORMED_QUERY", problem);
}

export function invalidField(object: string, field: string): Refusal {
  return refuse(
    400,
    "INVALID_FIELD",
    `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`,
  );
}

export function invalidOperator(problem: string): Refusal {
  return refuse(400, "INVALID_QUERY_FILTER_OPERATOR", problem);
}

export function invalidType(object: string): Refusal {
  return refuse(400, "INVALID_TYPE", `sObject type '${object}' is not supported.`);
}

export function notFound(): Refusal {
  return refuse(404, "NOT_FOUND", "The requested resource does not exist");
}

export function sessionExpired(): Refusal {
  return refuse(401, "INVALID_SESSION_ID", "Session expired or invalid");
}

export function dailyLimit(): Refusal {
  return refuse(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
}

export function concurrentLimit(): Refusal {
  return refuse(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.");
}

export function oauthRefusal(error: string, description: string): Refusal {
  return { isRefusal: true, status: 400, body: { error, error_description: description } };
}
