/** A board: cards are walked and moved by keys, dragged by mouse and finger, and folded columns kept.
 *
 * A move shows at once; when the server refuses it, the card goes back and the reason is said.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

import { counted, type Step, stepOf, target, walk } from "../board-moves.ts";
import { swallowClick } from "../drag-order.ts";
import type { Destroy } from "../islands.ts";
import { post } from "../post.ts";
import { toast } from "../toasts.ts";

const TYPING = "input, textarea, select, [contenteditable=true], [role=menu]";
const LIFTS = 5;
/** Milliseconds that a finger rests on a card before it is lifted instead of scrolled. */
const RESTS = 300;

interface Moved {
  html: string;
  sentence: string;
  undo: string;
  lanes: { key: string; count: string; money: string }[];
}

export function mount(board: HTMLElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  // Before the list's own keys, which walk rows one after another.
  document.addEventListener("keydown", (event) => press(event, board), { ...options, capture: true });
  board.addEventListener("click", (event) => click(event, board), options);
  board.addEventListener("dragstart", (event) => event.preventDefault(), options);
  board.addEventListener("pointerdown", (event) => lift(event, board), options);
  board.querySelector(".lanes")!.addEventListener("scroll", () => tellLane(board), options);
  return () => life.abort();
}

function lanes(board: HTMLElement): HTMLElement[] {
  return [...board.querySelectorAll<HTMLElement>(".lane")];
}

function cardsOf(lane: HTMLElement): HTMLElement[] {
  const isFolded = lane.classList.contains("lane-folded");
  return isFolded ? [] : [...lane.querySelectorAll<HTMLElement>(".board-card")];
}

function laneOf(card: HTMLElement): HTMLElement {
  return card.closest<HTMLElement>(".lane")!;
}

/** The card that keys mean: the one with the focus, or the one that stands beside. */
function current(board: HTMLElement): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>(".board-card");
  return focused ?? board.querySelector<HTMLElement>(".board-card.peeked");
}

function press(event: KeyboardEvent, board: HTMLElement): void {
  const at = event.target as Element;
  if (event.defaultPrevented || at.closest(TYPING) || at.closest(".peek, .lane-head, .look-bar")) return;
  if (document.querySelector("dialog[open], details.menu[open], [popover]:popover-open")) return;
  const step = stepOf(event);
  if (!step) return;
  const card = current(board);
  if (!card && (step === "peek" || step === "edit" || at.closest("a, button"))) return;
  if (event.key === "Enter" && card?.classList.contains("peeked")) return; // the list opens its page
  event.preventDefault();
  event.stopPropagation();
  act(step, card, board);
}

function act(step: Step, card: HTMLElement | null, board: HTMLElement): void {
  if (!card) return focus(lanes(board).flatMap(cardsOf)[0]);
  if (step === "peek") return linkOf(card).click();
  if (step === "edit") return location.assign(`${board.dataset.list}${card.dataset.pk}/edit`);
  if (step === "back" || step === "forth") return moveBy(card, step === "forth" ? 1 : -1, board);
  const all = lanes(board).map(cardsOf);
  const column = lanes(board).indexOf(laneOf(card));
  const from: [number, number] = [column, all[column]!.indexOf(card)];
  const [to, place] = walk(from, step, all.map((each) => each.length));
  focus(all[to]![place]);
}

function linkOf(card: HTMLElement): HTMLAnchorElement {
  return card.querySelector<HTMLAnchorElement>(".row-link")!;
}

function focus(card: HTMLElement | undefined): void {
  if (!card) return;
  const wasPeeked = document.querySelector("#results .peeked") !== null;
  linkOf(card).focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (wasPeeked && !card.classList.contains("peeked")) linkOf(card).click();
}

/** Whether a column takes the card; where it stands already it does. */
function takes(card: HTMLElement, lane: HTMLElement): boolean {
  const targets = card.dataset.targets?.split(" ");
  return lane === laneOf(card) || !targets || targets.includes(lane.dataset.lane!);
}

function moveBy(card: HTMLElement, by: number, board: HTMLElement): void {
  const all = lanes(board);
  if (!("moves" in board.dataset)) return;
  const next = target(all.indexOf(laneOf(card)), by, all.map((lane) => takes(card, lane)));
  if (next >= 0) void move(card, all[next]!, board);
}

