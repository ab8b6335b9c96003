/** Keys that act from anywhere on a page.
 *
 *   data-key="n"    on a button or link clicks it; on a field focuses it
 *   data-go="g c"   on a link, shown or not, follows it
 *   ?               opens the list of all of them
 *
 * No key is taken while one is typing, while a Korean syllable is being composed, or while a dialog
 * is open.
 */
import { openKeySheet } from "./key-sheet.ts";

const PAUSE = 900;
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
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
    if (event.key === "?") {
      event.preventDefault();
      openKeySheet();
      return;
    }
    const known = shortcuts();
    const shortcut = sequence.next(latin(event), event.timeStamp, new Set(known.keys()));
    if (!shortcut) return;
    event.preventDefault();
    act(known.get(shortcut)!);
  });
}

/** The letter of the key, also while the keyboard writes Hangul: ㅜ stands where N is. */
export function latin({ key, code }: { key: string; code?: string }): string {
  const isHangul = /^[\u3131-\u318e]$/.test(key);
  return isHangul && code?.startsWith("Key") ? code.slice(3).toLowerCase() : key;
}

function shortcuts(): Map<string, HTMLElement> {
  const everywhere = document.querySelectorAll<HTMLElement>("[data-go]");
  const here = shown(document.querySelectorAll<HTMLElement>("[data-key]"));
  return new Map([
    ...[...everywhere].map((each) => [each.dataset.go!, each] as const),
    ...here.map((each) => [each.dataset.key!, each] as const),
  ]);
}

function act(element: HTMLElement): void {
  if (element.matches(FIELD)) {
    element.focus();
    return;
  }
  element.click();
  // A menu that was opened by a key is walked by keys.
  element.closest("summary")?.focus();
}

function shown(elements: Iterable<HTMLElement>): HTMLElement[] {
  return [...elements].filter((element) => element.offsetParent !== null);
}
