/** Moving things within and between lists that stand below each other, by the pointer or by keys.
 *
 * Lists are marked `data-list="its name" data-kind="…"`, things in them `data-item`; a thing goes into
 * lists of its own kind only. Space lifts, arrows move, Space or Enter puts down, Escape puts back.
 */
export interface Lists {
  /** Told when something stands elsewhere. */
  moved: (item: HTMLElement) => void;
  /** Told what happens, for those who do not see it. */
  says: (what: "lifted" | "moved" | "dropped" | "back", item: HTMLElement) => void;
}

const ITEM = "[data-item]";
const LIFTS = 5;
const TAKEN = "a, button, input, select, label, textarea";

/** Where among the `middles` of a list something at `y` belongs: how many stand above it. */
export function placeIn(y: number, middles: number[]): number {
  return middles.filter((middle) => middle < y).length;
}

/** The list whose edges are nearest to `y`; the first of equals. */
export function nearest(y: number, edges: { top: number; bottom: number }[]): number {
  const away = edges.map(({ top, bottom }) => Math.max(top - y, y - bottom, 0));
  return away.indexOf(Math.min(...away));
}

export function dragsLists(root: HTMLElement, lists: Lists, signal: AbortSignal): void {
  root.addEventListener("pointerdown", (event) => press(root, event, lists), { signal });
  root.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
  let held: { item: HTMLElement; list: HTMLElement; next: Element | null } | undefined;
  const put = (item: HTMLElement) => {
    item.removeAttribute("data-lifted");
    held = undefined;
    lists.says("dropped", item);
  };
  root.addEventListener("keydown", (event) => {
    const item = event.target as HTMLElement;
    if (!item.matches(ITEM) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isHeld = held?.item === item;
    if (event.key === " " || (event.key === "Enter" && isHeld)) {
      event.preventDefault();
      if (isHeld) return put(item);
      held = { item, list: item.parentElement!, next: item.nextElementSibling };
      item.setAttribute("data-lifted", "");
      lists.says("lifted", item);
    } else if (isHeld && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      held!.list.insertBefore(item, held!.next);
      item.removeAttribute("data-lifted");
      held = undefined;
      item.focus();
      lists.says("back", item);
    } else if (isHeld && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      step(root, item, event.key === "ArrowDown" ? 1 : -1);
      item.focus();
      lists.moved(item);
      lists.says("moved", item);
    }
  }, { signal });
  root.addEventListener("focusout", (event) => {
    // Moving an element takes its focus for a moment: only who really walks away puts it down.
    setTimeout(() => {
      if (held && event.target === held.item && document.activeElement !== held.item) put(held.item);
    });
  }, { signal });
}

function step(root: HTMLElement, item: HTMLElement, by: number): void {
  const beside = by > 0 ? item.nextElementSibling : item.previousElementSibling;
  if (beside) return void (by > 0 ? beside.after(item) : beside.before(item));
  const all = listsFor(root, item);
  const list = all[all.indexOf(item.parentElement!) + by];
  if (list) by > 0 ? list.prepend(item) : list.append(item);
}

function listsFor(root: HTMLElement, item: HTMLElement): HTMLElement[] {
  const kind = item.parentElement!.dataset.kind!;
  return [...root.querySelectorAll<HTMLElement>(`[data-list][data-kind="${kind}"]`)];
}

function press(root: HTMLElement, event: PointerEvent, lists: Lists): void {
  const target = event.target as Element;
  const item = target.closest<HTMLElement>(ITEM);
  const isGrip = target.closest(".layout-grip") !== null;
  if (!item || event.button !== 0 || (!isGrip && target.closest(TAKEN))) return;
  if (event.pointerType !== "mouse" && !isGrip) return;
  const life = new AbortController();
  const options = { signal: life.signal };
  const home = { list: item.parentElement!, next: item.nextElementSibling };
  let isLifted = false;
  const move = (at: PointerEvent) => {
    if (!isLifted && Math.hypot(at.clientX - event.clientX, at.clientY - event.clientY) < LIFTS) return;
    if (!isLifted) item.setAttribute("data-lifted", "");
    isLifted = true;
    at.preventDefault();
    follow(root, item, at.clientX, at.clientY);
  };
  const drop = (isKept: boolean) => {
    life.abort();
    item.removeAttribute("data-lifted");
    if (!isLifted) return;
    if (!isKept) home.list.insertBefore(item, home.next);
    item.focus({ preventScroll: true });
    if (isKept) lists.moved(item);
    lists.says(isKept ? "dropped" : "back", item);
  };
  document.addEventListener("pointermove", move, options);
  document.addEventListener("pointerup", () => drop(true), options);
  document.addEventListener("pointercancel", () => drop(false), options);
  document.addEventListener("keydown", (key) => {
    if (key.key !== "Escape") return;
    key.stopPropagation();
    drop(false);
  }, { ...options, capture: true });
}

/** Makes room where the pointer is: in the list of its kind that is nearest. */
function follow(root: HTMLElement, item: HTMLElement, x: number, y: number): void {
  const all = listsFor(root, item);
  const boxes = all.map((list) => list.getBoundingClientRect());
  const beside = boxes.map((box, at) => (x >= box.left && x <= box.right ? at : -1)).filter((at) => at >= 0);
  const among = beside.length > 0 ? beside : all.map((_, at) => at);
  const list = all[among[nearest(y, among.map((at) => boxes[at]!))]!]!;
  const others = [...list.children].filter((each): each is HTMLElement => each !== item);
  const place = placeIn(y, others.map(middle));
  const next = others[place] ?? null;
  if (item.parentElement !== list || item.nextElementSibling !== next) list.insertBefore(item, next);
}

function middle(element: HTMLElement): number {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
