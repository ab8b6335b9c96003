/** Fields of a form that are asked for, or must be filled, depending on others.
 *
 * The server decides in the end; here the form only shows what it will say.
 */
interface Told {
  field: string;
  is: "is_in" | "is_not_in" | "is_filled" | "is_empty";
  values: string[];
}

/** Whether a condition holds for what stands in the field it asks about. */
export function holds(told: Told, texts: string[]): boolean {
  const filled = texts.filter(Boolean);
  if (told.is === "is_filled") return filled.length > 0;
  if (told.is === "is_empty") return !filled.length;
  const isIn = filled.some((text) => told.values.includes(text));
  return told.is === "is_in" ? isIn : !isIn;
}

/** Starts on a form whose controls carry conditions; returns what ends it. */
export function asks(form: HTMLElement): () => void {
  if (!form.querySelector("[data-shown-when], [data-required-when]")) return () => {};
  const now = () => update(form);
  form.addEventListener("input", now);
  form.addEventListener("change", now);
  now();
  return () => {
    form.removeEventListener("input", now);
    form.removeEventListener("change", now);
  };
}

function update(form: HTMLElement): void {
  for (const control of form.querySelectorAll<HTMLElement>("[data-shown-when]")) {
    const field = control.closest<HTMLElement>(".field");
    if (field) field.hidden = !applies(form, control.dataset.shownWhen!);
  }
  for (const control of form.querySelectorAll<HTMLElement>("[data-required-when]")) {
    const mark = control.closest(".field")?.querySelector<HTMLElement>(".optional");
    if (mark) mark.hidden = applies(form, control.dataset.requiredWhen!);
  }
}

function applies(form: HTMLElement, written: string): boolean {
  const told = JSON.parse(written) as Told;
  return holds(told, valuesOf(form, told.field));
}

/** What a field would send: a tick counts as yes or no. */
function valuesOf(form: HTMLElement, name: string): string[] {
  const controls = form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`);
  return [...controls].flatMap((control) => {
    if (control.type !== "checkbox" && control.type !== "radio") return [control.value];
    if (control.value === "on") return [control.checked ? "yes" : "no"];
    return control.checked ? [control.value] : [];
  });
}
