/** Editing where things stand: a cell of a list opens by a double click, Enter or `e`, and keeps at once.
 *
 * Arrows move from cell to cell once one has the focus; Tab keeps and goes right, Esc leaves the value
 * as it was. What is kept is shown before the server has answered; when it refuses, the old value
 * comes back and the cell is marked with the reason.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

import { type Kept, sentenceOf } from "./cell-answers.ts";
import { post } from "./post.ts";
import { toast } from "./toasts.ts";

export class Cells {
  private readonly list: string;
  private first: HTMLTableCellElement | null = null;

  constructor(list: string) {
    this.list = list;
  }

  start(signal: AbortSignal): void {
    const options = { signal };
    document.addEventListener("click", (event) => this.click(event), { ...options, capture: true });
    document.addEventListener("keydown", (event) => this.press(event), { ...options, capture: true });
    document.addEventListener("change", (event) => {
      const form = (event.target as Element).closest<HTMLFormElement>("form.cell-editor");
      if (form && (event.target as Element).matches("select")) void this.keep(form);
    }, options);
    document.addEventListener("submit", (event) => {
      const form = (event.target as Element).closest<HTMLFormElement>("form.cell-editor");
      if (!form) return;
      event.preventDefault();
      void this.keep(form);
    }, { ...options, capture: true });
    document.addEventListener("choose-cancel", (event) => {
      const form = (event.target as Element).closest<HTMLFormElement>("form.cell-editor");
      if (form) this.cancel(form);
    }, options);
    document.addEventListener("focusout", (event) => {
      const form = (event.target as Element).closest<HTMLFormElement>("form.cell-editor");
      const isText = (event.target as Element).matches("input[name=value]");
      if (form && isText && !form.contains(event.relatedTarget as Node | null)) void this.keep(form, false);
    }, options);
  }

  /** The cell of a first click is the one that the second one means: the panel may have come between. */
  private click(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("button, input, select, form")) return;
    if (event.detail === 1) this.first = cellAt(target);
    if (event.detail !== 2 || this.first?.parentElement !== target.closest("tr")) return;
    if (this.first) void this.edit(this.first);
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const target = event.target as HTMLElement;
    const form = target.closest<HTMLFormElement>("form.cell-editor");
    if (form) return this.pressInside(event, form);
    const cell = target.closest<HTMLTableCellElement>("#results td[data-cell]");
    if (!cell || cell !== target || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (by) moveTo(beside(cell, by[0]!, by[1]!));
    else if (event.key === "Enter" || event.key === "e" || event.key === "F2") void this.edit(cell);
    else if (event.key === "Escape") cell.closest("tr")?.querySelector<HTMLElement>(".row-link")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private pressInside(event: KeyboardEvent, form: HTMLFormElement): void {
    const cell = form.closest<HTMLTableCellElement>("td")!;
    if (event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      void this.keep(form, false);
      const next = nextEditable(cell, event.shiftKey ? -1 : 1);
      if (next) void this.edit(next);
      else focusCell(cell);
    } else if (event.key === "Escape" && !form.querySelector(".choose")) {
      event.preventDefault();
      event.stopPropagation();
      this.cancel(form);
    }
  }

  async edit(cell: HTMLTableCellElement): Promise<void> {
    const head = headOf(cell);
    const pk = cell.closest<HTMLElement>("tr")?.dataset.pk;
    if (!head?.hasAttribute("data-edits") || !pk || cell.classList.contains("editing")) return;
    const address = this.address(pk, head.dataset.column!);
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return void mark(cell, await sentenceOf(answer));
    if (answer.redirected) return location.reload();
    unmark(cell);
    cell.dataset.address = address;
    held.set(cell, [...cell.childNodes]);
    cell.insertAdjacentHTML("beforeend", await answer.text());
    cell.classList.add("editing");
    htmx.process(cell);
    document.dispatchEvent(new Event("htmx:after:swap"));
    const input = cell.querySelector<HTMLInputElement>("input[name=value]");
    input?.focus();
    input?.select();
  }

  private address(pk: string, field: string): string {
    return `${this.list}${pk}/cells/${field}`;
  }

  private cancel(form: HTMLFormElement): void {
    const cell = form.closest<HTMLTableCellElement>("td");
    if (!cell) return;
    form.dataset.sent = "yes"; // a browser tells that the field was left while it goes
    close(cell);
    focusCell(cell);
  }

  private async keep(form: HTMLFormElement, stays = true): Promise<void> {
    const cell = form.closest<HTMLTableCellElement>("td");
    if (!cell || form.dataset.sent) return;
    form.dataset.sent = "yes";
    const field = form.querySelector<HTMLInputElement | HTMLSelectElement>("[name=value]")!;
    const { value } = field;
    const words = field instanceof HTMLSelectElement ? field.selectedOptions[0]!.text : value;
    close(cell);
    if (stays) focusCell(cell);
    if (value === form.dataset.was) return;
    const before = [...placeOf(cell).childNodes];
    placeOf(cell).textContent = words || "—";
    const answer = await this.send(cell.dataset.address!, form, value);
    if (typeof answer === "string") {
      placeOf(cell).replaceChildren(...before);
      return mark(cell, answer);
    }
    placeOf(cell).innerHTML = answer.html;
    toast({ kind: "success", text: answer.sentence, undo: answer.undo });
  }

  /** The answer, or the sentence that says why it was not kept. */
  private async send(address: string, form: HTMLFormElement, value: string): Promise<Kept | string> {
    const row = document.querySelector<HTMLElement>("#results thead tr");
    const { version = "", was = "" } = form.dataset;
    const answer = await post(address, { value, was, version, query: row?.dataset.query ?? "" });
    if (answer?.ok && !answer.redirected) return (await answer.json()) as Kept;
    return answer ? sentenceOf(answer) : (document.getElementById("toasts")?.dataset.failed ?? "");
  }
}

