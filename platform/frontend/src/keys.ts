/** Keys that act from anywhere on a page: `data-key="n"` or `data-key="g c"` on what they click.
 *
 * A field with the attribute is focused instead. No key is taken while one is typing, while a
 * Korean syllable is being composed, or while a dialog is open.
 */
const PAUSE = 900;
const TYPING = "input, textarea, select, [contenteditable=true]";
const FIELD = "input, textarea, select";

export interface KeyPress {
  key: string;
  keyCode: number;
  isComposing: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** Whether the press belongs to an input method, to the browser or to the system. */
export function isTaken(press: KeyPress): boolean {
  const composing = press.isComposing || press.keyCode === 229;
  return composing || press.ctrlKey || press.metaKey || press.altKey;
}

/** Follows presses and tells which of the known shortcuts they complete, "" for none. */
export class Sequence {
  private pressed = "";
  private last = 0;

  next(key: string, at: number, known: ReadonlySet<string>): string {
    const before = at - this.last < PAUSE ? this.pressed : "";
    this.last = at;
    const long = `${before} ${key}`;
    if (before && known.has(long)) return this.complete(long);
    if (known.has(key)) return this.complete(key);
    this.pressed = key;
    return "";
  }

  private complete(shortcut: string): string {
    this.pressed = "";
    return shortcut;
  }
}

export function startKeys(): void {
  const sequence = new Sequence();
  document.addEventListener("keydown", (event) => {
    const target = event.target as Element;
    if (event.defaultPrevented || isTaken(event) || target.closest(TYPING)) return;
    if (document.querySelector("dialog[open]")) return;

    const elements = shown(document.querySelectorAll<HTMLElement>("[data-key]"));
    const known = new Map(elements.map((element) => [element.dataset.key!, element]));
    const shortcut = sequence.next(event.key, event.timeStamp, new Set(known.keys()));
    if (!shortcut) return;
    event.preventDefault();
    act(known.get(shortcut)!);
  });
}

function act(element: HTMLElement): void {
  if (element.matches(FIELD)) {
    element.focus();
  } else {
    element.click();
  }
}

function shown(elements: Iterable<HTMLElement>): HTMLElement[] {
  return [...elements].filter((element) => element.offsetParent !== null);
}
