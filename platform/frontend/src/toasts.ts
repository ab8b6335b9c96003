/** Short answers at the lower right: at most three, eight seconds each, hovering stops the time.
 *
 * The server writes them as messages or sends `HX-Trigger: {"toast": {"text": "...", ...}}`.
 * Ctrl+Z presses the undo of the newest; of a deed whose answer is still on its way, when it comes.
 */
import { underWay } from "./post.ts";

const LIMIT = 3;
/** Milliseconds from an answer to its toast. */
const TOLD = 500;

/** Whether the undo of what is on its way was asked for already. */
let asked = false;

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
  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!isUndo || event.shiftKey || event.isComposing || isTyping(event.target)) return;
    if (awaits()) return event.preventDefault();
    const undos = area()?.querySelectorAll<HTMLFormElement>(".toast form");
    const last = undos?.[undos.length - 1];
    if (!last) return;
    event.preventDefault();
    last.requestSubmit();
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
  if (undo && asked) form.requestSubmit();
  asked = false;
  while (shelf.querySelectorAll(".toast").length > LIMIT) {
    shelf.querySelector(".toast")!.remove();
  }
}

/** Whether something is on its way, whose undo will then be pressed as soon as it is there. */
function awaits(): boolean {
  const answers = underWay();
  if (!answers) return false;
  asked = true;
  void answers.then(() => setTimeout(() => (asked = false), TOLD));
  return true;
}

/** While one types, Ctrl+Z belongs to the text. */
function isTyping(target: EventTarget | null): boolean {
  return (target as Element).closest("input, textarea, select, [contenteditable=true]") !== null;
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
