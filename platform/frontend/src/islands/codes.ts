/** A list of codes: lines change places, and there is always an empty one for the next code. */
import type { Destroy } from "../islands.ts";

export function mount(element: HTMLElement): Destroy {
  const lines = element.querySelector<HTMLElement>("[data-lines]")!;
  const onClick = (event: Event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-step]");
    if (button) step(button, Number(button.dataset.step));
  };
  const onInput = () => keepEmptyLine(lines);
  element.addEventListener("click", onClick);
  lines.addEventListener("input", onInput);
  return () => {
    element.removeEventListener("click", onClick);
    lines.removeEventListener("input", onInput);
  };
}

function step(button: HTMLElement, by: number): void {
  const line = button.closest<HTMLElement>("[data-line]")!;
  const beside = by < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (!beside) return;
  if (by < 0) beside.before(line);
  else beside.after(line);
  button.focus();
}

/** A copy of the empty line below, once something is written into the last one. */
function keepEmptyLine(lines: HTMLElement): void {
  const empty = [...lines.querySelectorAll<HTMLElement>("[data-line]")].filter(isNew);
  const last = empty.at(-1);
  if (!last || !words(last).value) return;
  const fresh = last.cloneNode(true) as HTMLElement;
  for (const input of fresh.querySelectorAll("input")) input.value = "";
  last.after(fresh);
}

function isNew(line: HTMLElement): boolean {
  return !line.querySelector<HTMLInputElement>("[name=value]")!.value;
}

function words(line: HTMLElement): HTMLInputElement {
  return line.querySelector<HTMLInputElement>("[name=words]")!;
}
