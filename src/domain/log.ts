export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
/** Lines below the level are left out. */
export type LogLevel = (typeof logLevels)[number];

export interface LogFields {
  readonly [name: string]: unknown;
}

/**
 * What the parts need of a logger. warn and error carry a constant message and put what varies into the fields, so that
 * lines group. error: our fault; warn: look weekly; a customer's mistake: info.
 */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** The same log with these fields on every line. */
  child(fields: LogFields): Log;
}

/** For callers that want no log at all. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
