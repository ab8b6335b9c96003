/** Keys of clean data: arrows (or J and K) walk, Enter accepts, S skips, E edits, Shift+Enter accepts
 *  all, Ctrl+Z takes the last deed back (B22).
 *
 * After a decision the whole part is drawn anew; the row at the same place has the focus then.
 */
let place = -1;

export type Deed = "down" | "up" | "accept" | "skip" | "edit" | "all" | "undo" | "";

export function mount(part: HTMLElement): () => void {
  const stop = new AbortController();
  document.addEventListener("keydown", (event) => press(part, event), { signal: stop.signal });
  part.addEventListener("submit", (event) => remember(part, event), { signal: stop.signal, capture: true });
  if (place >= 0 && (document.activeElement === document.body || !document.activeElement)) focusRow(part, place);
  return () => stop.abort();
}

/** What a press means; Hangul keyboards send the letter of their own layout, so the key's place counts. */
export function deedOf(event: Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">): Deed {
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.shiftKey && !event.altKey) return event.code === "KeyZ" ? "undo" : "";
  if (command || event.altKey) return "";
  if (event.key === "Enter") return event.shiftKey ? "all" : "accept";
  if (event.shiftKey) return "";
  if (event.key === "ArrowDown" || event.code === "KeyJ") return "down";
  if (event.key === "ArrowUp" || event.code === "KeyK") return "up";
  if (event.code === "KeyS") return "skip";
  return event.code === "KeyE" ? "edit" : "";
}

function press(part: HTMLElement, event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (target.closest("input, textarea, select, [contenteditable]")) return escape(target, event);
  const deed = deedOf(event);
  if (!deed || !(target === document.body || part.contains(target) || target.id === "content")) return;
  if ((deed === "accept" || deed === "all") && target.closest("a, button, summary")) return;
  if (!done(part, deed)) return;
  event.preventDefault();
  event.stopPropagation();
}

function escape(target: HTMLElement, event: KeyboardEvent): void {
  const open = target.closest<HTMLDetailsElement>(".cleansing-edit[open]");
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.closest<HTMLElement>("[data-row]")?.focus();
}

function done(part: HTMLElement, deed: Deed): boolean {
  if (deed === "undo" || deed === "all") return clicked(part.querySelector<HTMLElement>(`[data-${deed}]`));
  const rows = rowsOf(part);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (deed === "down" || deed === "up") return focusRow(part, at + (deed === "down" ? 1 : -1));
  return at >= 0 && clicked(rows[at]!.querySelector<HTMLElement>(`[data-deed="${deed}"]`));
}

function clicked(button: HTMLElement | null): boolean {
  button?.click();
  const input = button?.closest("details[open]")?.querySelector("input");
  input?.focus();
  input?.select();
  return button !== null;
}

function remember(part: HTMLElement, event: Event): void {
  const row = (event.target as Element).closest<HTMLElement>("[data-row]");
  place = row ? rowsOf(part).indexOf(row) : -1;
}

function rowsOf(part: HTMLElement): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>("[data-row]")];
}

function focusRow(part: HTMLElement, index: number): boolean {
  const rows = rowsOf(part);
  const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
  return row !== undefined;
}
