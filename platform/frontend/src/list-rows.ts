/** The records on a screen, as rows, cards or entries, in reading order. */

/** Those that can be seen: what stands in a closed group or a folded column is passed over. */
export function rowsShown(): HTMLElement[] {
  const all = document.querySelectorAll<HTMLElement>("#results [data-pk]");
  return [...all].filter((row) => row.offsetParent !== null);
}

/** The one so many steps away from a row, or undefined beyond the ends. */
export function rowBeside(row: HTMLElement, by: number): HTMLElement | undefined {
  const rows = rowsShown();
  const at = rows.indexOf(row);
  return at < 0 ? undefined : rows[at + by];
}
