/** The designer of record pages: things move by dragging and by keys. Without it their buttons do. */
import { dragsLists } from "../drag-lists.ts";
import type { Destroy } from "../islands.ts";

export function mount(form: HTMLFormElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  let isSaving = false;
  const mark = () => form.querySelector("[data-unsaved]")?.removeAttribute("hidden");
  dragsLists(form, { moved: mark, says: (what, item) => say(form, what, item) }, life.signal);
  form.addEventListener("change", mark, options);
  form.addEventListener("submit", () => (isSaving = true), options);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    form.requestSubmit();
  }, options);
  window.addEventListener("beforeunload", (event) => {
    if (!isSaving && form.querySelector("[data-unsaved]:not([hidden])")) event.preventDefault();
  }, options);
  form.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-unsaved] a")) isSaving = true;
  }, options);
  return () => life.abort();
}

function say(form: HTMLFormElement, what: string, item: HTMLElement): void {
  const list = item.parentElement!;
  const facts: Record<string, string | number> = {
    name: item.dataset.name!,
    list: list.dataset.list!,
    place: [...list.children].indexOf(item) + 1,
    count: list.children.length,
  };
  const words = form.dataset[what]!.replaceAll(/\{(\w+)\}/g, (_, name) => String(facts[name]));
  form.querySelector("#layout-says")!.textContent = words;
}
