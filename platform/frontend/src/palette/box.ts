/** The palette's box (U3): the server finds, this moves the choice and opens it.
 *
 * No key is taken while an input method composes a syllable: Enter that ends the composition must
 * not open anything. What is typed is looked up all the same, letter by letter.
 */
import { openDrawer } from "../shell.ts";
import { chooseTheme } from "../theme.ts";
import "./box.css";

const PAUSE = 60;
const ROW = ".palette-row";

export function show(dialog: HTMLDialogElement): void {
  let box = boxes.get(dialog);
  if (!box) boxes.set(dialog, (box = new Box(dialog)));
  box.open();
}

const boxes = new WeakMap<HTMLDialogElement, Box>();

class Box {
  private readonly dialog: HTMLDialogElement;
  private readonly input: HTMLInputElement;
  private readonly results: HTMLElement;
  private scope = "";
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(dialog: HTMLDialogElement) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input")!;
    this.results = dialog.querySelector(".palette-results")!;
    this.input.addEventListener("input", () => this.later());
    dialog.addEventListener("keydown", (event) => this.press(event));
    dialog.addEventListener("click", (event) => this.click(event));
    dialog.addEventListener("mousemove", (event) => this.choose(rowOf(event.target)));
  }

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
    this.scope = "";
    this.input.select();
    this.input.focus();
    void this.ask();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  /** Asks for what the text finds; an answer that was overtaken by a newer question is dropped. */
  private async ask(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const query = new URLSearchParams({ q: this.input.value, scope: this.scope, part: "1" });
    this.results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${this.dialog.dataset.url}?${query}`, { signal: asking.signal });
      if (answer.redirected || !answer.ok) return this.leave();
      const html = await answer.text();
      if (asking !== this.asking) return;
      this.results.innerHTML = html;
      this.shown();
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.results.removeAttribute("aria-busy");
    }
  }

  private shown(): void {
    this.results.removeAttribute("aria-busy");
    const initials = this.results.querySelector("[data-initials]") !== null;
    this.dialog.querySelector<HTMLElement>(".palette-box [data-initials]")!.hidden = !initials;
    this.choose(this.rows()[0]);
  }

  /** The session has ended: the page behind knows what to do. */
  private leave(): void {
    location.reload();
  }

  private rows(): HTMLElement[] {
    return [...this.results.querySelectorAll<HTMLElement>(ROW)];
  }

  private get chosen(): HTMLElement | null {
    return this.results.querySelector<HTMLElement>(`${ROW}[aria-selected="true"]`);
  }

  private choose(row: HTMLElement | null | undefined): void {
    if (!row || row === this.chosen) return;
    this.chosen?.removeAttribute("aria-selected");
    row.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const deed = this.deed(event);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  private deed(event: KeyboardEvent): (() => void) | undefined {
    const held = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case "ArrowDown":
        return () => this.step(1);
      case "ArrowUp":
        return () => this.step(-1);
      case "Enter":
        return () => this.go(this.chosen, held);
      case "Tab":
        return () => this.nextScope(event.shiftKey ? -1 : 1);
      case "ArrowRight":
        return this.isAtEnd() ? this.peek() : undefined;
      default:
        return held && /^[1-9]$/.test(event.key) ? this.numbered(Number(event.key)) : undefined;
    }
  }

  private step(by: number): void {
    const rows = this.rows();
    if (rows.length === 0) return;
    const here = this.chosen ? rows.indexOf(this.chosen) : -1;
    this.choose(rows[(here + by + rows.length) % rows.length]);
  }

  private nextScope(by: number): void {
    const scopes = [...this.results.querySelectorAll<HTMLElement>("[data-scope]")];
    const here = scopes.findIndex((each) => each.hasAttribute("aria-current"));
    this.scope = scopes[(here + by + scopes.length) % scopes.length]?.dataset.scope ?? "";
    void this.ask();
  }

  private isAtEnd(): boolean {
    return this.input.selectionStart === this.input.value.length;
  }

  private peek(): (() => void) | undefined {
    const address = this.chosen?.dataset.peek;
    return address ? () => location.assign(address) : undefined;
  }

  /** Ctrl+1 and so on: the rows that carry a number. */
  private numbered(number: number): (() => void) | undefined {
    const row = this.results.querySelector<HTMLElement>(`${ROW}[data-number="${number}"]`);
    return row ? () => this.go(row, false) : undefined;
  }

  private click(event: MouseEvent): void {
    const target = event.target as Element;
    const scope = target.closest<HTMLElement>("[data-scope]");
    const row = rowOf(target);
    if (target.closest("[data-close]")) return this.dialog.close();
    if (scope) {
      event.preventDefault();
      this.scope = scope.dataset.scope!;
      this.input.focus();
      void this.ask();
    } else if (row && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.go(row, false);
    }
  }

  private go(row: HTMLElement | null, inNewTab: boolean): void {
    if (!row) return;
    const address = row.getAttribute("href") ?? "";
    if (row.dataset.themeChoice) {
      this.dialog.close();
      chooseTheme(row.dataset.themeChoice);
    } else if (row.dataset.drawer && !inNewTab) {
      this.dialog.close();
      if (!openDrawer(row as HTMLAnchorElement)) location.assign(address);
    } else if (row.dataset.postName) {
      post(address, row.dataset.postName, row.dataset.postValue ?? "");
    } else if (inNewTab) {
      window.open(address, "_blank", "noopener");
    } else {
      this.dialog.close();
      location.assign(address);
    }
  }
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element).closest<HTMLElement>(ROW);
}

/** Sends one value as a form, with the page's token, and comes back to this page. */
function post(address: string, name: string, value: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  const fields = {
    csrfmiddlewaretoken: headers["X-CSRFToken"] ?? "",
    next: location.pathname + location.search,
    [name]: value,
  };
  for (const [key, text] of Object.entries(fields)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: key, value: text });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
