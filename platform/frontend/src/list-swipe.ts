/** Fingers on the rows of a list: swiping left shows what can be done at once, a long press ticks.
 *
 * What a row offers is asked for when it is first swiped; the list itself carries nothing for it.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

import { swallowClick } from "./drag-order.ts";
import { opened, way, type Way } from "./swipe-way.ts";
import type { Ticks } from "./ticks.ts";

/** Pixels after which letting go leaves the row open. */
const OPENS = 48;
const LONG = 500;

export function startSwipes(ticks: Ticks, signal: AbortSignal): void {
  const options = { signal };
  document.addEventListener("touchstart", (event) => begin(event, ticks), { ...options, passive: true });
  document.addEventListener("touchstart", (event) => closeOthers(event), { ...options, passive: true });
}

function closeOthers(event: TouchEvent): void {
  for (const row of document.querySelectorAll<HTMLElement>("#results tr[data-swiped]")) {
    if (!row.contains(event.target as Node)) shut(row);
  }
}

function begin(event: TouchEvent, ticks: Ticks): void {
  const target = event.target as Element;
  const row = target.closest<HTMLElement>("#results tr[data-pk]");
  const touch = event.touches[0];
  if (!row || !touch || event.touches.length > 1 || target.closest(".swipe-deeds, input, button")) return;
  const life = new AbortController();
  const options = { signal: life.signal };
  const from = Number(row.dataset.swiped ?? 0);
  let going: Way = "";
  const press = window.setTimeout(() => {
    life.abort();
    tick(row, ticks);
  }, LONG);
  const move = (at: TouchEvent) => {
    const { clientX, clientY } = at.touches[0]!;
    const [x, y] = [clientX - touch.clientX, clientY - touch.clientY];
    if (!going) going = way(x, y);
    if (going) clearTimeout(press);
    if (going === "along") return life.abort();
    if (going !== "sideways") return;
    at.preventDefault();
    void offer(row);
    lay(row, opened(x, from, widthOf(row) || OPENS * 2));
  };
  const end = () => {
    life.abort();
    clearTimeout(press);
    if (going !== "sideways") return;
    if (Number(row.dataset.swiped ?? 0) >= OPENS) void settle(row);
    else shut(row);
  };
  document.addEventListener("touchmove", move, { ...options, passive: false });
  document.addEventListener("touchend", end, options);
  document.addEventListener("touchcancel", end, options);
  options.signal.addEventListener("abort", () => clearTimeout(press));
}

function tick(row: HTMLElement, ticks: Ticks): void {
  document.getElementById("results")?.classList.add("choosing");
  ticks.toggle(row);
  navigator.vibrate?.(10);
  swallowNextClick();
}

/** The finger is still down: what it does when it leaves is no press on the row. */
function swallowNextClick(): void {
  document.addEventListener("touchend", (event) => {
    event.preventDefault();
    swallowClick();
  }, { once: true, passive: false });
}

function widthOf(row: HTMLElement): number {
  return row.querySelector<HTMLElement>(".swipe-deeds")?.offsetWidth ?? 0;
}

function lay(row: HTMLElement, pixels: number): void {
  row.dataset.swiped = String(pixels);
  row.style.setProperty("--swiped", `${-pixels}px`);
}

async function settle(row: HTMLElement): Promise<void> {
  await offer(row);
  const width = widthOf(row);
  if (!width) return shut(row);
  lay(row, width);
}

function shut(row: HTMLElement): void {
  delete row.dataset.swiped;
  row.style.removeProperty("--swiped");
}

const asked = new WeakMap<HTMLElement, Promise<void>>();

/** Brings what can be done with the row, once. */
function offer(row: HTMLElement): Promise<void> {
  const known = asked.get(row) ?? load(row);
  asked.set(row, known);
  return known;
}

async function load(row: HTMLElement): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-island=list]")?.dataset.list;
  const answer = await fetch(`${list}${row.dataset.pk}/swipe`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return;
  row.insertAdjacentHTML("beforeend", await answer.text());
  htmx.process(row);
}
