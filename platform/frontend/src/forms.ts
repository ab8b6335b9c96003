/** A form is sent once: its button shows that it works until the next page comes.
 *
 * Not for forms that answer with a file (`data-download`): no page follows them. htmx has its own
 * way (hx-disable), so its forms are left alone.
 */
import { startSteppers } from "./stepper.ts";

const OURS = "form:not([data-download], [hx-post], [hx-get], [hx-put], [hx-delete])";

export function startForms(): void {
  startSteppers();
  mix();
  document.addEventListener("htmx:after:swap", mix);
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (event.defaultPrevented || !button || !form.matches(OURS)) return;
    if (form.method === "dialog") return;
    // After this turn: a disabled button would not send its own name and value.
    setTimeout(() => busy(button, true));
  });
  // No page follows a file: the dialog that asked what for is done.
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || !form.matches("dialog form[data-download]")) return;
    setTimeout(() => form.closest("dialog")?.close());
  });
  // Coming back by the Back button shows the page as it was left.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-busy]")) {
      busy(button, false);
    }
  });
  document.addEventListener("change", (event) => {
    const field = (event.target as Element).closest<HTMLSelectElement>("[data-submits]");
    field?.form?.requestSubmit();
  });
}

/** HTML has no word for a box that stands for some of many: `data-mixed` is ours. */
function mix(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("input[data-mixed]")) {
    box.indeterminate = true;
  }
}

/** The button waits for an answer, or may be pressed again. */
export function busy(button: HTMLButtonElement, is: boolean): void {
  button.disabled = is;
  button.toggleAttribute("data-busy", is);
  button.setAttribute("aria-busy", String(is));
}