async function move(card: HTMLElement, lane: HTMLElement, board: HTMLElement): Promise<void> {
  const from = laneOf(card);
  const place = card.nextElementSibling;
  const had = card.contains(document.activeElement);
  if (from === lane || card.hasAttribute("aria-busy")) return;
  lane.querySelector(".lane-cards")!.prepend(card);
  count(from, -1);
  count(lane, 1);
  if (had) focus(card);
  card.setAttribute("aria-busy", "true");
  const back = (sentence: string) => {
    card.removeAttribute("aria-busy");
    from.querySelector(".lane-cards")!.insertBefore(card, place?.isConnected ? place : null);
    count(from, 1);
    count(lane, -1);
    if (had) focus(card);
    toast({ kind: "error", text: sentence });
  };
  const answer = await post(`${board.dataset.list}${card.dataset.pk}/put`, {
    by: board.dataset.board!,
    to: lane.dataset.lane!,
    was: from.dataset.lane!,
    version: card.dataset.version!,
    query: board.dataset.query!,
  });
  if (!answer?.ok || answer.redirected) return back(await sentenceOf(answer));
  keep(card, (await answer.json()) as Moved, board);
}

/** The card as the server has it now, and the heads of both columns. */
function keep(card: HTMLElement, moved: Moved, board: HTMLElement): void {
  const had = card.contains(document.activeElement);
  const wasPeeked = card.classList.contains("peeked");
  const holder = document.createElement("ul");
  holder.innerHTML = moved.html;
  const fresh = holder.firstElementChild as HTMLElement;
  fresh.dataset.number = card.dataset.number;
  card.replaceWith(fresh);
  htmx.process(fresh);
  fresh.classList.toggle("peeked", wasPeeked);
  if (had) linkOf(fresh).focus();
  for (const { key, count: figure, money } of moved.lanes) {
    const lane = lanes(board).find((each) => each.dataset.lane === key);
    if (!lane) continue;
    tell(lane, figure);
    lane.querySelector("[data-lane-money]")!.textContent = money;
  }
  toast({ kind: "success", text: moved.sentence, undo: moved.undo || undefined });
}

function count(lane: HTMLElement, by: number): void {
  const place = lane.querySelector("[data-lane-count]")!;
  tell(lane, counted(place.textContent!, by));
}

function tell(lane: HTMLElement, figure: string): void {
  lane.querySelector("[data-lane-count]")!.textContent = figure;
  const pill = document.querySelector(`[data-lane-to="${CSS.escape(lane.dataset.lane!)}"] .count`);
  if (pill) pill.textContent = figure;
}

async function sentenceOf(answer: Response | undefined): Promise<string> {
  const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
  if (isJson) return ((await answer!.json()) as { sentence: string }).sentence;
  return document.getElementById("toasts")?.dataset.failed ?? "";
}

function click(event: Event, board: HTMLElement): void {
  const at = event.target as Element;
  const fold = at.closest<HTMLElement>(".lane-fold");
  const more = at.closest<HTMLElement>("[data-lane-more]");
  const pill = at.closest<HTMLElement>("[data-lane-to]");
  if (fold) void turn(fold.closest<HTMLElement>(".lane")!, board);
  if (more) void load(more.closest<HTMLElement>(".lane")!, more.dataset.laneMore!);
  if (pill) showLane(board, pill.dataset.laneTo!);
}

async function turn(lane: HTMLElement, board: HTMLElement): Promise<void> {
  const isFolded = lane.classList.toggle("lane-folded");
  lane.querySelector(".lane-fold")!.setAttribute("aria-expanded", String(!isFolded));
  const folded = lanes(board).filter((each) => each.classList.contains("lane-folded"));
  const { look, view } = board.dataset;
  void post(look!, {
    by: board.dataset.board!, view: view!, folded: folded.map((each) => each.dataset.lane!),
  });
  const isBare = !lane.querySelector(".board-card, .lane-more");
  const figure = lane.querySelector("[data-lane-count]")!.textContent!;
  if (isFolded || !isBare || figure === "0") return;
  const query = new URLSearchParams(board.dataset.query);
  query.set("in", lane.dataset.lane!);
  query.set("left", figure.replaceAll(/[,+]/g, ""));
  await load(lane, `${board.dataset.list}board?${query}`);
}

async function load(lane: HTMLElement, address: string): Promise<void> {
  const list = lane.querySelector<HTMLElement>(".lane-cards")!;
  const last = cardsOf(lane).at(-1);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.reload();
  list.querySelector(".lane-more")?.remove();
  list.insertAdjacentHTML("beforeend", await answer.text());
  htmx.process(list);
  if (last) linkOf(cardsOf(lane)[cardsOf(lane).indexOf(last) + 1] ?? last).focus();
}

