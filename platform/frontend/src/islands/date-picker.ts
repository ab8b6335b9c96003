/** A calendar beside one or two native date fields, which stay the truth (U10).
 *
 * Sunday first; Sundays and holidays red; lunar dates under Sundays. Arrows move by day and week,
 * Page keys by month (with Shift by year), Enter chooses, Escape closes. Two fields make a range,
 * which is taken over by its button. `data-inline` shows the calendar in the page.
 */
import "./date-picker.css";
import {
  addMonths,
  date,
  dayOf,
  isDay,
  lunar,
  moved,
  readHolidays,
  weekday,
  weeks,
} from "../calendar.ts";
import type { Day } from "../calendar.ts";

export function mount(element: HTMLElement): () => void {
  const picker = new Picker(element);
  return () => picker.destroy();
}

class Picker {
  private readonly fields: HTMLInputElement[];
  private readonly button: HTMLElement | null;
  private readonly box = document.createElement("div");
  private readonly holidays: Map<Day, string>;
  private readonly language = document.documentElement.lang || "ko";
  private readonly stop = new AbortController();
  /** The day under the keys. */
  private at: Day;
  /** What is chosen in here; a range is given to the fields only when it is applied. */
  private from = "";
  private to = "";

  private readonly root: HTMLElement;

  constructor(root: HTMLElement) {
    this.root = root;
    this.fields = [...root.querySelectorAll<HTMLInputElement>("input[type=date]")];
    this.button = root.querySelector(".date-open");
    this.holidays = readHolidays(root.dataset.holidays ?? "");
    this.at = this.today();
    this.box.className = "calendar";
    if (this.isInline()) {
      root.append(this.box);
      this.read();
    } else {
      this.box.popover = "auto";
      this.box.setAttribute("role", "dialog");
      this.box.setAttribute("aria-label", root.dataset.open ?? "");
      root.append(this.box);
    }
    this.listen();
  }

  destroy(): void {
    this.stop.abort();
    this.box.remove();
  }

  private listen(): void {
    const { signal } = this.stop;
    this.button?.addEventListener("click", () => this.open(), { signal });
    this.box.addEventListener("click", (event) => this.clicked(event), { signal });
    this.box.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.box.addEventListener("toggle", (event) => {
      const open = (event as ToggleEvent).newState === "open";
      this.button?.setAttribute("aria-expanded", String(open));
    }, { signal });
    for (const field of this.fields) {
      field.addEventListener("change", () => this.isInline() && this.read(), { signal });
    }
  }

  private isInline(): boolean {
    return "inline" in this.root.dataset;
  }

  private isRange(): boolean {
    return this.fields.length > 1;
  }

  private today(): Day {
    return dayOf(new Date());
  }

  private read(): void {
    this.from = this.fields[0]?.value ?? "";
    this.to = this.fields[1]?.value ?? this.from;
    this.at = isDay(this.from) ? this.from : this.today();
    this.draw();
  }

  private open(): void {
    if (this.box.matches(":popover-open")) return this.box.hidePopover();
    this.read();
    this.box.showPopover();
    this.place();
    this.focusDay();
  }

  /** Below its fields, above them when there is no room. */
  private place(): void {
    const field = this.root.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const below = field.bottom + 4;
    const top = below + height > innerHeight && field.top > height ? field.top - height - 4 : below;
    this.box.style.top = `${Math.max(4, Math.min(top, innerHeight - height - 4))}px`;
    this.box.style.left = `${Math.max(4, Math.min(field.left, innerWidth - width - 4))}px`;
  }

  private clicked(event: Event): void {
    const target = (event.target as Element).closest<HTMLElement>("button");
    if (!target || target.matches(":disabled")) return;
    if (target.dataset.day) this.choose(target.dataset.day);
    if (target.dataset.months) this.turn(Number(target.dataset.months));
    if (target.dataset.go === "today") this.goTo(this.today());
    if (target.dataset.go === "apply") this.write();
    if (target.dataset.go === "clear") this.clear();
  }

  private pressed(event: KeyboardEvent): void {
    if (!(event.target as HTMLElement).dataset.day) return;
    const next = moved(this.at, event.key, event.shiftKey);
    if (next) {
      event.preventDefault();
      this.goTo(next);
    }
  }

  private turn(months: number): void {
    this.at = addMonths(this.at, months);
    this.draw();
    this.box.querySelector<HTMLElement>(`[data-months="${months}"]`)?.focus();
  }

  private goTo(day: Day): void {
    this.at = day;
    this.draw();
    this.focusDay();
  }

  private focusDay(): void {
    this.box.querySelector<HTMLElement>(`[data-day="${this.at}"]`)?.focus();
  }

  private choose(day: Day): void {
    this.at = day;
    if (!this.isRange()) {
      this.from = this.to = day;
      return this.write();
    }
    // The first click begins a range; the second ends it, whichever way round.
    if (!this.from || this.from !== this.to || day === this.from) {
      this.from = this.to = day;
    } else {
      [this.from, this.to] = [this.from, day].sort() as [Day, Day];
    }
    this.draw();
    this.focusDay();
  }

