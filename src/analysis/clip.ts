/**
 * The text cut to `maxLength` UTF-16 units with an ellipsis; surrogate pairs stay whole, and the cut falls after a word
 * where one ends near.
 */
export function clip(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "");
  const lastSpace = cut.lastIndexOf(" ");
  const kept = lastSpace > cut.length * 0.6 ? cut.slice(0, lastSpace) : cut;
  return `${kept.replace(/[\s,;:.–-]+$/, "")}…`;
}
