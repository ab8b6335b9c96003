/** The drawer in which a record is made on the page of another one.
 *
 * `data-drawer` fills it. Ctrl+Enter saves. Escape, Close and a click beside it leave; what was
 * written is asked about first. Afterwards the focus is where one came from, also when the list
 * around that was read anew.
 */
import type { Destroy } from "../islands.ts";
import { written } from "../written.ts";

const FIELDS = "input:not([type=hidden]), select, textarea";

export function mount(element: HTMLElement): Destroy {
  const drawer = new Drawer(element as HTMLDialogElement);
  return () => drawer.stop();
}

class Drawer {
  private readonly element: HTMLDialogElement;
  private readonly body: HTMLElement;
  private readonly leaving = document.getElementById("add-leave") as HTMLDialogElement;
  private readonly title: HTMLElement;
  private readonly usual: string;
  private readonly ending = new AbortController();
  /** The form that stands in the drawer, and what it held when it came. */
  private known: HTMLFormElement | null = null;
  private before = "";
  private opener = "";

  constructor(element: HTMLDialogElement) {
    this.element = element;
    this.body = element.querySelector<HTMLElement>(".drawer-body")!;
    this.title = document.getElementById(`${element.id}-title`)!;
    this.usual = this.title.textContent ?? "";
    const options = { signal: this.ending.signal };
    element.addEventListener("keydown", (event) => this.pressed(event), options);
    element.addEventListener("cancel", (event) => this.asked(event), options);
    element.addEventListener("click", (event) => this.clicked(event), options);
    element.addEventListener("close", () => this.closed(), options);
    this.leaving.querySelector("[data-add-drop]")!.addEventListener("click", () => this.drop(), options);
    document.addEventListener("click", (event) => this.remember(event), { ...options, capture: true });
    document.addEventListener("record-made", () => this.close(), options);
    document.addEventListener("htmx:after:swap", () => this.swapped(), options);
  }

  stop(): void {
    this.ending.abort();
  }

  private get form(): HTMLFormElement | null {
    return this.body.querySelector("form");
  }

  private get isWritten(): boolean {
    const { form } = this;
    return form !== null && (form.matches("[data-refused]") || written(new FormData(form)) !== this.before);
  }

  /** Something on the page was swapped: the form has come, or the list behind the drawer. */
  private swapped(): void {
    const { form } = this;
    if (form !== this.known) {
      this.known = form;
      if (form) this.filled(form);
    }
    this.comeBack();
  }

  /** A form has come, empty or with what is wrong with it. */
  private filled(form: HTMLFormElement): void {
    if (!form.matches("[data-refused]")) this.before = written(new FormData(form));
    const fields = [...form.querySelectorAll<HTMLInputElement>(FIELDS)].filter(
      (field) => !field.disabled && field.checkVisibility(),
    );
    const wrong = fields.find((field) => field.getAttribute("aria-invalid") === "true");
    const empty = fields.find((field) => !field.value);
    (wrong ?? empty ?? fields[0])?.focus();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form?.requestSubmit(document.querySelector<HTMLButtonElement>("#add-save:enabled"));
    } else if (event.key === "Escape" && !this.element.querySelector(":popover-open")) {
      this.asked(event);
    }
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const closes = target.closest(`[commandfor="${this.element.id}"][command=close]`);
    if (closes || (target === this.element && this.isBeside(event))) this.asked(event);
  }

  private isBeside({ clientX: x }: MouseEvent): boolean {
    return x < this.element.getBoundingClientRect().left;
  }

  /** Leaves at once, or asks about what was written. */
  private asked(event: Event): void {
    event.preventDefault();
    event.stopPropagation();
    if (this.isWritten) this.leaving.showModal();
    else this.close();
  }

  private drop(): void {
    this.leaving.close();
    this.close();
  }

  private close(): void {
    if (this.element.open) this.element.close();
  }

  private closed(): void {
    this.body.replaceChildren();
    this.title.textContent = this.usual;
    this.known = null;
    document.getElementById(this.opener)?.focus();
  }

  private remember(event: Event): void {
    const link = (event.target as Element).closest(`[data-drawer="${this.element.id}"]`);
    if (link) this.opener = link.id;
    else if (!this.element.open) this.opener = "";
  }

  /** The list was read anew, and with it the link that had the focus. */
  private comeBack(): void {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && this.opener && !this.element.open) document.getElementById(this.opener)?.focus();
  }
}
