/** A record's page and its form: values that change where they stand, notes by keys, tabs that tell which is open, saving and going back. */
import { asks } from "../asked.ts";
import { listenToComposers } from "../composer.ts";
import { listenToFacts } from "../facts.ts";
import type { Destroy } from "../islands.ts";

const FIELD = "input, textarea, select";

export function mount(element: HTMLElement): Destroy {
  const stop = listenToComposers(element);
  const stopAsking = asks(element);
  const stopFacts = listenToFacts(element);
  const onClick = (event: Event) => {
    const tab = (event.target as Element).closest<HTMLElement>("[data-tab]");
    if (tab) markTab(tab);
  };
  const onKey = (event: KeyboardEvent) => {
    if (element instanceof HTMLFormElement) formKey(element, event);
  };
  element.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  return () => {
    stop();
    stopAsking();
    stopFacts();
    element.removeEventListener("click", onClick);
    document.removeEventListener("keydown", onKey);
  };
}

function markTab(chosen: HTMLElement): void {
  for (const tab of chosen.parentElement!.querySelectorAll("[data-tab]")) {
    tab.removeAttribute("aria-current");
  }
  chosen.setAttribute("aria-current", "page");
}

/** Ctrl+Enter saves. Escape leaves the field first, and the form after. */
function formKey(form: HTMLFormElement, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(document.querySelector<HTMLButtonElement>("[data-save]"));
  } else if (event.key === "Escape") {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.matches(FIELD)) focused.blur();
    else document.querySelector<HTMLElement>("[data-back]")?.click();
  }
}