  private clear(): void {
    this.from = this.to = "";
    this.write();
  }

  private write(): void {
    const values = [this.from, this.to];
    for (const [place, field] of this.fields.entries()) {
      if (field.value === values[place]) continue;
      field.value = values[place]!;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (this.isInline()) return this.draw();
    this.box.hidePopover();
    this.button?.focus();
  }

  private draw(): void {
    this.box.replaceChildren(this.head(), this.month(), this.foot());
  }

  private head(): HTMLElement {
    const head = make("div", "calendar-head");
    const title = make("strong", "", this.written(this.at, { year: "numeric", month: "long" }));
    title.setAttribute("aria-live", "polite");
    const { previous, next, today } = this.root.dataset;
    const icons = this.root.querySelector("template")!.content.cloneNode(true) as DocumentFragment;
    const [left, right] = [...icons.children];
    const back = button("btn btn-ghost btn-sm btn-icon", "", { months: "-1" }, previous);
    const now = button("btn btn-ghost btn-sm", today ?? "", { go: "today" });
    const on = button("btn btn-ghost btn-sm btn-icon", "", { months: "1" }, next);
    back.append(left!);
    on.append(right!);
    head.append(title, back, now, on);
    return head;
  }

  private month(): HTMLElement {
    const table = make("table", "calendar-days");
    table.setAttribute("role", "grid");
    const names = make("tr");
    const length = this.language === "ko" ? "short" : "narrow";
    for (const day of weeks("2023-01-01")[0]!) {
      const cell = make("th", "", this.written(day, { weekday: length }));
      cell.setAttribute("scope", "col");
      cell.setAttribute("abbr", this.written(day, { weekday: "long" }));
      names.append(cell);
    }
    const head = make("thead");
    head.append(names);
    const body = make("tbody");
    for (const week of weeks(this.at)) {
      const row = make("tr");
      row.append(...week.map((day) => this.cell(day)));
      body.append(row);
    }
    table.append(head, body);
    return table;
  }

  private cell(day: Day): HTMLElement {
    const cell = make("td");
    const holiday = this.holidays.get(day);
    const sunday = weekday(day) === 0;
    const other = day.slice(0, 7) !== this.at.slice(0, 7);
    const inside = Boolean(this.from) && day >= this.from && day <= this.to;
    const item = button("day", String(Number(day.slice(8))), { day });
    item.tabIndex = day === this.at ? 0 : -1;
    item.classList.toggle("red", (sunday || Boolean(holiday)) && !other);
    item.classList.toggle("other", other);
    item.classList.toggle("inside", inside && !other);
    item.classList.toggle("first", day === this.from && !other);
    item.classList.toggle("last", day === this.to && !other);
    item.disabled = this.isBarred(day);
    if (day === this.today()) item.setAttribute("aria-current", "date");
    cell.setAttribute("aria-selected", String(inside));
    const spoken = this.written(day, { month: "long", day: "numeric", weekday: "long" });
    item.setAttribute("aria-label", holiday ? `${spoken}, ${holiday}` : spoken);
    if (holiday) item.title = holiday;
    if (sunday && !other) item.append(make("small", "", lunar(day)));
    cell.append(item);
    return cell;
  }

  private isBarred(day: Day): boolean {
    const [{ min, max } = { min: "", max: "" }] = this.fields;
    return Boolean((min && day < min) || (max && day > max));
  }

  private foot(): HTMLElement {
    const foot = make("div", "calendar-foot");
    const { apply, clear } = this.root.dataset;
    foot.append(make("span", "", this.chosen()));
    if (this.from) foot.append(button("btn btn-ghost btn-sm", clear ?? "", { go: "clear" }));
    if (this.isRange()) foot.append(button("btn btn-primary btn-sm", apply ?? "", { go: "apply" }));
    return foot;
  }

  /** 11월 24일(화) – 27일(금) */
  private chosen(): string {
    if (!this.from) return "";
    const month = this.language === "ko" ? "long" : "short";
    const short = { month, day: "numeric", weekday: "short" } as const;
    if (this.to === this.from) return this.written(this.from, short);
    const format = this.format(short);
    const range = format.formatRange(date(this.from), date(this.to));
    return range.replaceAll(" (", "(").replace(/\s*~\s*/, " – ");
  }

  private written(day: Day, options: Intl.DateTimeFormatOptions): string {
    return this.format(options).format(date(day)).replaceAll(" (", "(");
  }

  private format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return new Intl.DateTimeFormat(this.language, { ...options, timeZone: "UTC" });
  }
}

function make(name: string, css = "", text = ""): HTMLElement {
  const element = document.createElement(name);
  if (css) element.className = css;
  element.textContent = text;
  return element;
}

function button(
  css: string,
  text: string,
  data: Record<string, string>,
  label?: string,
): HTMLButtonElement {
  const element = make("button", css, text) as HTMLButtonElement;
  element.type = "button";
  Object.assign(element.dataset, data);
  if (label) element.setAttribute("aria-label", label);
  return element;
}
