/** A calendar: arrows walk the days, entries are dragged to other days, “+3 more” opens the day. */
import htmx from "htmx.org/dist/htmx.esm.js";

import { addDays, moved as dayAfter } from "../calendar.ts";
import { beginToday } from "../calendar-phone.ts";
import { swallowClick } from "../drag-order.ts";
import type { Destroy } from "../islands.ts";
import { isTaken } from "../keys.ts";
import { post } from "../post.ts";
import { toast } from "../toasts.ts";

const TYPING = "input, textarea, select, [contenteditable=true]";
const LIFTS = 5;

export function mount(calendar: HTMLElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  // Before the list's own keys, which walk rows one after another.
  document.addEventListener("keydown", (event) => press(event, calendar), { ...options, capture: true });
  calendar.addEventListener("click", (event) => click(event, calendar), options);
  calendar.addEventListener("dragstart", (event) => event.preventDefault(), options);
  calendar.addEventListener("pointerdown", (event) => lift(event, calendar), options);
  if (!wanted) beginToday(calendar);
  focusAgain(calendar);
  return () => life.abort();
}

function dayBox(calendar: HTMLElement, day: string): HTMLElement | null {
  return calendar.querySelector(`.calendar-day[data-day="${CSS.escape(day)}"]`);
}

function press(event: KeyboardEvent, calendar: HTMLElement): void {
  const at = event.target as HTMLElement;
  const isAway = at.closest(TYPING) || at.closest(".peek, .look-bar, summary, .list-bar, .panel-head");
  if (event.defaultPrevented || isAway || document.querySelector("dialog[open], details.menu[open]")) return;
  const entry = at.closest<HTMLElement>(".calendar-entry");
  if (entry && event.altKey && !event.ctrlKey && !event.metaKey) return moveByKey(event, entry, calendar);
  if (isTaken(event)) return;
  const box = at.closest<HTMLElement>(".calendar-day");
  if (box && event.key === "Enter" && at === box) {
    event.preventDefault();
    event.stopPropagation();
    return void openDay(calendar, box.dataset.day!);
  }
  const from = box?.dataset.day ?? entry?.dataset.day;
  const to = from ? dayAfter(from, event.key, event.shiftKey) : first(event.key, calendar);
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  go(calendar, to);
}

/** Where arrows begin when no day has the focus: today, or the first day. */
function first(key: string, calendar: HTMLElement): string | undefined {
  if (!key.startsWith("Arrow")) return undefined;
  const box = calendar.querySelector<HTMLElement>(".is-today") ?? calendar.querySelector(".calendar-day");
  return (box as HTMLElement).dataset.day;
}

/** To a day; beyond the edge the calendar turns its page, and the day has the focus again. */
function go(calendar: HTMLElement, day: string): void {
  const box = dayBox(calendar, day);
  const isBeside = box?.classList.contains("is-beside");
  if (box && !isBeside) return box.focus();
  const days = [...calendar.querySelectorAll<HTMLElement>(".calendar-day:not(.is-beside)")];
  wanted = day;
  const isBefore = day < days[0]!.dataset.day!;
  calendar.querySelector<HTMLElement>(`[data-turn="${isBefore ? -1 : 1}"]`)!.click();
}

/** The day that gets the focus when the next page has come. */
let wanted = "";

function focusAgain(calendar: HTMLElement): void {
  if (!wanted) return;
  dayBox(calendar, wanted)?.focus();
  wanted = "";
}

function click(event: MouseEvent, calendar: HTMLElement): void {
  const at = event.target as Element;
  const left = at.closest<HTMLElement>("[data-left]");
  if (left && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const day = left.dataset.left || left.closest<HTMLElement>("[data-day]")!.dataset.day!;
    return void openDay(calendar, day);
  }
  if (at.matches(".calendar-day")) (at as HTMLElement).focus();
}

