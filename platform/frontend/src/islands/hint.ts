/** The form by which a screen is shown to colleagues, in the drawer over every screen.
 *
 * Ctrl+Enter sends. Escape, Close and a click beside the drawer leave; what was written is asked
 * about first. Once it is sent the drawer closes, and the focus is where one came from.
 */
import type { Destroy } from "../islands.ts";
import { written } from "../written.ts";

export function mount(element: HTMLElement): Destroy {
  const form = element as HTMLFormElement;
  const drawer = form.closest("dialog")!;
  const leaving = document.getElementById("hint-leave") as HTMLDialogElement;
  const before = written(new FormData(form));
  const ending = new AbortController();
  const options = { signal: ending.signal };

  const close = () => drawer.close();
  const leave = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    const isWritten = form.matches("[data-refused]") || written(new FormData(form)) !== before;
    if (isWritten) leaving.showModal();
    else close();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(document.querySelector<HTMLButtonElement>("#hint-send:enabled"));
    } else if (event.key === "Escape" && !leaving.open && !drawer.querySelector(":popover-open")) {
      leave(event);
    }
  };
  const clicked = (event: MouseEvent) => {
    const target = event.target as Element;
    const closes = target.closest(`[commandfor="${drawer.id}"][command=close]`);
    const beside = target === drawer && event.clientX < drawer.getBoundingClientRect().left;
    if (closes || beside) leave(event);
  };
  drawer.addEventListener("keydown", pressed, options);
  drawer.addEventListener("cancel", (event) => event.target === drawer && leave(event), options);
  drawer.addEventListener("click", clicked, options);
  drawer.addEventListener("close", (event) => event.target === drawer && form.parentElement?.remove(), options);
  leaving.querySelector("[data-hint-drop]")!.addEventListener("click", () => {
    leaving.close();
    close();
  }, options);
  document.addEventListener("hint-sent", close, options);
  focusFirst(form);
  return () => ending.abort();
}

/** What is wrong, else the receivers while nobody is chosen, else the note. */
function focusFirst(form: HTMLFormElement): void {
  const wrong = form.querySelector<HTMLElement>("[aria-invalid=true]");
  const choose = form.querySelector<HTMLElement>(".choose")!;
  if (wrong || new FormData(form).has("to")) (wrong ?? form.querySelector("textarea"))!.focus();
  // The choice takes the focus itself once it has become a field one can write into.
  else if (!choose.matches(".mounted")) choose.dataset.focus = "";
  else choose.querySelector<HTMLElement>("[role=combobox]")!.focus();
}
