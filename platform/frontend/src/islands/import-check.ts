/** Keys of the import's check: F8 opens the next bad cell, and its card answers to keys (U5).
 *
 *   Enter mends, Shift+Enter mends all alike, Delete empties, S leaves the row out, Esc closes.
 *
 * After a repair the whole part is drawn anew; the cell that was worked on last is remembered: it
 * opens again while it is wrong, else the next one does, and F8 goes on behind it.
 */
type Place = [row: number, column: number];
const START: Place = [0, -1];
let last = START;

export function mount(check: HTMLElement): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  check.querySelector("[data-next-bad]")?.addEventListener("click", () => next(check), options);
  check.addEventListener("keydown", (event) => press(event), options);
  check.addEventListener("submit", (event) => remember(event), { ...options, capture: true });
  check.addEventListener("toggle", (event) => opened(event), { ...options, capture: true });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "F8" || event.isComposing) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      next(check);
    },
    { ...options, capture: true },
  );
  if (last !== START && check.dataset.state === "checked") next(check, true);
  return () => stop.abort();
}

/** Opens the next bad cell behind the last one; `here`: or that one itself. */
function next(check: HTMLElement, here = false): void {
  const cells = [...check.querySelectorAll<HTMLElement>("[data-bad]")];
  const found = cells.find((cell) => isBehind(placeOf(cell), last, here)) ?? cells[0];
  if (!found) {
    last = START;
    return;
  }
  last = placeOf(found);
  found.scrollIntoView({ block: "nearest", inline: "nearest" });
  found.focus();
  const card = document.getElementById(found.getAttribute("popovertarget")!);
  if (!card?.matches(":popover-open")) found.click();
}

function opened(event: Event): void {
  const card = event.target as HTMLElement;
  if (!card.matches("[data-card]:popover-open")) return;
  const text = card.querySelector<HTMLInputElement>("input[name=text]");
  text?.focus();
  text?.select();
}

function press(event: KeyboardEvent): void {
  const card = (event.target as Element).closest("[data-card]");
  if (!card || event.isComposing || event.keyCode === 229) return;
  const way = wayOf(event);
  if (!way) return;
  event.preventDefault(); // Shift+Enter would send the form: where nothing is alike, nothing happens
  card.querySelector<HTMLButtonElement>(`[data-way="${way}"]`)?.click();
}

/** In the text field only keys that write nothing are taken. */
function wayOf(event: KeyboardEvent): string {
  if (event.key === "Enter" && event.shiftKey) return "alike";
  if ((event.target as Element).matches("input[type=text], input:not([type])")) return "";
  if (event.key === "Delete") return "empty";
  return event.key === "s" || event.key === "ㄴ" ? "skip" : "";
}

function remember(event: Event): void {
  const sent = new FormData(event.target as HTMLFormElement);
  last = [Number(sent.get("number") ?? 0), Number(sent.get("column") ?? -1)];
}

function placeOf(cell: HTMLElement): Place {
  const [row, column] = cell.getAttribute("popovertarget")!.replace("fix-", "").split(/-(.*)/);
  return [Number(row), Number(column)];
}

function isBehind([row, column]: Place, [lastRow, lastColumn]: Place, here: boolean): boolean {
  if (row !== lastRow) return row > lastRow;
  return here ? column >= lastColumn : column > lastColumn;
}
