import { listenToMentions } from "./mentions.ts";

/** Fields for notes: Ctrl+Enter sends, `data-focus="id"` goes there, what was kept is cleared. */
export function listenToComposers(root: HTMLElement): () => void {
  const stopMentions = listenToMentions(root);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-composer]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  };
  const onClick = (event: Event) => {
    const target = event.target as Element;
    const button = target.closest<HTMLElement>("[data-focus]");
    if (button) goTo(root, button.dataset.focus!);
    // The kind that is chosen already changes nothing when its key is pressed.
    if (target.matches("label.composer-kind")) target.closest("form")?.querySelector("textarea")?.focus();
  };
  const onKind = (event: Event) => {
    const radio = event.target as HTMLInputElement;
    if (radio.name === "kind") radio.form?.querySelector("textarea")?.focus();
  };
  const onNoted = () => {
    for (const form of root.querySelectorAll<HTMLFormElement>("form[data-composer]")) form.reset();
  };
  root.addEventListener("keydown", onKey);
  root.addEventListener("click", onClick);
  root.addEventListener("change", onKind);
  document.addEventListener("noted", onNoted);
  return () => {
    stopMentions();
    root.removeEventListener("keydown", onKey);
    root.removeEventListener("click", onClick);
    root.removeEventListener("change", onKind);
    document.removeEventListener("noted", onNoted);
  };
}

/** Moves to a field; where its tab is not open, that one opens first. */
function goTo(root: HTMLElement, id: string): void {
  const field = document.getElementById(id);
  if (field) return field.focus();
  const tab = root.querySelector<HTMLElement>("[data-tab=timeline]");
  if (!tab) return;
  document.addEventListener("htmx:after:swap", () => document.getElementById(id)?.focus(), {
    once: true,
  });
  tab.click();
}
