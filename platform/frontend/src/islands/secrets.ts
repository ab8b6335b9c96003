/** Puts a button at the end of each password that shows it while one types (P6).
 *
 * The button stands in <template data-eye>. Before the form is sent the password is hidden again,
 * so that browsers offer to keep it.
 */
export function mount(element: HTMLElement): () => void {
  const template = element.querySelector<HTMLTemplateElement>("template[data-eye]");
  const fields = [...element.querySelectorAll<HTMLInputElement>('input[type="password"]')];
  if (!template) return () => undefined;
  for (const field of fields) wrap(field, template);
  const hide = () => {
    for (const field of fields) show(field, false);
  };
  element.addEventListener("submit", hide);
  return () => element.removeEventListener("submit", hide);
}

function wrap(field: HTMLInputElement, template: HTMLTemplateElement): void {
  const focused = document.activeElement === field;
  const box = document.createElement("div");
  box.className = "with-eye";
  field.replaceWith(box);
  box.append(field, template.content.cloneNode(true));
  if (focused) field.focus();
  box.querySelector("button")?.addEventListener("click", () => {
    show(field, field.type === "password");
    field.focus();
  });
}

function show(field: HTMLInputElement, is: boolean): void {
  field.type = is ? "text" : "password";
  field.parentElement?.querySelector("button")?.setAttribute("aria-pressed", String(is));
}
