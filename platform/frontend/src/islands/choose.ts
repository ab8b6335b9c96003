/** A <select> that one can find in: by letters, by first consonants (초성), by digits 1-9 (U10).
 *
 * The select is what the form sends and hears `change`; of several (`multiple`) it is boxes to tick,
 * with chips before the finding row. No key is taken while a Korean syllable is being composed. In a
 * cell (`.cell`) the list opens at once; leaving it sends `choose-cancel`.
 */
import "./choose.css";
import { selectBehind, tick } from "../choice-boxes.ts";
import { chip, line, none } from "../choice-lines.ts";
import { placeBelow } from "../choice-place.ts";
import { finds } from "../hangul.ts";
import { isTaken } from "../keys.ts";

let serial = 0;

export function mount(element: HTMLElement): () => void {
  const choice = new Choice(element);
  return () => choice.destroy();
}

class Choice {
  private readonly root: HTMLElement;
  private readonly select: HTMLSelectElement;
  private readonly boxes: HTMLElement | null;
  private readonly field = document.createElement("div");
  private readonly search = document.createElement("input");
  private readonly pop = document.createElement("div");
  private readonly list = document.createElement("ul");
  private readonly stop = new AbortController();
  private readonly id = `choose-${++serial}`;
  private shown: HTMLOptionElement[] = [];
  private active = -1;

  constructor(root: HTMLElement) {
    this.root = root;
    this.boxes = root.querySelector(".choose-boxes");
    this.select = this.boxes ? selectBehind(this.boxes) : root.querySelector("select")!;
    this.build();
    this.listen();
    this.drawField();
    if (root.classList.contains("cell")) this.open();
    else if ("focus" in root.dataset || document.activeElement === this.select) this.focus();
  }

  destroy(): void {
    this.stop.abort();
    this.field.remove();
    this.pop.remove();
    if (this.boxes) this.select.remove();
    this.root.classList.remove("mounted");
  }

  private build(): void {
    const { select } = this;
    const label = select.getAttribute("aria-label") ?? select.labels?.[0]?.textContent ?? "";
    this.root.classList.add("mounted");
    this.select.tabIndex = -1;
    this.select.setAttribute("aria-hidden", "true");
    this.field.className = this.isMultiple() ? "input multi choose-field" : "input choose-field";
    this.search.type = "text";
    this.search.autocomplete = "off";
    this.search.placeholder = this.root.dataset.find ?? "";
    this.list.id = this.id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.setAttribute("aria-multiselectable", String(this.isMultiple()));
    this.combobox(this.search, label);
    this.pop.className = "menu-list choose-pop";
    this.pop.popover = "manual";
    if (this.isMultiple()) {
      this.field.append(this.search);
    } else {
      this.field.tabIndex = this.select.disabled ? -1 : 0;
      this.field.setAttribute("role", "button");
      this.field.setAttribute("aria-haspopup", "listbox");
      const row = document.createElement("div");
      row.className = "menu-search";
      row.append(this.search);
      this.pop.append(row);
    }
    this.pop.append(this.list);
    this.root.append(this.field, this.pop);
  }

