/** The conditions of an audience: counted while one chooses, added and removed without a new page (G6).
 *
 * `data-reach` answers with counts and rail, `data-keep` keeps the draft. Buttons `add`, `drop` and
 * `turn` are ordinary ones of the form; here their pages are fetched and only the rows put in.
 */
import { putIn } from "../live.ts";
import { Asking, FETCH, goOnByKey, keepDraft } from "../wizard.ts";

const PAUSE = 300;

/** A button, or a comparison that was chosen in the row `value`. */
type Pressed = Pick<HTMLButtonElement, "name" | "value">;

export function mount(element: HTMLElement): () => void {
  const form = element as HTMLFormElement;
  const asking = new Asking();
  let timer = 0;

  const count = async () => {
    await asking.ask(`${form.dataset.reach}?${query(form)}`);
    document.body.classList.remove("counting");
  };
  const changed = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    if (select.name?.startsWith("op.")) {
      void redraw(form, { name: "compare", value: select.name.slice(3) });
      return;
    }
    tellChosen(event.target as Element);
    document.body.classList.add("counting");
    clearTimeout(timer);
    timer = window.setTimeout(count, PAUSE);
  };
  const submitted = (event: SubmitEvent) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (!button || !["add", "drop", "turn"].includes(button.name)) return;
    event.preventDefault();
    void redraw(form, button);
  };
  const outside = (event: Event) => {
    for (const open of form.querySelectorAll<HTMLDetailsElement>(".picker[open]")) {
      if (!open.contains(event.target as Node)) open.open = false;
    }
  };
  const keys = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.key === "Escape") {
      const picker = target.closest<HTMLDetailsElement>(".picker[open]");
      if (picker) {
        picker.open = false;
        picker.querySelector("summary")?.focus();
      }
    }
    const empty = target instanceof HTMLInputElement && target.value === "" && target.type !== "checkbox";
    if (event.key === "Backspace" && empty && !event.isComposing) {
      target.closest(".condition")?.querySelector<HTMLButtonElement>("[name=drop]")?.click();
    }
  };

  const ends = [keepDraft(form, form.dataset.keep!), goOnByKey()];
  form.addEventListener("input", changed);
  form.addEventListener("submit", submitted);
  form.addEventListener("keydown", keys);
  document.addEventListener("click", outside);
  return () => {
    clearTimeout(timer);
    ends.forEach((end) => end());
    form.removeEventListener("input", changed);
    form.removeEventListener("submit", submitted);
    form.removeEventListener("keydown", keys);
    document.removeEventListener("click", outside);
  };
}

/** Fetches the page that the button leads to, and takes over its rows, counts and samples. */
async function redraw(form: HTMLFormElement, button: Pressed): Promise<void> {
  const asked = query(form);
  asked.set(button.name, button.value);
  const response = await fetch(`${form.getAttribute("action")}?${asked}`, { headers: FETCH });
  if (!response.ok || response.redirected) {
    location.reload();
    return;
  }
  const page = putIn(await response.text());
  if (button.name === "turn") return;
  const fresh = page.getElementById("conditions");
  const now = document.getElementById("conditions");
  if (!fresh || !now) return;
  now.replaceWith(document.adoptNode(fresh));
  form.dispatchEvent(new Event("change", { bubbles: true }));
  focusOn(fresh, button);
}

/** The input of the new row; after removing, the menu that adds. */
function focusOn(rows: HTMLElement, button: Pressed): void {
  const row = rows.querySelector(`[name=row][value="${CSS.escape(button.value)}"]`)?.parentElement;
  const first = row?.querySelector<HTMLElement>(".condition-value :is(input, select, summary)");
  (first ?? rows.querySelector<HTMLElement>(".conditions-foot summary"))?.focus();
}

function query(form: HTMLFormElement): URLSearchParams {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && typeof value === "string" && value) asked.append(name, value);
  }
  return asked;
}

/** A closed list of choices says what is chosen in it. */
function tellChosen(changed: Element): void {
  const picker = changed.closest(".picker");
  const told = picker?.querySelector<HTMLElement>("[data-chosen]");
  if (!picker || !told) return;
  const labels = [...picker.querySelectorAll("label:has(:checked)")].map((label) => label.textContent!.trim());
  told.textContent = labels.join(", ") || told.dataset.none!;
}
