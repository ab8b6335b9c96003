/** Writing a message: preview and checks follow, `{` finds a merge field, a check leads to its field (S6).
 *
 * `data-preview` answers with preview, checks and the way on; `data-keep` keeps the draft.
 */
import { Finder } from "../merge-finder.ts";
import { Asking, goOnByKey, isTouched, keepDraft } from "../wizard.ts";

const PAUSE = 400;

export function mount(element: HTMLElement): () => void {
  const form = element as HTMLFormElement;
  const asking = new Asking();
  let timer = 0;

  const look = () =>
    asking.ask(form.dataset.preview!, { method: "POST", body: new FormData(form) });
  const changed = (event: Event) => {
    echo(form, event.target as HTMLInputElement);
    clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE);
  };
  const goTo = (event: Event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-goes-to]");
    const field = link && document.getElementById(link.dataset.goesTo!);
    if (!field) return;
    event.preventDefault();
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  };

  const finder = new Finder(form);
  const ends = [keepDraft(form, form.dataset.keep!), goOnByKey(), () => finder.destroy()];
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("click", goTo);
  if (isTouched(form)) void look();
  return () => {
    clearTimeout(timer);
    ends.forEach((end) => end());
    form.removeEventListener("input", changed);
    form.removeEventListener("change", changed);
    document.removeEventListener("click", goTo);
  };
}

/** The locked lines around a text message repeat the fields they come from; without advertising
 * there are none. */
function echo(form: HTMLFormElement, field: HTMLInputElement): void {
  for (const told of form.querySelectorAll(`[data-from="${field.name}"]`)) {
    told.textContent = field.value;
  }
  if (field.name === "advertising") form.classList.toggle("informing", !field.checked);
}
