/** Groups of conditions: drawn anew when their shape changes, counted while one chooses (U1).
 *
 * The buttons of the form that end in a place (`add:0.1`) and the choices of field, comparison and
 * joining change the shape: the server draws it, the part with the root's id is put in. Values are
 * only counted (`data-counts`): what was chosen, an open list and the focus stay as they are. Fields
 * around the builder that decide what else is asked have `data-redraw`.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

import type { Destroy } from "../islands.ts";
import { putIn } from "../live.ts";

const PAUSE = 250;
const SHAPES = /^[kfo]:/;
const DEEDS = /^(add|group|wrap|unwrap|drop|act-add|act-drop):|^take$/;

export function mount(root: HTMLElement): Destroy {
  const builder = new Builder(root);
  return () => builder.stop();
}

class Builder {
  private readonly root: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly ending = new AbortController();
  private asking = new AbortController();
  private timer = 0;
  /** What was typed while the server draws: it is put into the new form. */
  private typedSince = new Map<string, string>();

  constructor(root: HTMLElement) {
    this.root = root;
    this.form = root.closest("form")!;
    const options = { signal: this.ending.signal };
    htmx.process(root);
    root.addEventListener("change", (event) => this.changed(event), options);
    root.addEventListener("input", (event) => this.typed(event), options);
    this.form.addEventListener("submit", (event) => this.submitted(event), options);
    if ("counts" in root.dataset) void this.count();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    this.ending.abort();
  }

  private changed(event: Event): void {
    const field = event.target as HTMLSelectElement;
    const name = field.name || field.id.replace("-", ":");
    if ("redraw" in field.dataset) return void this.draw("redraw", `#${CSS.escape(field.id)}`);
    if (!SHAPES.test(name)) return this.typed(event);
    event.stopPropagation();
    const [kind, place] = name.split(":");
    void this.draw("", kind === "k" ? `#k-${CSS.escape(place!)}` : `${at(place!)} .builder-value`);
  }

  private typed(event: Event): void {
    const box = event.target as HTMLInputElement;
    if (box.name && isText(box)) this.typedSince.set(box.name, box.value);
    if (!("counts" in this.root.dataset) || SHAPES.test((event.target as HTMLInputElement).name)) return;
    this.root.classList.add("counting");
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.count(), PAUSE);
  }

  private submitted(event: SubmitEvent): void {
    const deed = (event.submitter as HTMLButtonElement | null)?.value ?? "";
    if (!DEEDS.test(deed)) return;
    event.preventDefault();
    void this.draw(deed, this.next(deed));
  }

  /** Where the focus goes: to the condition that is new, or to what adds another. */
  private next(deed: string): string {
    const [what, place = "0"] = deed.split(":");
    if (what!.startsWith("act-")) return ".trigger-action:last-of-type";
    if (what === "drop" || what === "take" || what === "unwrap") {
      return `[value="add:${place.replace(/\.\d+$/, "")}"]`;
    }
    const adds = this.root.querySelector(`[value="add:${CSS.escape(place)}"]`);
    const box = adds?.closest(".builder-box");
    const parts = box?.querySelectorAll(":scope > :is(.builder-line, .builder-box)").length ?? 0;
    const fresh = { add: `${place}.${parts}`, group: `${place}.${parts}.0` }[what!] ?? `${place}.1`;
    return `${at(fresh)} .builder-field`;
  }

  private async draw(deed: string, focus: string): Promise<void> {
    this.typedSince = new Map();
    const text = await this.ask(deed);
    if (text === undefined) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById(this.root.id);
    if (!fresh) return location.reload();
    for (const [name, value] of this.typedSince) typeInto(fresh, name, value);
    this.root.replaceWith(document.adoptNode(fresh));
    focusIn(fresh.querySelector(focus));
    document.dispatchEvent(new Event("htmx:after:swap"));
  }

  private async count(): Promise<void> {
    this.root.classList.add("counting");
    const text = await this.ask("count");
    if (text === undefined) return;
    putIn(text);
    this.root.classList.remove("counting");
  }

  /** The server's answer to the form; undefined when something newer is asked, or nothing comes. */
  private async ask(deed: string): Promise<string | undefined> {
    this.asking.abort();
    this.asking = new AbortController();
    clearTimeout(this.timer);
    const values = new FormData(this.form);
    values.set("do", deed);
    const pairs = new URLSearchParams([...values].map(([name, value]) => [name, String(value)]));
    const isPost = this.form.method === "post";
    const address = this.form.getAttribute("action") ?? "";
    const settings = { headers: { "HX-Request": "true" }, signal: this.asking.signal };
    try {
      const answer = await (isPost
        ? fetch(address, { ...settings, method: "POST", body: pairs })
        : fetch(`${address}?${pairs}`, settings));
      if (answer.ok && !answer.redirected) return await answer.text();
      location.reload();
    } catch {
      this.root.classList.remove("counting");
    }
    return undefined;
  }
}

/** Focuses an element or the first field in it; a choice takes the focus when it has been drawn. */
function isText(box: Element | null): box is HTMLInputElement | HTMLTextAreaElement {
  return box instanceof HTMLTextAreaElement || (box instanceof HTMLInputElement && ["text", "number"].includes(box.type));
}

function typeInto(root: HTMLElement, name: string, value: string): void {
  const box = root.querySelector(`[name="${CSS.escape(name)}"]`);
  if (isText(box)) box.value = value;
}

function focusIn(place: HTMLElement | null): void {
  const choice = place?.querySelector<HTMLElement>(".choose");
  if (choice) choice.dataset.focus = "";
  else (place?.querySelector<HTMLElement>("input, select") ?? place)?.focus();
}

function at(place: string): string {
  return `[data-place="${CSS.escape(place)}"]`;
}
