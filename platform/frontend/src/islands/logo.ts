/** The logo's form: a chosen file is sent at once; a dropped one counts as chosen (P7).
 *
 * Sending it loads the page anew, so what stands unsaved in the form below is carried over.
 */
import { fill } from "../drafts.ts";

const CARRIED = "dangol-beside-logo";

export function mount(element: HTMLElement): () => void {
  const field = element.querySelector<HTMLInputElement>('input[type="file"]');
  if (!field) throw new Error("The logo's island stands around a file field.");
  const send = () => field.files?.length && field.form?.requestSubmit();
  const over = (event: DragEvent) => {
    event.preventDefault();
    element.classList.add("dropping");
  };
  const leave = () => element.classList.remove("dropping");
  const drop = (event: DragEvent) => {
    event.preventDefault();
    leave();
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    send();
  };
  const below = document.querySelector<HTMLFormElement>("form[data-beside-logo]");
  const keep = () => below && sessionStorage.setItem(CARRIED, JSON.stringify(valuesOf(below)));
  if (below) takeUp(below);
  element.addEventListener("submit", keep);
  field.addEventListener("change", send);
  element.addEventListener("dragover", over);
  element.addEventListener("dragleave", leave);
  element.addEventListener("drop", drop);
  return () => {
    element.removeEventListener("submit", keep);
    field.removeEventListener("change", send);
    element.removeEventListener("dragover", over);
    element.removeEventListener("dragleave", leave);
    element.removeEventListener("drop", drop);
  };
}

function valuesOf(form: HTMLFormElement): [string, string][] {
  const texts = [...new FormData(form)].filter((pair) => typeof pair[1] === "string");
  return (texts as [string, string][]).filter(([name]) => name !== "csrfmiddlewaretoken");
}

/** Fills the form as it was left; a colour of one's own goes into its well, which chooses it. */
function takeUp(form: HTMLFormElement): void {
  const values = JSON.parse(sessionStorage.getItem(CARRIED) ?? "[]") as [string, string][];
  sessionStorage.removeItem(CARRIED);
  for (const [name, value] of values) {
    const fields = [...form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
    for (const field of fields) fill(field, [value]);
    const well = form.querySelector<HTMLInputElement>("[data-colour-well]");
    if (name === "colour" && well && !fields.some((field) => field.checked)) fill(well, [value]);
  }
}