async function openDay(calendar: HTMLElement, day: string): Promise<void> {
  const query = new URLSearchParams(calendar.dataset.query);
  query.set("day", day);
  const answer = await fetch(`${calendar.dataset.dayUrl}?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.reload();
  const dialog = calendar.querySelector<HTMLDialogElement>("#day-dialog")!;
  dialog.innerHTML = await answer.text();
  htmx.process(dialog);
  dialog.showModal();
  dialog.addEventListener("close", () => dayBox(calendar, day)?.focus(), { once: true });
}

function moveByKey(event: KeyboardEvent, entry: HTMLElement, calendar: HTMLElement): void {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  if (!by || !("moves" in calendar.dataset)) return;
  event.preventDefault();
  event.stopPropagation();
  void move(entry, addDays(entry.dataset.day!, by), calendar);
}

async function move(entry: HTMLElement, day: string, calendar: HTMLElement): Promise<void> {
  const { pk, day: was } = entry.dataset;
  if (day === was) return;
  const box = dayBox(calendar, day);
  const area = entry.style.gridArea;
  const home = entry.parentElement!;
  if (box && !entry.matches(".is-bar")) {
    const column = [...box.parentElement!.children].indexOf(box) + 1;
    box.parentElement!.append(entry);
    entry.style.gridArea = `2 / ${column} / auto / span 1`;
  }
  const query = calendar.dataset.query!;
  const answer = await post(`${calendar.dataset.list}${pk}/put`, {
    on: calendar.dataset.calendar!, to: day, was: was!, query,
  });
  if (!answer?.ok || answer.redirected) {
    home.append(entry);
    entry.style.gridArea = area;
    return toast({ kind: "error", text: await sentenceOf(answer) });
  }
  const kept = (await answer.json()) as { sentence: string; undo: string };
  toast({ kind: "success", text: kept.sentence, undo: kept.undo });
  // What lies where is worked out by the server: days have counts and rows.
  await htmx.ajax("GET", location.href, { target: "#results", swap: "outerHTML" } as never);
  document.querySelector<HTMLElement>(`.calendar-entry[data-pk="${pk}"] > .row-link`)?.focus();
}

async function sentenceOf(answer: Response | undefined): Promise<string> {
  const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
  if (isJson) return ((await answer!.json()) as { sentence: string }).sentence;
  return document.getElementById("toasts")?.dataset.failed ?? "";
}

function lift(event: PointerEvent, calendar: HTMLElement): void {
  const entry = (event.target as Element).closest<HTMLElement>(".calendar-entry");
  if (!entry || event.button !== 0 || !("moves" in calendar.dataset)) return;
  const life = new AbortController();
  const options = { signal: life.signal };
  const held = dayAt(calendar, event);
  let isLifted = false;
  let over: HTMLElement | null = null;
  const follow = (at: PointerEvent) => {
    const [x, y] = [at.clientX - event.clientX, at.clientY - event.clientY];
    if (!isLifted && Math.hypot(x, y) < LIFTS) return;
    isLifted = true;
    entry.setAttribute("data-lifted", "");
    entry.style.translate = `${x}px ${y}px`;
    over?.classList.remove("day-over");
    over = dayAt(calendar, at);
    over?.classList.add("day-over");
  };
  const drop = (isKept: boolean) => {
    life.abort();
    entry.removeAttribute("data-lifted");
    entry.style.translate = "";
    over?.classList.remove("day-over");
    if (!isLifted) return;
    swallowClick();
    if (!isKept || !over || !held) return;
    // One holds it by any of its days: it moves by as many as the pointer has.
    const away = (Date.parse(over.dataset.day!) - Date.parse(held.dataset.day!)) / 86_400_000;
    void move(entry, addDays(entry.dataset.day!, away), calendar);
  };
  document.addEventListener("pointermove", follow, options);
  document.addEventListener("pointerup", () => drop(true), options);
  document.addEventListener("pointercancel", () => drop(false), options);
  document.addEventListener("keydown", (at) => at.key === "Escape" && drop(false), options);
}

/** The day under the pointer, whatever lies on it. */
function dayAt(calendar: HTMLElement, at: PointerEvent): HTMLElement | null {
  const boxes = calendar.querySelectorAll<HTMLElement>(".calendar-day");
  return [...boxes].find((box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    return at.clientX >= left && at.clientX < right && at.clientY >= top && at.clientY < bottom;
  }) ?? null;
}
