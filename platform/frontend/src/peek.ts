/** The panel beside a list: which record stands in it, its address, its width. */
import htmx from "htmx.org/dist/htmx.esm.js";

import { rowBeside } from "./list-rows.ts";
import { beside, within } from "./list-keys.ts";

const PATIENCE = 300;
/** Keys that are held down do not ask for each record they pass: only for the first and the last. */
const PAUSE = 70;
const SETTLED = 60;

/** What htmx tells of a part that has come in. */
interface Swapped {
  target?: HTMLElement;
  hx?: { pushurl?: string };
  response?: { raw: Response };
}

export class Peek {
  private asking?: AbortController;
  private timer = 0;
  private moved = -PAUSE;
  private pages = 0;
  /** The row to open when the next page of the list has come: 1 its first, -1 its last. */
  private turning = 0;
  private readonly element: HTMLElement;

  constructor(element: HTMLElement) {
    this.element = element;
  }

  /** The row whose record is shown. */
  get row(): HTMLElement | null {
    return document.querySelector("#results [data-pk].peeked");
  }

  start(signal: AbortSignal): void {
    const options = { signal };
    this.element.addEventListener("click", (event) => this.click(event), options);
    this.element.addEventListener("pointerdown", (event) => this.drag(event), options);
    this.element.addEventListener("keydown", (event) => this.resizeByKey(event), options);
    window.addEventListener("popstate", () => this.follow(), options);
    document.addEventListener("htmx:before:history:restore", (event) => this.stay(event), options);
    document.addEventListener("htmx:after:swap", (event) => this.keepUp(event), options);
    this.noteList();
    this.tellPosition();
  }

  /** The list that stands there, and its address without the panel. */
  private list: HTMLElement | null = null;
  private shownList = "";

  /** Parts of the page come by themselves as well: only another list has another address.
   *
   * `told` is what the list itself came with. The page's address may be another by now: who goes
   * back at once has left it before the list says that it is there.
   */
  private noteList(told: string = location.href): void {
    const list = document.getElementById("results");
    if (list && list === this.list) return;
    this.list = list;
    this.shownList = beside(new URL(told, location.href).href, "");
  }

