/** Arranging the portal by dragging and by keys. Without this the forms in each tile do the same.
 *
 * Tiles stand in an order; the grid packs them. While one is moved the others only get another CSS
 * order, and the elements themselves follow when it is put down: so focus and capture are kept.
 */
import { isTaken } from "../keys.ts";
import { type Box, type Direction, holds, neighbour, steps, swapped } from "../portal-order.ts";
import { toast } from "../toasts.ts";

const NARROWEST = 3;
const WIDEST = 12;
const LOWEST = 2;
const HIGHEST = 8;
const ROW = 76;
const GAP = 12;
const LIFT = 4;
/** Pixels that a pointer moves before it drags. */
const START = 4;
const EDGE = 48;
const CONTROLS = "a, button, summary, input, select, label, .menu-list";
const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const phone = matchMedia("(width <= 45rem)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

export function mount(grid: HTMLElement): () => void {
  const portal = new Portal(grid);
  const { signal } = portal.stop;
  grid.addEventListener("pointerdown", (event) => portal.press(event), { signal });
  grid.addEventListener("keydown", (event) => portal.key(event), { signal });
  grid.addEventListener("submit", (event) => portal.submit(event), { signal });
  grid.addEventListener("focusout", (event) => portal.leave(event), { signal });
  grid.addEventListener("toggle", openUpwards, { signal, capture: true });
  for (const body of grid.querySelectorAll(".widget-body, .board")) {
    body.toggleAttribute("inert", true);
  }
  return () => portal.stop.abort();
}

/** A menu without room below opens upwards. */
function openUpwards({ target }: Event): void {
  const menu = target as HTMLDetailsElement;
  const pane = menu.closest(".panel-body");
  const list = menu.querySelector(".menu-list");
  if (!menu.open || !pane || !list) return;
  menu.classList.remove("menu-up");
  const isBelow = list.getBoundingClientRect().bottom > pane.getBoundingClientRect().bottom;
  menu.classList.toggle("menu-up", isBelow);
}

interface Sizes {
  columns: number;
  rows: number;
}

class Portal {
  readonly stop = new AbortController();
  private readonly grid: HTMLElement;
  private order: HTMLElement[];
  /** The tile that keys have lifted, and how everything stood before. */
  private lifted: { tile: HTMLElement; order: HTMLElement[]; sizes: Sizes } | undefined;
  private saving = false;
  private again = false;

  constructor(grid: HTMLElement) {
    this.grid = grid;
    this.order = [...grid.querySelectorAll<HTMLElement>(":scope > .portal-tile")];
  }

  // --- Pointer ------------------------------------------------------------------------------

  press(event: PointerEvent): void {
    const target = event.target as HTMLElement;
    const tile = target.closest<HTMLElement>(".portal-tile");
    if (!tile || event.button !== 0 || phone.matches) return;
    if (target.dataset.resize) {
      this.resize(event, tile, target.dataset.resize);
      return;
    }
    if (target.closest(CONTROLS)) return;
    // A finger scrolls the page; only the grip drags.
    if (event.pointerType !== "mouse" && !target.closest(".grip")) return;
    event.preventDefault();
    tile.focus({ preventScroll: true });
    new Drag(this, this.grid, tile, event);
  }

  private resize(event: PointerEvent, tile: HTMLElement, edge: string): void {
    event.preventDefault();
    tile.focus({ preventScroll: true });
    const before = sizes(tile);
    const box = tile.getBoundingClientRect();
    const column = (this.grid.clientWidth - GAP * (WIDEST - 1)) / WIDEST;
    follow(event, {
      move: (dx, dy) => {
        const columns =
          edge === "rows" ? before.columns : steps(box.width + dx, column, GAP, NARROWEST, WIDEST);
        const rows =
          edge === "columns" ? before.rows : steps(box.height + dy, ROW, GAP, LOWEST, HIGHEST);
        this.size(tile, { columns, rows });
      },
      end: (isKept) => {
        if (isKept) {
          this.save();
        } else {
          this.size(tile, before);
        }
      },
    });
  }

  // --- Keys ---------------------------------------------------------------------------------

  key(event: KeyboardEvent): void {
    const tile = event.target as HTMLElement;
    if (!tile.matches(".portal-tile") || isTaken(event)) return;
    if (this.lifted?.tile !== tile) {
      if (event.key === " ") {
        event.preventDefault();
        this.lift(tile);
      }
      return;
    }
    const direction = ARROWS[event.key];
    if (direction) {
      event.preventDefault();
      if (event.shiftKey) {
        this.stretch(tile, direction);
      } else {
        this.move(tile, direction);
      }
      this.tellPlace(tile);
    } else if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.drop();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.back();
    }
  }

  /** Whoever walks away from a lifted tile puts it down. */
  leave(event: FocusEvent): void {
    if (this.lifted?.tile === event.target) this.drop(false);
  }

  private lift(tile: HTMLElement): void {
    this.lifted = { tile, order: [...this.order], sizes: sizes(tile) };
    tile.classList.add("is-lifted");
    this.say("lifted", tile);
  }

  private stretch(tile: HTMLElement, direction: Direction): void {
    const { columns, rows } = sizes(tile);
    const by = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction as "left"];
    this.size(tile, {
      columns: Math.max(NARROWEST, Math.min(WIDEST, columns + by[0]!)),
      rows: Math.max(LOWEST, Math.min(HIGHEST, rows + by[1]!)),
    });
  }

  private drop(isFocused = true): void {
    const tile = this.lifted!.tile;
    this.lifted = undefined;
    tile.classList.remove("is-lifted");
    this.settle(isFocused ? tile : undefined);
    this.say("dropped", tile);
    this.save();
  }

  private back(): void {
    const { tile, order, sizes: before } = this.lifted!;
    this.lifted = undefined;
    tile.classList.remove("is-lifted");
    this.size(tile, before);
    this.arrange(order);
    this.say("back", tile);
  }

  // --- Menus --------------------------------------------------------------------------------

  submit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    const tile = form.closest<HTMLElement>(".portal-tile");
    if (!tile || !button || !form.hasAttribute("data-arrange")) return;
    event.preventDefault();
    const columns = Number(button.dataset.columns);
    if (columns) {
      this.size(tile, { ...sizes(tile), columns });
    } else {
      this.move(tile, button.value as Direction);
    }
    const menu = form.closest<HTMLDetailsElement>("details");
    if (menu) menu.open = false;
    this.settle(menu?.querySelector("summary") ?? button);
    this.tellPlace(tile);
    this.save();
  }

  // --- What all of them do --------------------------------------------------------------------

  /** Tiles in this order, the others gliding to their places; `except` is moved by a pointer. */
  arrange(order: HTMLElement[], except?: HTMLElement): void {
    this.glide(except, () => {
      this.order = order;
      order.forEach((tile, at) => tile.style.setProperty("order", String(at)));
    });
  }

  get tiles(): HTMLElement[] {
    return this.order;
  }

  private move(tile: HTMLElement, direction: Direction): void {
    const boxes = new Map(this.order.map((each) => [each, boxOf(each)]));
    const other = neighbour(this.order, tile, direction, (each) => boxes.get(each)!);
    if (other) this.arrange(swapped(this.order, tile, other));
    tile.scrollIntoView({ block: "nearest" });
  }

  private size(tile: HTMLElement, { columns, rows }: Sizes): void {
    const now = sizes(tile);
    if (tile.classList.contains("is-strip")) return;
    if (now.columns === columns && now.rows === rows) return;
    this.glide(tile, () => {
      tile.dataset.columns = String(columns);
      tile.dataset.rows = String(rows);
      tile.style.setProperty("--columns", String(columns));
      tile.style.setProperty("--rows", String(rows));
      tile.classList.toggle("is-wide", columns > 6);
    });
    for (const button of tile.querySelectorAll<HTMLElement>(".segment[data-columns]")) {
      button.ariaPressed = String(Number(button.dataset.columns) === columns);
    }
  }

  private glide(except: HTMLElement | undefined, change: () => void): void {
    const before = this.order.map((tile) => [tile, tile.getBoundingClientRect()] as const);
    change();
    if (still.matches) return;
    for (const [tile, from] of before) {
      if (tile === except) continue;
      const to = tile.getBoundingClientRect();
      const [dx, dy] = [from.left - to.left, from.top - to.top];
      if (!dx && !dy) continue;
      const shift = { transform: `translate(${dx}px, ${dy}px)` };
      tile.animate([shift, { transform: "none" }], { duration: 120, easing: "ease-out" });
    }
  }

  /** The elements follow the order, so that Tab and screen readers do as well. */
  settle(focus?: HTMLElement): void {
    const present = [...this.grid.querySelectorAll<HTMLElement>(":scope > .portal-tile")];
    if (this.order.some((tile, at) => tile !== present[at])) this.grid.append(...this.order);
    for (const tile of this.order) tile.style.removeProperty("order");
    focus?.focus({ preventScroll: true });
  }

  /** Keeps the arrangement on the server; what changes meanwhile is kept after it. */
  save(): void {
    this.again = this.saving;
    if (this.saving) return;
    this.saving = true;
    this.grid.dataset.state = "saving";
    void this.send().finally(() => {
      this.saving = false;
      if (this.again) {
        this.save();
      } else {
        this.grid.dataset.state = "saved";
      }
    });
  }

  private async send(): Promise<void> {
    const places = this.order.map((tile) => {
      const { columns, rows } = sizes(tile);
      return [tile.dataset.code, columns, rows];
    });
    const token = this.grid.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value;
    const body = new URLSearchParams({ layout: JSON.stringify(places) });
    try {
      const answer = await fetch(this.grid.dataset.save!, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token },
      });
      if (answer.ok && !answer.redirected) return;
    } catch {
      // Told below: the connection is as good a reason as the server.
    }
    toast({ kind: "error", text: this.grid.dataset.failed! });
  }

  say(what: "lifted" | "dropped" | "back", tile: HTMLElement): void {
    this.tell(this.grid.dataset[what]!.replace("{name}", tile.dataset.name!));
  }

  private tellPlace(tile: HTMLElement): void {
    const { columns, rows } = sizes(tile);
    const facts: Record<string, string | number> = {
      name: tile.dataset.name!,
      place: this.order.indexOf(tile) + 1,
      count: this.order.length,
      columns,
      rows,
    };
    this.tell(this.grid.dataset.moved!.replaceAll(/\{(\w+)\}/g, (_, name) => String(facts[name])));
  }

  private tell(text: string): void {
    document.getElementById("portal-says")!.textContent = text;
  }
}

