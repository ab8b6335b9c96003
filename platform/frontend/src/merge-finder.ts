/** `{` in a text opens a small list of merge fields: letters narrow it, Enter or Tab puts one in.
 *
 * The fields are those of the form's own merge buttons. IME-safe: keys of a composition are left
 * alone.
 */
import { isTaken } from "./keys.ts";

type TextControl = HTMLTextAreaElement | HTMLInputElement;

interface Choice {
  label: string;
  code: string;
}

/** What stands between the last `{` and the caret; undefined when no field is being asked for. */
export function askedFor(text: string, caret: number): string | undefined {
  const found = /\{\{?\s*([^{}\s]*)$/u.exec(text.slice(0, caret));
  return found?.[1];
}

/** Those whose label or code begins with what was typed, in their order; then those that hold it. */
export function matching(choices: readonly Choice[], typed: string): Choice[] {
  const lower = typed.toLowerCase();
  const holds = ({ label, code }: Choice) => `${label} ${code}`.toLowerCase().includes(lower);
  const begins = ({ label }: Choice) => label.toLowerCase().startsWith(lower);
  return [...choices.filter(begins), ...choices.filter((each) => holds(each) && !begins(each))];
}

export class Finder {
  private readonly list = document.createElement("ul");
  private readonly choices: Choice[];
  private field?: TextControl;
  private at = 0;
  private readonly form: HTMLFormElement;

  constructor(form: HTMLFormElement) {
    this.form = form;
    this.choices = [...form.querySelectorAll<HTMLElement>(".merge-field[data-code]")].map((button) => ({
      label: button.textContent!.trim(),
      code: button.dataset.code!,
    }));
    this.list.className = "finder";
    this.list.id = "merge-finder";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    form.append(this.list);
    form.addEventListener("input", this.typed);
    form.addEventListener("keydown", this.pressed);
    form.addEventListener("focusout", this.left);
    this.list.addEventListener("mousedown", this.clicked);
  }

  destroy(): void {
    this.form.removeEventListener("input", this.typed);
    this.form.removeEventListener("keydown", this.pressed);
    this.form.removeEventListener("focusout", this.left);
    this.list.remove();
  }

  private readonly typed = (event: Event): void => {
    const field = event.target as TextControl;
    if (!field.matches("textarea, #id_subject")) return;
    const asked = askedFor(field.value, field.selectionStart ?? 0);
    const found = asked === undefined ? [] : matching(this.choices, asked);
    if (found.length === 0) return this.close();
    this.field = field;
    this.at = 0;
    this.list.replaceChildren(...found.map((choice, at) => this.line(choice, at)));
    this.list.hidden = false;
    this.place(field);
    this.mark();
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (this.list.hidden || isTaken(event)) return;
    const lines = this.list.children.length;
    const step = { ArrowDown: 1, ArrowUp: lines - 1 }[event.key];
    if (step) {
      this.at = (this.at + step) % lines;
      this.mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.put(this.list.children[this.at] as HTMLElement);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly left = (): void => this.close();

  private readonly clicked = (event: Event): void => {
    event.preventDefault();
    const line = (event.target as Element).closest<HTMLElement>("[data-code]");
    if (line) this.put(line);
  };

  private line({ label, code }: Choice, at: number): HTMLElement {
    const line = document.createElement("li");
    line.id = `merge-finder-${at}`;
    line.setAttribute("role", "option");
    line.dataset.code = code;
    line.textContent = label;
    return line;
  }

  private mark(): void {
    [...this.list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === this.at)));
    this.field?.setAttribute("aria-activedescendant", `merge-finder-${this.at}`);
    this.field?.setAttribute("aria-controls", this.list.id);
  }

  private put(line: HTMLElement): void {
    const field = this.field;
    if (!field) return;
    const caret = field.selectionStart ?? 0;
    const start = field.value.slice(0, caret).search(/[#$]?\{\{?\s*[^{}\s]*$/u);
    this.close();
    field.setRangeText(line.dataset.code!, start, caret, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private close(): void {
    this.list.hidden = true;
    this.field?.removeAttribute("aria-activedescendant");
  }

  /** Below the line of the caret: a copy of the text, laid out alike, tells where that is. */
  private place(field: TextControl): void {
    const mirror = document.createElement("div");
    const style = getComputedStyle(field);
    for (const name of ["font", "padding", "border", "line-height", "letter-spacing", "word-break"]) {
      mirror.style.setProperty(name, style.getPropertyValue(name));
    }
    mirror.style.cssText += `;position:absolute;visibility:hidden;white-space:pre-wrap;width:${field.clientWidth}px`;
    mirror.textContent = field.value.slice(0, field.selectionStart ?? 0);
    const caret = document.createElement("span");
    caret.textContent = "\u200b";
    mirror.append(caret);
    document.body.append(mirror);
    const box = field.getBoundingClientRect();
    const own = this.form.getBoundingClientRect();
    const left = Math.min(caret.offsetLeft, field.clientWidth - 160);
    const top = Math.min(caret.offsetTop - field.scrollTop + 24, field.clientHeight + 4);
    this.list.style.left = `${box.left - own.left + Math.max(0, left)}px`;
    this.list.style.top = `${box.top - own.top + this.form.scrollTop + top}px`;
    mirror.remove();
  }
}
