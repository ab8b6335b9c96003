/** Putting things that stand in a row into another order, by the pointer or by keys.
 *
 * The pointer lifts after a few pixels, so that a click stays a click; the others make room at once.
 */
const LIFTS = 5;

export interface Row {
  /** Which elements can be moved. */
  items: string;
  /** What is told once the order is another. */
  done: (moved: HTMLElement, items: HTMLElement[]) => void;
  /** Told when something is lifted, before anything moves; `left` when all stands as before. */
  begun?: (item: HTMLElement) => void;
  left?: (item: HTMLElement) => void;
  /** Whether this place can be taken from. */
  takes?: (target: Element) => boolean;
}

/** Where among `middles` something let go at `x` belongs: how many stand before it. */
export function placeOf(x: number, middles: number[]): number {
  return middles.filter((middle) => middle < x).length;
}

/** Starts on what holds the row, which may be swapped away and come back: `find` names it. */
export function orders(find: string, row: Row, signal: AbortSignal): void {
  const options = { signal };
  document.addEventListener("pointerdown", (event) => lift(event, find, row), options);
  document.addEventListener("dragstart", (event) => {
    if (itemOf(event, find, row)) event.preventDefault();
  }, options);
  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !event.altKey || !event.shiftKey) return;
    const item = itemOf(event, find, row);
    if (!item) return;
    event.preventDefault();
    step(item, by, row);
  }, options);
}

function itemOf(event: Event, find: string, row: Row): HTMLElement | null {
  const target = event.target as Element;
  if (row.takes && !row.takes(target)) return null;
  return target.closest<HTMLElement>(`${find} ${row.items}`);
}

function siblings(item: HTMLElement, row: Row): HTMLElement[] {
  return [...item.parentElement!.querySelectorAll<HTMLElement>(`:scope > ${row.items}`)];
}

function step(item: HTMLElement, by: number, row: Row): void {
  const all = siblings(item, row);
  const beside = all[all.indexOf(item) + by];
  if (!beside) return;
  row.begun?.(item);
  if (by > 0) beside.after(item);
  else beside.before(item);
  (item.querySelector<HTMLElement>("a") ?? item).focus();
  row.done(item, siblings(item, row));
}

function lift(event: PointerEvent, find: string, row: Row): void {
  const item = itemOf(event, find, row);
  if (!item || event.button !== 0 || event.pointerType === "touch") return;
  const life = new AbortController();
  const options = { signal: life.signal };
  const before = siblings(item, row);
  let isLifted = false;
  const move = (at: PointerEvent) => {
    if (!isLifted && Math.abs(at.clientX - event.clientX) < LIFTS) return;
    if (!isLifted) row.begun?.(item);
    isLifted = true;
    item.setAttribute("data-lifted", "");
    const others = siblings(item, row).filter((each) => each !== item);
    const place = placeOf(at.clientX, others.map(middleOf));
    if (others[place]) others[place].before(item);
    else others.at(-1)?.after(item);
  };
  const drop = () => {
    life.abort();
    item.removeAttribute("data-lifted");
    if (!isLifted) return;
    swallowClick();
    const now = siblings(item, row);
    if (now.some((each, place) => each !== before[place])) row.done(item, now);
    else row.left?.(item);
  };
  document.addEventListener("pointermove", move, options);
  document.addEventListener("pointerup", drop, options);
  document.addEventListener("pointercancel", drop, options);
}

function middleOf(element: HTMLElement): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

/** What was dragged is not clicked as well. */
export function swallowClick(): void {
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", stop, { capture: true }));
}
