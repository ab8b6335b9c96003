/** Favourites in the sidebar are put in order by dragging, or with Alt and an arrow.
 *
 * The server keeps the order and draws the list anew; without this the menu of each line moves it.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

export function mount(root: HTMLElement): () => void {
  let dragged: HTMLElement | undefined;
  const stop = new AbortController();
  const on = (type: string, listener: (event: never) => void) =>
    root.addEventListener(type, listener as EventListener, { signal: stop.signal });

  for (const row of rows(root)) row.draggable = true;

  on("dragstart", (event: DragEvent) => {
    dragged = rowOf(event);
    if (!dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    dragged.classList.add("dragged");
  });
  on("dragover", (event: DragEvent) => {
    const over = rowOf(event);
    if (!dragged || !over) return;
    event.preventDefault();
    if (over !== dragged) make(room(over, event.clientY), over, dragged);
  });
  on("drop", (event: DragEvent) => event.preventDefault());
  on("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    void move(dragged, String(rows(root).indexOf(dragged)));
    dragged = undefined;
  });
  on("keydown", (event: KeyboardEvent) => {
    const to = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const row = rowOf(event);
    if (!to || !row || !event.altKey || event.isComposing) return;
    event.preventDefault();
    const name = row.dataset.keyOf!;
    void move(row, to).then(() => focus(name));
  });
  return () => stop.abort();
}

function rows(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("[data-key-of]")];
}

function rowOf(event: Event): HTMLElement | undefined {
  return (event.target as Element).closest?.<HTMLElement>("[data-key-of]") ?? undefined;
}

/** Whether the pointer is in the upper half: the dragged line then goes above this one. */
function room(over: HTMLElement, y: number): "before" | "after" {
  const box = over.getBoundingClientRect();
  return y < box.top + box.height / 2 ? "before" : "after";
}

function make(side: "before" | "after", over: HTMLElement, dragged: HTMLElement): void {
  if (side === "before") over.before(dragged);
  else over.after(dragged);
}

function move(row: HTMLElement, to: string): Promise<void> {
  return htmx.ajax("POST", row.querySelector("form")!.getAttribute("action")!, {
    source: row,
    swap: "none",
    values: { to },
  });
}

function focus(key: string): void {
  document.querySelector<HTMLElement>(`[data-key-of="${key}"] > a`)?.focus();
}