  private combobox(input: HTMLInputElement, label: string): void {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-label", label || (this.root.dataset.find ?? ""));
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.id);
    input.setAttribute("aria-expanded", "false");
    input.disabled = this.select.disabled;
  }

  private listen(): void {
    const { signal } = this.stop;
    this.field.addEventListener("click", (event) => this.fieldClicked(event), { signal });
    this.field.addEventListener("keydown", (event) => this.fieldPressed(event), { signal });
    this.search.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.search.addEventListener("input", () => this.find(), { signal });
    this.search.addEventListener("focus", () => this.isMultiple() && this.open(), { signal });
    // The row keeps the focus: a press on a line must not take it.
    this.list.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    this.list.addEventListener("click", (event) => this.lineClicked(event), { signal });
    this.root.addEventListener("focusout", (event) => {
      if (!this.root.contains(event.relatedTarget as Node | null)) this.close(false);
    }, { signal });
    const again = () => setTimeout(() => this.drawField());
    this.select.form?.addEventListener("reset", again, { signal });
    this.select.addEventListener("focus", () => this.focus(), { signal });
  }

  private isMultiple(): boolean {
    return this.select.multiple;
  }

  private isOpen(): boolean {
    return this.pop.matches(":popover-open");
  }

  private focus(): void {
    (this.isMultiple() ? this.search : this.field).focus();
  }

  private open(): void {
    // A cell may have been let go, or its list renewed, before its choices were there.
    if (this.isOpen() || this.select.disabled || !this.pop.isConnected) return;
    this.pop.showPopover();
    this.search.value = "";
    this.expanded(true);
    this.find();
    this.place();
    if (!this.isMultiple()) this.search.focus();
  }

  private close(back: boolean): void {
    if (!this.isOpen()) return;
    this.pop.hidePopover();
    this.expanded(false);
    this.search.value = "";
    if (back) this.focus();
    if (this.root.classList.contains("cell")) {
      this.root.dispatchEvent(new CustomEvent("choose-cancel", { bubbles: true }));
    }
  }

  private expanded(is: boolean): void {
    this.search.setAttribute("aria-expanded", String(is));
    if (!this.isMultiple()) this.field.setAttribute("aria-expanded", String(is));
  }

  private place(): void {
    placeBelow(this.pop, this.field);
  }

  private find(): void {
    if (!this.isOpen()) this.open();
    const typed = this.search.value;
    this.shown = [...this.select.options].filter(
      (option) => option.value !== "" && finds(option.text, typed),
    );
    const chosen = this.shown.findIndex((option) => option.selected);
    this.active = typed || chosen < 0 ? 0 : chosen;
    this.drawList();
  }

  private drawList(): void {
    const digits = !this.search.value;
    const lines = this.shown.map((option, place) =>
      line(option, { id: `${this.id}-${place}`, place, digits, sign: this.sign(option) }),
    );
    this.list.replaceChildren(...(lines.length ? lines : [none(this.root.dataset.none ?? "")]));
    this.mark();
  }

  /** The sign of an option, as the server drew it. */
  private sign(option: HTMLOptionElement): Node | undefined {
    const marks = this.root.querySelector<HTMLTemplateElement>("template")?.content;
    return marks?.querySelector(`[data-for="${CSS.escape(option.value)}"]`)?.cloneNode(true);
  }

  private mark(): void {
    for (const line of this.list.children) line.classList.remove("active");
    const line = this.list.children[this.active] as HTMLElement | undefined;
    if (!line?.id) return this.search.removeAttribute("aria-activedescendant");
    line.classList.add("active");
    line.scrollIntoView({ block: "nearest" });
    this.search.setAttribute("aria-activedescendant", line.id);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229) return;
    const typed = this.search.value;
    if (event.key === "Escape" && this.isOpen()) {
      event.stopPropagation();
      event.preventDefault();
      this.close(true);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.isOpen()) {
      event.preventDefault();
      this.take(this.shown[this.active]);
    } else if (event.key === "Backspace" && !typed && this.isMultiple()) {
      this.drop(this.select.selectedOptions[this.select.selectedOptions.length - 1]);
    } else if (/^[1-9]$/.test(event.key) && !typed && !isTaken(event)) {
      const option = this.shown[Number(event.key) - 1];
      if (!option) return;
      event.preventDefault();
      this.take(option);
    }
  }

  private step(by: number): void {
    if (!this.isOpen()) return this.open();
    if (this.shown.length === 0) return;
    this.active = (this.active + by + this.shown.length) % this.shown.length;
    this.mark();
  }

  private fieldPressed(event: KeyboardEvent): void {
    if (event.target !== this.field) return;
    if (["Enter", " ", "ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      this.open();
    }
  }

  private fieldClicked(event: Event): void {
    const code = (event.target as Element).closest<HTMLElement>("[data-drop]")?.dataset.drop;
    if (code !== undefined) {
      this.drop([...this.select.options].find((option) => option.value === code));
    } else if (this.isOpen() && !this.isMultiple()) {
      this.close(true);
    } else if (this.isMultiple()) {
      this.search.focus();
      this.open();
    } else {
      this.open();
    }
  }

  private lineClicked(event: Event): void {
    const place = (event.target as Element).closest<HTMLElement>("[data-place]")?.dataset.place;
    if (place !== undefined) this.take(this.shown[Number(place)]);
  }

  private take(option: HTMLOptionElement | undefined): void {
    if (!option) return;
    if (this.isMultiple()) {
      option.selected = !option.selected;
      this.search.value = "";
      this.changed();
      this.find();
      this.place();
      return;
    }
    const same = option.selected;
    option.selected = true;
    // Before `change`, which may swap the whole cell away.
    this.pop.hidePopover();
    this.expanded(false);
    this.drawField();
    this.focus();
    if (!same) this.changed();
    else this.root.dispatchEvent(new CustomEvent("choose-cancel", { bubbles: true }));
  }

  private drop(option: HTMLOptionElement | undefined): void {
    if (!option) return;
    option.selected = false;
    this.changed();
    if (this.isOpen()) this.find();
    this.search.focus();
  }

  private changed(): void {
    this.drawField();
    if (this.boxes) tick(this.boxes, this.select);
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private drawField(): void {
    if (this.isMultiple()) {
      for (const chip of this.field.querySelectorAll(".badge")) chip.remove();
      const chosen = [...this.select.selectedOptions];
      this.search.before(...chosen.map((option) => chip(option, this.root.dataset.remove ?? "")));
      return;
    }
    const option = this.select.selectedOptions[0];
    const word = document.createElement("span");
    word.className = "ellipsis";
    word.textContent = option?.text || (this.root.dataset.nothing ?? "");
    word.classList.toggle("text-faint", !option?.text);
    const sign = option && this.sign(option);
    this.field.replaceChildren(...(sign ? [sign, word] : [word]));
    const label = this.list.getAttribute("aria-label");
    const spoken = [label, word.textContent].filter(Boolean).join(": ");
    this.field.setAttribute("aria-label", spoken);
  }
}
