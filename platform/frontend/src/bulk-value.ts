/** Which value many records get is asked in a drawer over the list; without scripts it is a page. */
import htmx from "htmx.org/dist/htmx.esm.js";

export function startBulkValues(signal: AbortSignal): void {
  document.addEventListener("click", (event) => void begin(event), { signal });
  document.addEventListener("change", (event) => void change(event), { signal });
}

/** A field was chosen in the bar of chosen rows. */
async function begin(event: MouseEvent): Promise<void> {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-bulk-value]");
  const drawer = document.getElementById("bulk-drawer") as HTMLDialogElement | null;
  if (!button?.form || !drawer) return;
  event.preventDefault();
  button.closest("details")?.removeAttribute("open");
  const values = new FormData(button.form, button);
  const body = drawer.querySelector<HTMLElement>(".drawer-body")!;
  if (!(await ask(button.formAction, values, body))) return button.form.requestSubmit(button);
  drawer.showModal();
  body.querySelector<HTMLElement>(".field ~ .field :is(input, select, textarea)")?.focus();
}

/** Another field was chosen in the form itself. */
async function change(event: Event): Promise<void> {
  const select = (event.target as Element).closest<HTMLSelectElement>("[data-bulk-field]");
  const body = select?.form?.parentElement;
  if (!select?.form || !body) return;
  if (await ask(select.form.action, new FormData(select.form), body)) {
    body.querySelector<HTMLElement>("[data-bulk-field]")?.focus();
  } else {
    select.form.submit();
  }
}

/** Puts the form that the server answers with into `body`; false when it answers with none. */
async function ask(address: string, values: FormData, body: HTMLElement): Promise<boolean> {
  const pairs = new URLSearchParams([...values].map(([name, value]) => [name, String(value)]));
  try {
    const headers = { "HX-Request": "true" };
    const answer = await fetch(address, { method: "POST", body: pairs, headers });
    if (!answer.ok || answer.redirected) return false;
    body.innerHTML = await answer.text();
  } catch {
    return false;
  }
  htmx.process(body);
  document.dispatchEvent(new Event("htmx:after:swap"));
  return true;
}
