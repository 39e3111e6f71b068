/** `count` rows of `width` zeros in one buffer: a typed array of its own for each takes longer to create than to fill. */
export function zeroRows(count: number, width: number): readonly Float64Array[] {
  const all = new Float64Array(count * width);
  const rows: Float64Array[] = [];
  for (let at = 0; at < count; at++) rows.push(all.subarray(at * width, (at + 1) * width));
  return rows;
}
