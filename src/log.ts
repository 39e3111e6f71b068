import {
  type DestinationStream,
  type Logger,
  destination as openDestination,
  pino,
  stdTimeFunctions,
} from "pino";
import type { Log, LogFields, LogLevel } from "./domain/log.ts";
import { redactSecrets } from "./domain/redact.ts";
import { toLoggable } from "./loggable.ts";

const stderr = 2;

/** JSON lines on stderr. Credentials, what people wrote and e-mail addresses are taken out before a line is made. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  // Synchronous: the last lines before the end of a process are the ones that explain it.
  return toLog(pino(options, destination ?? openDestination({ dest: stderr, sync: true })));
}

function toLog(logger: Logger): Log {
  const at = (level: Exclude<LogLevel, "silent">) => (fields: LogFields, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](toLoggable(fields), redactSecrets(message));
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => toLog(logger.child(toLoggable(fields))),
  };
}
