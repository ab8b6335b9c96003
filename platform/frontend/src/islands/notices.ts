/** The page of notices by keys: j and k walk, Enter opens (the link itself), e marks read. */
import { step } from "../list-keys.ts";
import { isTaken, latin } from "../keys.ts";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";

export function mount(element: HTMLElement): () => void {
  let last = -1;
  const links = () => [...element.querySelectorAll<HTMLElement>(".notice-link")];
  const here = () => {
    const line = document.activeElement?.closest(".notice-line");
    return links().findIndex((link) => link.closest(".notice-line") === line);
  };

  const walk = (by: number) => {
    const all = links();
    const next = step(here(), by, all.length);
    if (next !== undefined) all[next]!.focus();
  };
  const mark = () => {
    last = here();
    links()[last]?.closest(".notice-line")?.querySelector<HTMLButtonElement>("button")?.click();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isTaken(event)) return;
    if ((event.target as Element).closest(TYPING) || document.querySelector("dialog[open]")) return;
    const key = latin(event);
    if (key === "j" || key === "ArrowDown") walk(1);
    else if (key === "k" || key === "ArrowUp") walk(-1);
    else if (key === "e" && here() >= 0) mark();
    else return;
    event.preventDefault();
  };
  // The line was put in anew: the keys go on from it.
  const onSwap = () => {
    if (last >= 0 && here() < 0) links()[last]?.focus();
    last = -1;
  };
  document.addEventListener("keydown", onKey);
  document.addEventListener("htmx:after:swap", onSwap);
  return () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("htmx:after:swap", onSwap);
  };
}