/** What stood in a cell before it was edited. */
const held = new WeakMap<HTMLElement, ChildNode[]>();

function close(cell: HTMLTableCellElement): void {
  cell.classList.remove("editing");
  cell.replaceChildren(...(held.get(cell) ?? []));
  held.delete(cell);
}

function mark(cell: HTMLTableCellElement, sentence: string): void {
  cell.classList.add("bad");
  cell.title = sentence;
  if (sentence) toast({ kind: "error", text: sentence });
}

function unmark(cell: HTMLTableCellElement): void {
  if (!cell.classList.contains("bad")) return;
  cell.classList.remove("bad");
  cell.removeAttribute("title");
}

/** Where the value stands: in the cell of the name, inside its link. */
function placeOf(cell: HTMLTableCellElement): HTMLElement {
  return cell.querySelector<HTMLElement>(".row-link > .ellipsis") ?? cell;
}

function focusCell(cell: HTMLTableCellElement): void {
  cell.dataset.cell = "";
  cell.tabIndex = -1;
  cell.focus();
}

function moveTo(cell: HTMLTableCellElement | undefined): void {
  if (cell) focusCell(cell);
}

function cellAt(target: Element): HTMLTableCellElement | null {
  return target.closest<HTMLTableCellElement>("#results tbody td");
}

function headOf(cell: HTMLTableCellElement): HTMLElement | undefined {
  const head = document.querySelector("#results thead tr")?.children[cell.cellIndex];
  return head instanceof HTMLElement && head.dataset.column ? head : undefined;
}

function beside(cell: HTMLTableCellElement, across: number, down: number): HTMLTableCellElement | undefined {
  const row = cell.parentElement as HTMLTableRowElement;
  const rows = [...(row.parentElement as HTMLTableSectionElement).rows];
  const found = rows[rows.indexOf(row) + down]?.cells[cell.cellIndex + across];
  return found && headOf(found) ? found : undefined;
}

function nextEditable(cell: HTMLTableCellElement, by: number): HTMLTableCellElement | undefined {
  let next = beside(cell, by, 0);
  while (next && !headOf(next)!.hasAttribute("data-edits")) next = beside(next, by, 0);
  return next;
}

/** Puts the focus on the first cell of a row, from where arrows go on. */
export function enterRow(row: HTMLElement | null): boolean {
  const cells = row instanceof HTMLTableRowElement ? [...row.cells].filter(headOf) : [];
  if (!cells[0]) return false;
  focusCell(cells[0]);
  return true;
}

export function editRow(cells: Cells, row: HTMLElement | null): boolean {
  const all = row instanceof HTMLTableRowElement ? [...row.cells] : [];
  const first = all.find((cell) => headOf(cell)?.hasAttribute("data-edits"));
  if (!first) return false;
  void cells.edit(first);
  return true;
}
