/** Calling colleagues in a note: @ offers them, and beside the button stands who will be told.
 *
 * On the field: `data-colleagues` the address of those who can be called, `data-reach` the one that
 * answers who will be told. What the server reads out of the text counts, so a name may be typed.
 */
import { finds } from "./hangul.ts";

const MOST = 8;
const PAUSE = 300;
/** What is being called: from an @ that begins a word to the caret. */
const CALLING = /(^|[^\p{L}\p{N}_.+-])@([\p{L}\p{N}_]{0,20})$/u;
const CALLED = /(^|[^\p{L}\p{N}_.+-])@[\p{L}\p{N}_]/u;

/** What stands between the last @ and the caret; undefined when nobody is being called. */
export function calling(before: string): string | undefined {
  return CALLING.exec(before)?.[2];
}

/** The text with the name put where it was being called, and where the caret goes. */
export function called(text: string, caret: number, name: string): [string, number] {
  const typed = calling(text.slice(0, caret)) ?? "";
  const start = caret - typed.length;
  const rest = text.slice(caret);
  const gap = rest.startsWith(" ") ? "" : " ";
  return [`${text.slice(0, start)}${name}${gap}${rest}`, start + name.length + 1];
}

export function listenToMentions(root: HTMLElement): () => void {
  const life = new AbortController();
  const options = { signal: life.signal };
  const offers = new WeakMap<HTMLTextAreaElement, Offer>();
  const offer = (target: EventTarget | null): Offer | undefined => {
    if (!(target instanceof HTMLTextAreaElement) || !target.dataset.colleagues) return undefined;
    const known = offers.get(target) ?? new Offer(target);
    offers.set(target, known);
    return known;
  };
  root.addEventListener("input", (event) => offer(event.target)?.typed(), options);
  root.addEventListener("keydown", (event) => offer(event.target)?.press(event), {
    ...options,
    capture: true,
  });
  root.addEventListener("focusout", (event) => offer(event.target)?.close(), options);
  root.addEventListener(
    "click",
    (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-at]");
      const field = button?.closest("form")?.querySelector<HTMLTextAreaElement>("textarea");
      if (field) offer(field)?.begin();
    },
    options,
  );
  document.addEventListener("noted", () => tell(root, ""), options);
  return () => life.abort();
}

class Offer {
  private list?: HTMLElement;
  private loading?: Promise<HTMLElement>;
  private timer = 0;
  private readonly field: HTMLTextAreaElement;

  constructor(field: HTMLTextAreaElement) {
    this.field = field;
  }

  /** The button puts an @ where the caret is. */
  begin(): void {
    const { field } = this;
    const at = field.selectionStart;
    const gap = at > 0 && !/\s$/.test(field.value.slice(0, at)) ? " @" : "@";
    field.focus();
    field.setRangeText(gap, at, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  typed(): void {
    void this.show();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.reach(), PAUSE);
  }

  press(event: KeyboardEvent): void {
    if (!this.isOpen() || event.isComposing || event.keyCode === 229) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.walk(by);
    else if (event.key === "Enter" || event.key === "Tab") {
      const chosen = this.chosen();
      if (!chosen || event.ctrlKey || event.metaKey) return;
      this.take(chosen);
    } else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  close(): void {
    if (!this.list) return;
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  private async show(): Promise<void> {
    if (this.sought() === undefined) return this.close();
    this.loading ??= this.load();
    this.list = await this.loading;
    const sought = this.sought();
    if (sought === undefined || document.activeElement !== this.field) return this.close();
    let left = MOST;
    for (const line of this.lines()) {
      line.hidden = left === 0 || !finds(line.dataset.name!, sought);
      if (!line.hidden) left -= 1;
    }
    this.list.querySelector<HTMLElement>("[data-none]")!.hidden = left < MOST;
    this.list.hidden = false;
    this.choose(this.shown()[0]);
  }

  private async load(): Promise<HTMLElement> {
    const list = document.createElement("div");
    list.className = "colleagues";
    list.id = "colleagues";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.field.dataset.colleaguesLabel ?? "");
    list.hidden = true;
    const response = await fetch(this.field.dataset.colleagues!);
    list.innerHTML = response.ok ? await response.text() : "<p data-none hidden></p>";
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const line = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (line) this.take(line);
    });
    this.field.after(list);
    this.field.setAttribute("aria-controls", list.id);
    this.field.setAttribute("aria-autocomplete", "list");
    return list;
  }

  private sought(): string | undefined {
    return calling(this.field.value.slice(0, this.field.selectionStart));
  }

  private isOpen(): boolean {
    return this.list !== undefined && !this.list.hidden;
  }

  private lines(): HTMLElement[] {
    return [...this.list!.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private shown(): HTMLElement[] {
    return this.lines().filter((line) => !line.hidden);
  }

  private chosen(): HTMLElement | undefined {
    return this.shown().find((line) => line.getAttribute("aria-selected") === "true");
  }

  private choose(line: HTMLElement | undefined): void {
    for (const each of this.lines()) each.setAttribute("aria-selected", String(each === line));
    if (line) this.field.setAttribute("aria-activedescendant", line.id);
    line?.scrollIntoView({ block: "nearest" });
  }

  private walk(by: number): void {
    const shown = this.shown();
    const at = shown.indexOf(this.chosen()!);
    this.choose(shown[(at + by + shown.length) % shown.length]);
  }

  private take(line: HTMLElement): void {
    const { field } = this;
    const [text, caret] = called(field.value, field.selectionStart, line.dataset.name!);
    field.value = text;
    field.setSelectionRange(caret, caret);
    this.close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Asks who will be told of the text as it stands. */
  private async reach(): Promise<void> {
    const form = this.field.form;
    if (!form || !this.field.isConnected) return;
    if (!CALLED.test(this.field.value)) return tell(form, "");
    const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    const asked = this.field.value;
    const response = await fetch(this.field.dataset.reach!, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ memo: asked }),
      redirect: "manual",
    });
    if (response.ok && this.field.value === asked) tell(form, await response.text());
  }
}

function tell(root: HTMLElement, html: string): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-told]")) place.innerHTML = html;
}