/** On a phone one column is seen at a time: swiped to, or chosen above. */
function showLane(board: HTMLElement, key: string): void {
  const lane = lanes(board).find((each) => each.dataset.lane === key);
  lane?.scrollIntoView({ behavior: "smooth", block: "nearest", inline: "start" });
}

function tellLane(board: HTMLElement): void {
  const row = board.querySelector<HTMLElement>(".lanes")!;
  const switcher = board.querySelector<HTMLElement>(".lane-switch")!;
  if (switcher.offsetParent === null) return;
  const seen = Math.round(row.scrollLeft / row.clientWidth);
  [...switcher.children].forEach((pill, place) => {
    if (place === seen) pill.scrollIntoView({ block: "nearest", inline: "nearest" });
    pill.setAttribute("aria-selected", String(place === seen));
  });
}

/** Lifts a card: by mouse after a few pixels, by finger after resting on it. */
function lift(event: PointerEvent, board: HTMLElement): void {
  const card = (event.target as Element).closest<HTMLElement>(".board-card");
  if (!card || event.button !== 0 || !("moves" in board.dataset)) return;
  if (event.pointerType === "touch") return rest(event, card, board);
  const life = new AbortController();
  const start = (at: PointerEvent) => {
    if (Math.hypot(at.clientX - event.clientX, at.clientY - event.clientY) < LIFTS) return;
    life.abort();
    drag(event, card, board);
  };
  document.addEventListener("pointermove", start, { signal: life.signal });
  document.addEventListener("pointerup", () => life.abort(), { signal: life.signal });
}

function rest(event: PointerEvent, card: HTMLElement, board: HTMLElement): void {
  const life = new AbortController();
  const timer = window.setTimeout(() => {
    life.abort();
    navigator.vibrate?.(10);
    // The finger scrolls nothing any more while it carries a card.
    const hold = (touch: TouchEvent) => touch.preventDefault();
    document.addEventListener("touchmove", hold, { passive: false });
    drag(event, card, board, () => document.removeEventListener("touchmove", hold));
  }, RESTS);
  const leave = () => {
    clearTimeout(timer);
    life.abort();
  };
  for (const end of ["pointerup", "pointercancel", "scroll"]) {
    document.addEventListener(end, leave, { signal: life.signal, capture: true });
  }
}

function drag(from: PointerEvent, card: HTMLElement, board: HTMLElement, done?: () => void): void {
  const life = new AbortController();
  const options = { signal: life.signal };
  const { offsetHeight: height, offsetWidth: width } = card;
  const { left, top } = card.getBoundingClientRect();
  const slot = document.createElement("li");
  slot.className = "card-slot";
  slot.style.height = `${height}px`;
  const home = laneOf(card);
  card.before(slot);
  card.setAttribute("data-lifted", "");
  Object.assign(card.style, { position: "fixed", width: `${width}px`, left: `${left}px`, top: `${top}px` });
  for (const lane of lanes(board)) lane.classList.toggle("lane-closed", !takes(card, lane));
  let over: HTMLElement | undefined;
  const follow = (at: PointerEvent) => {
    Object.assign(card.style, {
      left: `${left + at.clientX - from.clientX}px`, top: `${top + at.clientY - from.clientY}px`,
    });
    const under = document.elementFromPoint(at.clientX, at.clientY)?.closest<HTMLElement>(".lane");
    over = under && takes(card, under) ? under : undefined;
    for (const lane of lanes(board)) lane.classList.toggle("lane-over", lane === over && lane !== home);
    edge(board.querySelector<HTMLElement>(".lanes")!, at.clientX);
  };
  const drop = (isKept: boolean) => {
    life.abort();
    done?.();
    swallowClick();
    card.removeAttribute("data-lifted");
    card.removeAttribute("style");
    slot.replaceWith(card);
    for (const lane of lanes(board)) lane.classList.remove("lane-over", "lane-closed");
    if (isKept && over && over !== home) void move(card, over, board);
  };
  document.addEventListener("pointermove", follow, options);
  document.addEventListener("pointerup", () => drop(true), options);
  document.addEventListener("pointercancel", () => drop(false), options);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    drop(false);
  }, { ...options, capture: true });
}

/** Near the edge the board goes on, so that far columns can be reached. */
function edge(row: HTMLElement, x: number): void {
  const { left, right } = row.getBoundingClientRect();
  if (x > right - 32) row.scrollBy({ left: 24 });
  else if (x < left + 32) row.scrollBy({ left: -24 });
}
