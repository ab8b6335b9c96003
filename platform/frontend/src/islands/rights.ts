/** The matrix of a role: keys walk and set it, changes are counted, a record's fields stand beside.
 *
 * Without it every cell is a select and all fields are listed; saving works the same.
 */
import type { Destroy } from "../islands.ts";
import { filled, moved, shared } from "../rights-grid.ts";

export function mount(form: HTMLFormElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  const fields = [...document.querySelectorAll<HTMLElement>("[data-fields]")];
  const told = document.querySelector<HTMLElement>("[data-changes]");
  const undo = document.querySelector<HTMLElement>("[data-undo]");
  const words = told?.dataset ?? {};

  const count = () => {
    const cells = selects(form).filter((each) => mark(each));
    const radios = inputs(form).filter((each) => each.checked && !each.defaultChecked);
    const changes = cells.length + radios.length;
    if (told) told.textContent = changes ? (words.words ?? "").replace("0", String(changes)) : "";
    if (undo) undo.hidden = changes === 0;
    for (const whole of form.querySelectorAll<HTMLSelectElement>(WHOLE)) sum(whole);
    return changes;
  };
  const show = (code: string) => {
    for (const each of fields) each.hidden = each.dataset.fields !== code;
    for (const row of form.querySelectorAll<HTMLElement>("tr[data-record]"))
      row.classList.toggle("peeked", row.dataset.record === code);
  };

  form.addEventListener("keydown", (event) => press(form, event, count), options);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    form.requestSubmit();
  }, options);
  form.addEventListener("change", (event) => {
    const select = event.target as HTMLSelectElement;
    if (select.matches(WHOLE)) give(select, select.value);
  }, options);
  document.addEventListener("change", count, options);
  form.addEventListener("reset", () => setTimeout(count), options);
  form.addEventListener("click", (event) => {
    const row = (event.target as Element).closest<HTMLElement>("tr[data-record]");
    if (row) show(row.dataset.record!);
  }, options);
  form.addEventListener("focusin", (event) => {
    const row = (event.target as Element).closest<HTMLElement>("tr[data-record]");
    if (row) show(row.dataset.record!);
  }, options);
  // What did not change is not sent, so that a colleague's change elsewhere stays.
  form.addEventListener("formdata", (event) => {
    for (const each of selects(form)) if (!mark(each)) event.formData.delete(each.name);
    for (const each of inputs(form))
      if (each.checked && each.defaultChecked) event.formData.delete(each.name);
  }, options);
  window.addEventListener("beforeunload", (event) => {
    if (!isSaving && count()) event.preventDefault();
  }, options);
  let isSaving = false;
  form.addEventListener("submit", () => (isSaving = true), options);

  show(fields[0]?.dataset.fields ?? "");
  count();
  return () => life.abort();
}

/** What stands in the row of a group: it sets, and sums up, its column below. */
const WHOLE = ".right-whole > select";

function selects(form: HTMLFormElement): HTMLSelectElement[] {
  return [...form.querySelectorAll<HTMLSelectElement>(".right-cell:not(.right-whole) > select")];
}

function below(whole: HTMLSelectElement): HTMLSelectElement[] {
  const cell = whole.closest("td")!;
  const rows = [...cell.closest("tbody")!.rows].slice(1);
  return rows.flatMap((row) => row.cells[cell.cellIndex]?.querySelector("select") ?? []);
}

/** The scope goes to every row of the group; where a row knows it not, the widest below it. */
function give(whole: HTMLSelectElement, value: string): void {
  if (!value) return;
  for (const each of below(whole)) set(each, filled(value, [...each.options].map((option) => option.value)));
}

/** Shows what all rows of the group have in common; nothing where they differ. */
function sum(whole: HTMLSelectElement): void {
  const common = shared(below(whole).map((each) => each.value));
  whole.value = [...whole.options].some((option) => option.value === common) ? common : "";
  whole.parentElement!.dataset.scope = whole.value;
}

function inputs(form: HTMLFormElement): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][form="${form.id}"]`)];
}

/** Draws the cell as it stands now; whether it differs from what is stored. */
function mark(select: HTMLSelectElement): boolean {
  const stored = [...select.options].find((option) => option.defaultSelected)?.value;
  const cell = select.parentElement!;
  cell.dataset.scope = select.value;
  cell.classList.toggle("changed", select.value !== stored);
  return select.value !== stored;
}

function press(form: HTMLFormElement, event: KeyboardEvent, count: () => number): void {
  const select = event.target as HTMLSelectElement;
  if (!select.matches(".right-cell > select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const grid = [...form.querySelectorAll<HTMLTableRowElement>("tbody tr")].map((row) =>
    [...row.cells].slice(1).map((cell) => cell.querySelector("select")),
  );
  if (/^[0-3]$/.test(event.key)) {
    event.preventDefault();
    if (select.matches(WHOLE)) give(select, event.key);
    else set(select, event.key);
    count();
    return;
  }
  const at = grid.findIndex((row) => row.includes(select));
  const next = moved(grid, at, grid[at]!.indexOf(select), event.key);
  if (!next) return;
  event.preventDefault();
  const target = grid[next.row]![next.column]!;
  if (event.shiftKey && select.value && !target.matches(WHOLE))
    set(target, filled(select.value, [...target.options].map((each) => each.value)));
  target.focus();
  count();
}

function set(select: HTMLSelectElement, value: string): void {
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}
