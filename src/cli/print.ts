/** One JSON line on stdout: results for programs. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A line on stdout: results for people. */
export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** A line on stderr: what is going on. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