  /** Shows the record of a row; the list does not move. */
  open(row: HTMLElement, { quietly = false } = {}): void {
    const wasOpen = this.row !== null || this.element.childElementCount > 0;
    this.mark(row);
    if (!quietly) {
      const address = beside(location.href, row.dataset.pk!);
      if (wasOpen) history.replaceState({ htmx: true }, "", address);
      else {
        history.pushState({ htmx: true }, "", address);
        this.pages += 1;
      }
    }
    row.scrollIntoView({ block: "nearest" });
    const isHeld = performance.now() - this.moved < PAUSE;
    this.moved = performance.now();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(row), isHeld ? PAUSE : 0);
  }

  /** Closes the panel; the focus goes back to the row. */
  close(): void {
    const link = this.row?.querySelector<HTMLElement>(".row-link");
    const comeBack = () => link?.focus({ preventScroll: true });
    this.empty();
    if (this.pages > 0) {
      this.pages -= 1;
      // Going back takes the focus away once more, when it is done.
      window.addEventListener("popstate", () => setTimeout(comeBack, SETTLED), { once: true });
      history.back();
    } else {
      history.replaceState({ htmx: true }, "", beside(location.href, ""));
    }
    comeBack();
  }

  /** Goes to the record's page. */
  go(): void {
    const link = this.row?.querySelector<HTMLAnchorElement>(".row-link");
    if (link) location.assign(link.href);
  }

  /** Past the end of the page: the list's next or previous one, if there is one. */
  turn(by: number): boolean {
    const link = document.querySelector<HTMLElement>(`.list-pages [rel=${by > 0 ? "next" : "prev"}]`);
    if (!this.row || !link) return false;
    this.turning = by;
    link.click();
    return true;
  }

  private async load(row: HTMLElement): Promise<void> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const waiting = window.setTimeout(() => this.wait(), PATIENCE);
    try {
      const answer = await fetch(`${this.element.dataset.list}${row.dataset.pk}/peek`, {
        headers: { "HX-Request": "true" },
        signal: asking.signal,
      });
      // Logged out, or gone meanwhile: the page itself tells.
      if (!answer.ok || answer.redirected) return location.assign(this.link(row));
      this.element.innerHTML = await answer.text();
      htmx.process(this.element);
      this.tellPosition();
    } catch (error) {
      if ((error as Error).name !== "AbortError") document.dispatchEvent(new Event("htmx:error"));
    } finally {
      clearTimeout(waiting);
      if (this.asking === asking) this.element.removeAttribute("aria-busy");
    }
  }

  private wait(): void {
    this.element.setAttribute("aria-busy", "true");
    if (this.element.childElementCount > 0) return;
    const skeleton = document.getElementById("peek-skeleton") as HTMLTemplateElement | null;
    if (skeleton) this.element.append(skeleton.content.cloneNode(true));
  }

  private link(row: HTMLElement): string {
    return row.querySelector<HTMLAnchorElement>(".row-link")!.href;
  }

  private mark(row: HTMLElement | null): void {
    this.row?.classList.remove("peeked");
    row?.classList.add("peeked");
  }

  private empty(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.mark(null);
    this.element.replaceChildren();
  }

  private tellPosition(): void {
    const place = this.element.querySelector("[data-peek-position]");
    const total = document.getElementById("list-foot")?.dataset.total;
    if (!place || !this.row) return;
    place.textContent = `${Number(this.row.dataset.number).toLocaleString()} / ${total}`;
    this.element.querySelector("[data-peek-open]")?.setAttribute("href", this.link(this.row));
  }

  private click(event: Event): void {
    const target = event.target as Element;
    if (target.closest("[data-peek-close]")) {
      event.preventDefault();
      this.close();
    }
    const stepper = target.closest<HTMLElement>("[data-peek-step]");
    if (!stepper) return;
    const forward = stepper.dataset.peekStep === "1";
    const next = this.row && rowBeside(this.row, forward ? 1 : -1);
    if (next) this.open(next);
    else this.turn(forward ? 1 : -1);
  }

  /** The address changed by Back or Forward: the panel follows it. */
  private follow(): void {
    if (beside(location.href, "") !== this.shownList) return;
    const pk = new URL(location.href).searchParams.get("peek");
    const row = pk && document.querySelector<HTMLElement>(`#results [data-pk="${CSS.escape(pk)}"]`);
    if (!pk) this.pages = 0;
    if (row) this.open(row, { quietly: true });
    else if (!pk) this.empty();
  }

  /** Only the panel differs: the list need not be asked for again. */
  private stay(event: Event): void {
    if (beside(location.href, "") === this.shownList) event.preventDefault();
  }

  /** Other rows have come: the panel stays with its record, or turns to the page's first or last. */
  private keepUp(event: Event): void {
    const swapped = (event as CustomEvent<{ ctx?: Swapped } | null>).detail?.ctx;
    this.noteList(swapped && swapped.target === this.list ? swapped.hx?.pushurl || swapped.response?.raw.url : undefined);
    const open = this.element.querySelector<HTMLElement>("[data-peek]")?.dataset.peek;
    const rows = [...document.querySelectorAll<HTMLElement>("#results [data-pk]")];
    if (!open || this.row || this.element.contains(event.target as Node)) return;
    const wanted = this.turning > 0 ? rows[0] : rows.at(-1);
    const row = this.turning ? wanted : rows.find((each) => each.dataset.pk === open);
    this.turning = 0;
    if (!row) return this.empty();
    this.mark(row);
    history.replaceState({ htmx: true }, "", beside(location.href, row.dataset.pk!));
    if (row.dataset.pk === open) this.tellPosition();
    else void this.load(row);
  }

  private drag(event: PointerEvent): void {
    const edge = (event.target as Element).closest<HTMLElement>(".peek-edge");
    if (!edge) return;
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    const right = this.element.getBoundingClientRect().right;
    const move = (at: PointerEvent) => this.resize(right - at.clientX);
    edge.addEventListener("pointermove", move);
    edge.addEventListener(
      "pointerup",
      () => {
        edge.removeEventListener("pointermove", move);
        this.keepWidth();
      },
      { once: true },
    );
  }

  private resizeByKey(event: KeyboardEvent): void {
    if (!(event.target as Element).matches(".peek-edge")) return;
    const by = { ArrowLeft: 20, ArrowRight: -20 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.resize(this.element.offsetWidth + by);
    this.keepWidth();
  }

  private resize(width: number): void {
    this.element.style.setProperty("--dock", `${within(width)}px`);
    this.element.querySelector(".peek-edge")?.setAttribute("aria-valuenow", String(within(width)));
  }

  private keepWidth(): void {
    const values = { width: within(this.element.offsetWidth) };
    void htmx.ajax("POST", this.element.dataset.widthUrl!, { source: this.element, swap: "none", values });
  }
}
