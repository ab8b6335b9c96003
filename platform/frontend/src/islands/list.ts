/** A list: the record beside it, keys that walk the rows, and ticking them.
 *
 * Mounted on the panel beside the list, which stays while htmx swaps the rows. Without it a row is
 * a link to its page, and ticked rows are sent by the form below.
 */
import { startBulkValues } from "../bulk-value.ts";
import { listenToComposers } from "../composer.ts";
import { Cells, editRow, enterRow } from "../cells.ts";
import { startGroups as startFolding } from "../list-groups.ts";
import { startGroups } from "../filter-groups.ts";
import type { Destroy } from "../islands.ts";
import { intent, step } from "../list-keys.ts";
import { startHeads } from "../list-heads.ts";
import { startViews } from "../list-views.ts";
import { rowsShown } from "../list-rows.ts";
import { startSwipes } from "../list-swipe.ts";
import { Peek } from "../peek.ts";
import { Ticks } from "../ticks.ts";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";
const ACTING = "a:not(.row-link), button, summary";
const PHONE = window.matchMedia("(width <= 45rem)");

export function mount(element: HTMLElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  const ticks = new Ticks();
  const cells = new Cells(element.dataset.list!);
  const peek = element.id === "peek" ? new Peek(element) : undefined;
  const stop = peek && listenToComposers(element);

  document.addEventListener("keydown", (event) => press(event, peek, ticks, cells), options);
  document.addEventListener(
    "click",
    (event) => {
      ticks.click(event);
      moveColumn(event);
      if (!peek || PHONE.matches) return;
      const link = (event.target as Element).closest<HTMLAnchorElement>("a.row-link");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
      const row = link.closest<HTMLElement>("[data-pk]");
      if (!row) return;
      event.preventDefault();
      peek.open(row);
    },
    options,
  );
  // Before a row answers to its click: what chooses does not open as well.
  document.addEventListener("click", (event) => {
    if (choosesRow(event, ticks)) event.stopPropagation();
  }, { ...options, capture: true });
  document.addEventListener("htmx:after:swap", () => ticks.count(), options);
  peek?.start(life.signal);
  startViews(life.signal);
  cells.start(life.signal);
  startHeads(life.signal);
  startGroups(life.signal);
  startBulkValues(life.signal);
  startFolding(ticks, life.signal);
  startSwipes(ticks, life.signal);
  ticks.count();
  return () => {
    stop?.();
    life.abort();
  };
}

function press(event: KeyboardEvent, peek: Peek | undefined, ticks: Ticks, cells: Cells): void {
  const target = event.target as Element;
  if (event.defaultPrevented || target.closest(TYPING)) return;
  if (document.querySelector("dialog[open], details.menu[open], #view-menu")) return;
  const state = { peeking: Boolean(peek?.row), chosen: ticks.chosen.length };
  const deed = intent(event, state);
  if (!deed || (deed === "open" && target.closest(ACTING))) return;
  if (act(deed, peek, ticks, cells)) event.preventDefault();
}

function act(deed: string, peek: Peek | undefined, ticks: Ticks, cells: Cells): boolean {
  if (deed === "edit") return editRow(cells, peek?.row ?? focusedRow());
  if (deed === "cell") return enterRow(focusedRow() ?? peek?.row ?? null);
  if (deed === "untick") ticks.clear();
  else if (deed === "tick") ticks.toggle(peek?.row ?? focusedRow());
  else if (deed === "close") peek?.close();
  else if (deed === "open") peek?.go();
  else return walk(deed === "next" ? 1 : -1, peek);
  return true;
}

/** Moves the panel, or the focus when there is none. Past the end: the next page, if there is one. */
function walk(by: number, peek: Peek | undefined): boolean {
  const rows = rowsShown();
  const at = rows.indexOf(peek?.row ?? focusedRow() ?? document.body);
  const next = step(at, by, rows.length);
  if (next === undefined) return peek?.turn(by) ?? false;
  if (peek?.row) peek.open(rows[next]!);
  else rows[next]!.querySelector<HTMLElement>(".row-link")?.focus();
  return true;
}

function focusedRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("#results [data-pk]") ?? null;
}

/** On a phone, once a long press has chosen a row, a tap chooses others. */
function choosesRow(event: MouseEvent, ticks: Ticks): boolean {
  const results = document.getElementById("results");
  if (!PHONE.matches || !results?.classList.contains("choosing")) return false;
  if (ticks.chosen.length === 0) results.classList.remove("choosing");
  const row = (event.target as Element).closest<HTMLElement>("#results tr[data-pk]");
  if (!row || ticks.chosen.length === 0) return false;
  event.preventDefault();
  ticks.toggle(row);
  return true;
}

/** Moves a line of the column chooser up or down; the form sends the lines in their order. */
function moveColumn(event: Event): void {
  const button = (event.target as Element).closest<HTMLElement>("[data-step]");
  const line = button?.closest("li");
  if (!button || !line) return;
  if (button.dataset.step === "1") line.nextElementSibling?.after(line);
  else line.previousElementSibling?.before(line);
  button.focus();
}
