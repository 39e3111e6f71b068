import type { WhereClause } from "@jetstreamapp/soql-parser-js";
import { malformedQuery } from "../refusals.ts";

/** One comparison of a WHERE clause, as the parser gives it. */
export interface Comparison {
  readonly field: string;
  readonly operator: string;
  readonly value?: string | readonly string[];
  readonly literalType?: string | readonly string[];
  readonly valueQuery?: unknown;
  readonly dateLiteralVariable?: number | readonly number[];
}

export type Condition =
  | { readonly kind: "compare"; readonly comparison: Comparison }
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "all" | "any"; readonly conditions: readonly Condition[] };

type Token = "(" | ")" | "AND" | "OR" | "NOT" | { readonly comparison: Comparison };

/**
 * The parser gives a chain of comparisons with counted parentheses; this makes a tree of it. As in Salesforce, AND and OR must not
 * be mixed without parentheses.
 */
export function toCondition(where: WhereClause | undefined): Condition | null {
  if (where === undefined) return null;
  const tokens = toTokens(where);
  const condition = parseGroup(tokens);
  if (tokens.length > 0) throw malformedQuery("unexpected token in WHERE");
  return condition;
}

interface Link {
  readonly left?: (Partial<Comparison> & { openParen?: number; closeParen?: number }) | null;
  readonly operator?: string;
  readonly right?: Link;
}

function toTokens(where: WhereClause): Token[] {
  const tokens: Token[] = [];
  for (let link = where as Link | undefined; link !== undefined; link = link.right) {
    const { left, operator } = link;
    tokens.push(...repeat("(", left?.openParen));
    if (left?.field !== undefined && left.operator !== undefined) {
      tokens.push({ comparison: { ...left, field: left.field, operator: left.operator } });
      tokens.push(...repeat(")", left.closeParen));
    }
    if (operator === "AND" || operator === "OR" || operator === "NOT") tokens.push(operator);
  }
  return tokens;
}

function repeat(token: "(" | ")", times = 0): Token[] {
  return Array.from({ length: times }, () => token);
}

function parseGroup(tokens: Token[]): Condition {
  const conditions = [parseOne(tokens)];
  let joiner: "AND" | "OR" | null = null;
  for (let next = tokens[0]; next === "AND" || next === "OR"; next = tokens[0]) {
    if (joiner !== null && joiner !== next)
      throw malformedQuery("unexpected token: AND and OR need parentheses");
    joiner = next;
    tokens.shift();
    conditions.push(parseOne(tokens));
  }
  const [only] = conditions;
  return joiner === null && only !== undefined ? only : { kind: joiner === "OR" ? "any" : "all", conditions };
}

function parseOne(tokens: Token[]): Condition {
  const token = tokens.shift();
  if (token === "NOT") return { kind: "not", condition: parseOne(tokens) };
  if (token === "(") {
    const inner = parseGroup(tokens);
    if (tokens.shift() !== ")") throw malformedQuery("expecting a right parentheses");
    return inner;
  }
  if (typeof token === "object") return { kind: "compare", comparison: token.comparison };
  throw malformedQuery(`unexpected token: ${token ?? "<EOF>"}`);
}
