import type { Rep } from "../domain/people.ts";

/** The one rep whom a text names by id, e-mail address or full name; else why there is none. */
export function findRep(reps: readonly Rep[], text: string): Rep | { readonly problem: string } {
  const wanted = text.trim().toLowerCase();
  const byId = reps.find(({ id }) => id.toLowerCase() === wanted);
  if (byId !== undefined) return byId;
  const found = reps.filter(({ email, name }) => [email?.toLowerCase(), name.toLowerCase()].includes(wanted));
  // Who left may have the name of somebody who is there.
  const active = found.filter(({ isActive }) => isActive);
  const [first, ...others] = active.length > 0 ? active : found;
  if (first === undefined)
    return { problem: `nobody is known as "${text.trim()}" (id, e-mail address or full name)` };
  if (others.length === 0) return first;
  const ids = [first, ...others].map(({ id }) => id).join(", ");
  return { problem: `"${text.trim()}" is the name of several people; give the id: ${ids}` };
}