/** One tile under the pointer. What it is over is read from how all stood at first, so that tiles
 * that make room do not come under the pointer and go again.
 */
class Drag {
  private readonly first: HTMLElement[];
  private readonly boxes: Map<HTMLElement, Box>;
  private readonly portal: Portal;
  private readonly grid: HTMLElement;
  private readonly tile: HTMLElement;
  private readonly start: PointerEvent;
  private slot: HTMLElement | undefined;
  private over: HTMLElement | "end" | undefined;

  constructor(portal: Portal, grid: HTMLElement, tile: HTMLElement, start: PointerEvent) {
    this.portal = portal;
    this.grid = grid;
    this.tile = tile;
    this.start = start;
    this.first = [...portal.tiles];
    this.boxes = new Map(this.first.map((each) => [each, boxOf(each)]));
    const from = grid.getBoundingClientRect();
    follow(start, {
      move: (dx, dy) => {
        if (!this.slot && Math.hypot(dx, dy) < START) return;
        this.slot ??= this.lift();
        const now = this.grid.getBoundingClientRect();
        const scrolled = from.top - now.top;
        this.tile.style.transform = `translate(${dx}px, ${dy + scrolled - LIFT}px)`;
        this.look(this.start.clientX + dx - now.left, this.start.clientY + dy - now.top);
        scroll(this.grid, this.start.clientY + dy);
      },
      end: (isKept) => this.end(isKept),
    });
  }

