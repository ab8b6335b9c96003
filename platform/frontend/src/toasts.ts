/** Short answers at the lower right: at most three, eight seconds each, hovering stops the time.
 *
 * The server writes them as messages or sends `HX-Trigger: {"toast": {"text": "...", ...}}`.
 */
const LIMIT = 3;

export interface Toast {
  text?: string;
  /** Instead of `text`: the name of a sentence that the page carries as data-<name>. */
  textFrom?: string;
  kind?: "info" | "success" | "warning" | "error";
  /** Where undoing is posted to; the toast then has an undo button. */
  undo?: string;
}

export function startToasts(): void {
  for (const element of area()?.querySelectorAll<HTMLElement>(".toast") ?? []) {
    live(element);
  }
  document.addEventListener("toast", (event) => toast((event as CustomEvent<Toast>).detail));
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-close-toast]");
    button?.closest(".toast")?.remove();
  });
  document.addEventListener("animationend", (event) => {
    if (event.animationName === "run-out") {
      (event.target as Element).closest(".toast")?.remove();
    }
  });
}

/** Shows a toast. Without an area for them on the page nothing happens. */
export function toast({ text, textFrom, kind = "info", undo }: Toast): void {
  const shelf = area();
  const template = document.getElementById(`toast-${kind}`) as HTMLTemplateElement | null;
  const sentence = text ?? (textFrom && shelf?.dataset[textFrom]);
  if (!shelf || !template || !sentence) return;

  const element = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
  element.querySelector(".toast-text")!.textContent = sentence;
  const form = element.querySelector<HTMLFormElement>("form")!;
  if (undo) {
    form.action = undo;
  } else {
    form.remove();
  }
  shelf.append(element);
  live(element);
  while (shelf.querySelectorAll(".toast").length > LIMIT) {
    shelf.querySelector(".toast")!.remove();
  }
}

/** Errors stay until they are closed; everything else runs out. */
function live(element: HTMLElement): void {
  if (!element.classList.contains("error")) {
    element.classList.add("timed");
  }
}

function area(): HTMLElement | null {
  return document.getElementById("toasts");
}
