/** Deciding about pairs by keys: up and down go on, left and right take a side, Ctrl+Enter merges. */
import type { Destroy } from "../islands.ts";

export function mount(element: HTMLElement): Destroy {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      document.querySelector<HTMLButtonElement>("[data-merge]")?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.matches("input:not([type=radio]), textarea, select")) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") takeSide(element, event);
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") goOn(element, event);
  };
  const onSwap = (event: Event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-swap]");
    if (!button) return;
    event.preventDefault();
    swap(button);
  };
  document.addEventListener("keydown", onKey, true);
  element.addEventListener("click", onSwap);
  return () => {
    document.removeEventListener("keydown", onKey, true);
    element.removeEventListener("click", onSwap);
  };
}

/** The row with the focus, else the first in which something can be chosen. */
function rowOf(element: HTMLElement): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>("[data-row]");
  return focused ?? element.querySelector<HTMLElement>("[data-row]:has(input)");
}

function takeSide(element: HTMLElement, event: KeyboardEvent): void {
  const inputs = rowOf(element)?.querySelectorAll<HTMLInputElement>("input[type=radio]");
  const wanted = inputs?.[event.key === "ArrowLeft" ? 0 : 1];
  if (!wanted) return;
  event.preventDefault();
  event.stopPropagation();
  wanted.focus();
  if (!wanted.checked) wanted.click();
}

/** With the focus in a row to the next row, else to the next pair. */
function goOn(element: HTMLElement, event: KeyboardEvent): void {
  const focused = document.activeElement?.closest<HTMLElement>("[data-row]");
  event.preventDefault();
  event.stopPropagation();
  if (focused) {
    const rows = [...element.querySelectorAll<HTMLElement>("[data-row]:has(input)")];
    const next = rows[rows.indexOf(focused) + (event.key === "ArrowDown" ? 1 : -1)];
    next?.querySelector<HTMLInputElement>("input:checked")?.focus();
    return;
  }
  const way = event.key === "ArrowDown" ? "[data-following]" : "[data-previous]";
  document.querySelector<HTMLElement>(way)?.click();
}

/** The other record stays: what was chosen keeps its side, so every choice turns round with it. */
function swap(button: HTMLButtonElement): void {
  const form = button.form!;
  form.querySelector<HTMLInputElement>("input[name=kept]")!.value = button.value;
  for (const input of form.querySelectorAll<HTMLInputElement>("input[type=radio]")) {
    input.value = input.value === "kept" ? "gone" : "kept";
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