  private lift(): HTMLElement {
    const box = this.boxes.get(this.tile)!;
    const slot = document.createElement("div");
    slot.className = "widget-slot";
    const { columns, rows } = sizes(this.tile);
    slot.style.setProperty("--columns", String(columns));
    slot.style.setProperty("--rows", String(rows));
    this.portal.arrange(this.first, this.tile);
    slot.style.setProperty("order", this.tile.style.order);
    this.grid.append(slot);
    this.tile.classList.add("is-lifted", "is-dragged");
    Object.assign(this.tile.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.right - box.left}px`,
      height: `${box.bottom - box.top}px`,
    });
    this.portal.say("lifted", this.tile);
    return slot;
  }

  /** Makes room where the pointer is. */
  private look(x: number, y: number): void {
    const under = this.first.find((each) => holds(this.boxes.get(each)!, x, y));
    const lowest = Math.max(...[...this.boxes.values()].map((box) => box.bottom));
    const over = under ?? (y > lowest ? "end" : this.over);
    if (over === this.over) return;
    this.over = over;
    const rest = this.first.filter((each) => each !== this.tile);
    const order =
      over === "end" ? [...rest, this.tile] : swapped(this.first, this.tile, over ?? this.tile);
    this.portal.arrange(over === this.tile ? this.first : order, this.tile);
    this.slot!.style.setProperty("order", this.tile.style.order);
  }

  private end(isKept: boolean): void {
    if (!this.slot) return;
    this.slot.remove();
    this.tile.classList.remove("is-lifted", "is-dragged");
    for (const name of ["left", "top", "width", "height", "transform"]) {
      this.tile.style.removeProperty(name);
    }
    if (!isKept) this.portal.arrange(this.first, this.tile);
    this.portal.settle(this.tile);
    this.portal.say(isKept ? "dropped" : "back", this.tile);
    if (isKept) this.portal.save();
  }
}

interface Following {
  move: (dx: number, dy: number) => void;
  /** `isKept` is false when it was broken off. */
  end: (isKept: boolean) => void;
}

/** Follows a pointer until it is let go, at most once a frame; Escape breaks it off. */
function follow(start: PointerEvent, { move, end }: Following): void {
  const over = new AbortController();
  const { signal } = over;
  let last: PointerEvent | undefined;
  let frame = 0;
  const step = (): void => {
    frame = 0;
    if (last) move(last.clientX - start.clientX, last.clientY - start.clientY);
  };
  const finish = (isKept: boolean): void => {
    cancelAnimationFrame(frame);
    if (isKept) step();
    over.abort();
    end(isKept);
  };
  const same = (event: PointerEvent): boolean => event.pointerId === start.pointerId;
  document.addEventListener(
    "pointermove",
    (event) => {
      if (!same(event)) return;
      last = event;
      frame ||= requestAnimationFrame(step);
    },
    { signal },
  );
  document.addEventListener("pointerup", (event) => same(event) && finish(true), { signal });
  document.addEventListener("pointercancel", (event) => same(event) && finish(false), { signal });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      finish(false);
    },
    { signal, capture: true },
  );
}

/** Scrolls on while the pointer is at the upper or lower edge. */
function scroll(grid: HTMLElement, y: number): void {
  const pane = grid.closest<HTMLElement>(".panel-body");
  if (!pane) return;
  const box = pane.getBoundingClientRect();
  if (y > box.bottom - EDGE) pane.scrollBy(0, 10);
  if (y < box.top + EDGE) pane.scrollBy(0, -10);
}

function sizes(tile: HTMLElement): Sizes {
  return { columns: Number(tile.dataset.columns), rows: Number(tile.dataset.rows) };
}

/** Where a tile stands within the grid, without what an animation does to it. */
function boxOf(tile: HTMLElement): Box {
  const [left, top] = [tile.offsetLeft, tile.offsetTop];
  return { left, top, right: left + tile.offsetWidth, bottom: top + tile.offsetHeight };
}
