/** Keys of the import's check: F8 opens the next bad cell, and its card answers to keys (U5).
 *
 *   Enter mends, Shift+Enter mends all alike, Delete empties, S leaves the row out, Esc closes;
 *   anywhere on the page Ctrl+H opens find-and-replace, Ctrl+Z undoes the last repair.
 *
 * After a repair the whole part is drawn anew; the cell that was worked on last is remembered: it
 * opens again while it is wrong, else the next one does, and F8 goes on behind it.
 */
type Place = [row: number, column: number];
const START: Place = [0, -1];
let last = START;
let held = "";
/** What had the focus and is drawn anew, as a selector. */

export function mount(check: HTMLElement): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  check.querySelector("[data-next-bad]")?.addEventListener("click", () => next(check), options);
  check.addEventListener("keydown", (event) => press(check, event), options);
  check.addEventListener("submit", (event) => remember(event), { ...options, capture: true });
  check.addEventListener("change", (event) => hold(event.target as Element), options);
  check.addEventListener("toggle", (event) => opened(event), { ...options, capture: true });
  document.addEventListener("keydown", (event) => everywhere(check, event), { ...options, capture: true });
  const find = check.querySelector<HTMLElement>("#find-text");
  if (find) find.focus();
  else if (held && check.dataset.state === "checked") giveBack(check);
  else if (last !== START && check.dataset.state === "checked") next(check, true);
  return () => stop.abort();
}

/** F8, Ctrl+H and Ctrl+Z; a field in which somebody has written keeps its own undo. */
function everywhere(check: HTMLElement, event: KeyboardEvent): void {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const deed = deedOf(event);
  if (!deed || (deed === "undo" && isWritten(event.target as Element))) return;
  const button = check.querySelector<HTMLButtonElement>(`[data-${deed}]`);
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (deed === "find" && check.querySelector("#find-text")) {
    check.querySelector<HTMLInputElement>("#find-text")!.select();
  } else if (!button.disabled) button.click();
}

function isWritten(element: Element): boolean {
  if (!element.matches("input:not([type=checkbox]), textarea")) return false;
  const { value, defaultValue } = element as HTMLInputElement;
  return value !== defaultValue;
}

/** Which of the three a press means; Hangul keyboards send the letter of their own layout. */
export function deedOf(event: KeyboardEvent): "next-bad" | "find" | "undo" | "" {
  if (event.key === "F8") return "next-bad";
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return "";
  if (event.code === "KeyH") return "find";
  return event.code === "KeyZ" ? "undo" : "";
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
  if (card) chooseText(card); // at once: the next key may come before the card says that it is open
}

function opened(event: Event): void {
  const card = event.target as HTMLElement;
  if (card.matches("[data-card]:popover-open")) chooseText(card);
}

function chooseText(card: HTMLElement): void {
  const text = card.querySelector<HTMLInputElement>("input[name=text]");
  text?.focus();
  text?.select();
}

function press(check: HTMLElement, event: KeyboardEvent): void {
  if (event.key === "Escape" && (event.target as Element).closest("#find")) {
    check.querySelector<HTMLElement>("[data-find-close]")?.click();
    return;
  }
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

function hold(element: Element): void {
  if (element.closest(".import-rules")) held = `#${CSS.escape(element.id)}`;
}

function giveBack(check: HTMLElement): void {
  check.querySelector<HTMLElement>(held)?.focus();
  held = "";
}

function remember(event: Event): void {
  if ((event as SubmitEvent).submitter?.matches("[data-undo]")) {
    held = "[data-undo]";
    last = START;
    return;
  }
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
