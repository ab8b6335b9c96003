/** Heads of a list: Shift sorts by one more column, dragging puts columns into order, edges set widths.
 *
 * By keys: Shift+Enter sorts by one more, Alt+Shift+arrows move a column, arrows on its edge widen it.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

import { orders } from "./drag-order.ts";
import { post } from "./post.ts";

const NARROWEST = 48;
const WIDEST = 800;
const STEP = 16;

export function startHeads(signal: AbortSignal): void {
  const first = { signal, capture: true };
  document.addEventListener("pointerdown", remember, first);
  document.addEventListener("keydown", remember, first);
  document.addEventListener("click", sortAlso, first);
  document.addEventListener("pointerdown", drag, first);
  document.addEventListener("keydown", widen, { signal });
  orders(
    "#results thead tr",
    {
      items: "th[data-column]:not(.stays)",
      takes: (target) => !target.closest(".column-edge"),
      done: () => keepOrder(heads()),
    },
    signal,
  );
}

/** A width within what a column may have. */
export function wide(pixels: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, pixels)));
}

function sortAlso(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a.sort[data-also]");
  if (!link || !event.shiftKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  const address = new URL(link.dataset.also!, new URL(link.href, location.href));
  void htmx.ajax("GET", address.href, { target: "#results", swap: "outerHTML", push: "true" } as never);
}

function headRow(): HTMLElement {
  return document.querySelector<HTMLElement>("#results thead tr")!;
}

function heads(): HTMLElement[] {
  return [...headRow().querySelectorAll<HTMLElement>("th[data-column]")];
}

function send(values: Record<string, string[]>): void {
  const row = headRow();
  void post(row.dataset.columns!, { ...values, query: row.dataset.query ?? "" });
}

/** The cells follow their heads. */
function keepOrder(moved: HTMLElement[]): void {
  const now = moved.map((head) => head.dataset.column!);
  const before = was.get(headRow()) ?? now;
  for (const row of document.querySelectorAll<HTMLElement>("#results tbody tr[data-pk]")) {
    const cells = [...row.children].slice(-before.length);
    row.append(...now.map((name) => cells[before.indexOf(name)]!));
  }
  was.set(headRow(), now);
  send({ columns: now });
}

/** The order in which the cells of a table stand. */
const was = new WeakMap<HTMLElement, string[]>();

function remember(event: Event): void {
  const row = (event.target as Element).closest<HTMLElement>("#results thead tr");
  if (row && !was.has(row)) was.set(row, heads().map((head) => head.dataset.column!));
}

function drag(event: PointerEvent): void {
  const edge = (event.target as Element).closest<HTMLElement>("#results .column-edge");
  if (!edge || event.button > 0) return;
  event.preventDefault();
  event.stopPropagation();
  edge.focus();
  edge.setPointerCapture(event.pointerId);
  const head = edge.closest<HTMLElement>("th")!;
  const { left } = head.getBoundingClientRect();
  fix();
  const move = (at: PointerEvent) => set(head, at.clientX - left);
  edge.addEventListener("pointermove", move);
  edge.addEventListener(
    "lostpointercapture",
    () => {
      edge.removeEventListener("pointermove", move);
      keepWidths();
    },
    { once: true },
  );
}

function widen(event: KeyboardEvent): void {
  const edge = (event.target as Element).closest<HTMLElement>("#results .column-edge");
  const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
  if (!edge || !by || event.altKey) return;
  event.preventDefault();
  const head = edge.closest<HTMLElement>("th")!;
  const width = head.getBoundingClientRect().width;
  fix();
  set(head, width + by);
  keepWidths();
}

/** From now on columns are as wide as they are now, whatever stands in them. */
function fix(): void {
  const table = headRow().closest("table")!;
  if (table.classList.contains("table-fixed")) return;
  const widths = heads().map((head) => head.getBoundingClientRect().width);
  heads().forEach((head, place) => (head.style.width = `${Math.round(widths[place]!)}px`));
  table.classList.add("table-fixed");
}

function set(head: HTMLElement, pixels: number): void {
  head.style.width = `${wide(pixels)}px`;
  head.querySelector(".column-edge")?.setAttribute("aria-valuenow", String(wide(pixels)));
}

function keepWidths(): void {
  send({ width: heads().map((head) => `${head.dataset.column}:${Number.parseInt(head.style.width)}`) });
}
