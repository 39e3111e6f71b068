import type { Response } from "express";
import type { Answer } from "./route.ts";

export function sendAnswer(response: Response, answer: Answer, headers: Record<string, string> = {}): void {
  response.status(answer.status).set(headers);
  if (answer.body === null) response.end();
  else if (typeof answer.body === "string") response.type("html").send(answer.body);
  else response.json(answer.body);
}
