/** Keys of the import's check: F8 opens the next bad cell, and its card answers to keys (U5).
 *
 *   Enter mends, Shift+Enter mends all alike, Delete empties, S leaves the row out, Esc closes.
 *
 * After a repair the whole part is drawn anew; the row that was worked on last is remembered, so
 * that F8 goes on behind it.
 */
let last = 0;

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
  if (last && check.dataset.state === "checked") next(check);
  return () => stop.abort();
}

function next(check: HTMLElement): void {
  const cells = [...check.querySelectorAll<HTMLElement>("[data-bad]")];
  const found = cells.find((cell) => rowOf(cell) > last) ?? cells[0];
  if (!found) {
    last = 0;
    return;
  }
  last = rowOf(found);
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
  const number = (event.target as HTMLFormElement).querySelector<HTMLInputElement>("[name=number]");
  last = Number(number?.value ?? 0);
}

function rowOf(cell: HTMLElement): number {
  return Number(cell.closest("tr")?.id.replace("row-", "") ?? 0);
}
