/** The calendar of appointments: dragged to other times, stretched, made by drawing, walked by keys. */
import htmx from "htmx.org/dist/htmx.esm.js";

import { addDays, moved as dayAfter } from "../calendar.ts";
import { beginToday } from "../calendar-phone.ts";
import { swallowClick } from "../drag-order.ts";
import type { Destroy } from "../islands.ts";
import { isTaken } from "../keys.ts";
import { post } from "../post.ts";
import { at, between, minutes, shifted, snapped, stretched, type Span } from "../spans.ts";
import { toast } from "../toasts.ts";

const TYPING = "input, textarea, select, [contenteditable=true]";
const LIFTS = 5;
const FIRST_HOUR = 8;

export function mount(root: HTMLElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  document.addEventListener("keydown", (event) => press(event, root), { ...options, capture: true });
  root.addEventListener("click", (event) => void click(event, root), options);
  root.addEventListener("dblclick", (event) => doubleClick(event, root), options);
  root.addEventListener("dragstart", (event) => event.preventDefault(), options);
  root.addEventListener("pointerdown", (event) => hold(event, root), options);
  const clock = window.setInterval(() => showNow(root), 60_000);
  showNow(root);
  scrollToWork(root);
  if (!wanted) beginToday(root);
  focusAgain(root);
  return () => {
    window.clearInterval(clock);
    life.abort();
  };
}

function showNow(root: HTMLElement): void {
  const now = new Date();
  const line = root.querySelector<HTMLElement>("[data-now]");
  line?.style.setProperty("--at", String(now.getHours() * 60 + now.getMinutes()));
}

function scrollToWork(root: HTMLElement): void {
  const body = root.querySelector<HTMLElement>(".hours-body");
  if (!body) return;
  let scroller: HTMLElement | null = root;
  while (scroller && scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement;
  scroller?.scrollTo({ top: (body.offsetHeight / 24) * FIRST_HOUR });
}

/** The day that gets the focus when the next page has come. */
let wanted = "";

function focusAgain(root: HTMLElement): void {
  if (wanted) dayBox(root, wanted)?.focus();
  wanted = "";
}

function dayBox(root: HTMLElement, day: string): HTMLElement | null {
  return root.querySelector(`[role=group][data-day="${CSS.escape(day)}"]`);
}

function press(event: KeyboardEvent, root: HTMLElement): void {
  const target = event.target as HTMLElement;
  const isAway = target.closest(TYPING) || target.closest("summary, .dock");
  if (event.defaultPrevented || isAway || document.querySelector("dialog[open], details.menu[open]")) return;
  const entry = target.closest<HTMLElement>("[data-pk]");
  if (entry && event.altKey && !event.ctrlKey && !event.metaKey) return void moveByKey(event, entry, root);
  if (isTaken(event)) return;
  const box = target.closest<HTMLElement>("[role=group][data-day]");
  if (box && box === target && event.key === "Enter") {
    event.preventDefault();
    return void location.assign(box.dataset.open!);
  }
  const from = box?.dataset.day ?? entry?.dataset.starts?.slice(0, 10);
  const to = from ? dayAfter(from, event.key, event.shiftKey) : firstDay(event.key, root);
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  go(root, to);
}

function firstDay(key: string, root: HTMLElement): string | undefined {
  if (!key.startsWith("Arrow") || root.dataset.span === "agenda") return undefined;
  const box = root.querySelector<HTMLElement>(".is-today[data-day]") ?? dayBox(root, root.dataset.day!);
  return box?.dataset.day ?? root.dataset.day;
}

/** To a day; beyond the edge the calendar turns its page, and the day has the focus again. */
function go(root: HTMLElement, day: string): void {
  const box = dayBox(root, day);
  if (box && !box.matches(".is-beside")) return box.focus();
  wanted = day;
  const isBefore = day < root.dataset.day!;
  document.querySelector<HTMLElement>(`[data-turn="${isBefore ? -1 : 1}"]`)?.click();
}

async function click(event: MouseEvent, root: HTMLElement): Promise<void> {
  const target = event.target as Element;
  const link = target.closest<HTMLAnchorElement>("a[data-occurrence]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    return openPanel(link, root);
  }
  if (target.matches("[role=group][data-day]")) (target as HTMLElement).focus();
}

async function openPanel(link: HTMLAnchorElement, root: HTMLElement): Promise<void> {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  const dialog = root.querySelector<HTMLDialogElement>("#occurrence-dialog")!;
  dialog.innerHTML = await answer.text();
  htmx.process(dialog);
  dialog.showModal();
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(), { once: true });
}

function doubleClick(event: MouseEvent, root: HTMLElement): void {
  const box = (event.target as Element).closest<HTMLElement>(".calendar-day[data-day]");
  if (box && "adds" in root.dataset) offer(root, { starts: `${box.dataset.day}T09:00`, ends: `${box.dataset.day}T10:00` }, false);
}

/** Asks for a title; the times are known. */
function offer(root: HTMLElement, span: Span, isWhole: boolean): void {
  const dialog = root.querySelector<HTMLDialogElement>("#add-dialog");
  if (!dialog) return;
  const field = (name: string) => dialog.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  field("starts_at").value = span.starts;
  field("ends_at").value = span.ends;
  field("is_all_day").disabled = !isWhole;
  const [from, to] = [span.starts, span.ends].map((each) => (isWhole ? each.slice(0, 10) : each.replace("T", " ")));
  const isOneDay = from!.slice(0, 10) === to!.slice(0, 10);
  const until = isOneDay ? to!.slice(11) : to!;
  dialog.querySelector("[data-when]")!.textContent = until ? `${from} – ${until}` : from!;
  const more = dialog.querySelector<HTMLAnchorElement>("[data-more]")!;
  const query = new URLSearchParams({ starts_at: span.starts, ends_at: span.ends, ...(isWhole ? { is_all_day: "on" } : {}) });
  more.href = `${more.href.split("?")[0]}?${query}`;
  dialog.showModal();
  field("line").focus();
}

async function moveByKey(event: KeyboardEvent, entry: HTMLElement, root: HTMLElement): Promise<void> {
  const days = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if ((!days && !steps) || !("moves" in root.dataset)) return;
  event.preventDefault();
  event.stopPropagation();
  const isMonth = root.dataset.span === "month";
  const away = days ? days * 1440 : steps! * (isMonth ? 7 * 1440 : 15);
  await put(root, entry, shifted(spanOf(entry), away));
}

function spanOf(entry: HTMLElement): Span {
  return { starts: entry.dataset.starts!, ends: entry.dataset.ends! };
}

/** Keeps the new times; the page is drawn anew by the server, which knows what lies where. */
async function put(root: HTMLElement, entry: HTMLElement, span: Span): Promise<void> {
  const { pk, occurs } = entry.dataset;
  const whole = "whole" in entry.dataset ? "1" : "0";
  const answer = await post(`${root.dataset.moves}${pk}/move`, { ...span, day: occurs ?? "", whole });
  const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
  const kept = isJson ? ((await answer!.json()) as { sentence: string; undo?: string }) : undefined;
  if (!answer?.ok || !kept) {
    toast({ kind: "error", text: kept?.sentence ?? document.getElementById("toasts")?.dataset.failed ?? "" });
  } else {
    toast({ kind: "success", text: kept.sentence, undo: kept.undo });
  }
  await htmx.ajax("GET", location.href, { target: ".schedule", select: ".schedule", swap: "outerHTML" } as never);
  document.querySelector<HTMLElement>(`[data-pk="${pk}"] > .row-link`)?.focus();
}

function hold(event: PointerEvent, root: HTMLElement): void {
  if (event.button !== 0 || event.pointerType === "touch") return;
  const target = event.target as Element;
  const entry = target.closest<HTMLElement>("[data-pk]");
  if (entry && "moves" in root.dataset) {
    return target.closest(".hours-edge") ? stretch(event, entry, root) : lift(event, entry, root);
  }
  const isEmpty = !target.closest("a, button, .calendar-entry");
  const day = target.closest<HTMLElement>(".hours-day");
  if (day && isEmpty && "adds" in root.dataset) draw(event, day, root);
  else if (isEmpty && target.closest(".calendar-day") && "adds" in root.dataset) drawDays(event, root);
}

interface Drag {
  move(at: PointerEvent): void;
  drop(at: PointerEvent): void;
  end(): void;
}

/** One drag: `move` while it goes on, `drop` where it is let go, `end` however it ends. */
function follow(event: PointerEvent, drag: Drag): void {
  const life = new AbortController();
  const options = { signal: life.signal };
  let isLifted = false;
  document.addEventListener("pointermove", (at) => {
    isLifted ||= Math.hypot(at.clientX - event.clientX, at.clientY - event.clientY) >= LIFTS;
    if (isLifted) drag.move(at);
  }, options);
  const finish = (at?: PointerEvent) => {
    life.abort();
    drag.end();
    if (!isLifted) return;
    swallowClick();
    if (at) drag.drop(at);
  };
  document.addEventListener("pointerup", finish, options);
  document.addEventListener("pointercancel", () => finish(), options);
  document.addEventListener("keydown", (at) => at.key === "Escape" && finish(), options);
}

function lift(event: PointerEvent, entry: HTMLElement, root: HTMLElement): void {
  const held = dayAt(root, event);
  const isBlock = entry.matches(".hours-block");
  let over: HTMLElement | null = null;
  follow(event, {
    move(at) {
      entry.setAttribute("data-lifted", "");
      entry.style.translate = `${at.clientX - event.clientX}px ${at.clientY - event.clientY}px`;
      over?.classList.remove("day-over");
      over = dayAt(root, at);
      over?.classList.add("day-over");
    },
    drop(at) {
      const to = dayAt(root, at);
      if (!held || !to) return;
      const days = Math.round((Date.parse(to.dataset.day!) - Date.parse(held.dataset.day!)) / 86_400_000);
      const away = isBlock ? snapped((at.clientY - event.clientY) / minuteOf(root)) : 0;
      if (days || away) void put(root, entry, shifted(spanOf(entry), days * 1440 + away));
    },
    end() {
      entry.removeAttribute("data-lifted");
      entry.style.translate = "";
      over?.classList.remove("day-over");
    },
  });
}

function stretch(event: PointerEvent, entry: HTMLElement, root: HTMLElement): void {
  const height = entry.offsetHeight;
  follow(event, {
    move: (at) => void (entry.style.height = `${Math.max(height + at.clientY - event.clientY, 12)}px`),
    drop(at) {
      const away = snapped((at.clientY - event.clientY) / minuteOf(root));
      if (away) void put(root, entry, stretched(spanOf(entry), away));
    },
    end: () => void (entry.style.height = ""),
  });
}

/** Drawing among the hours of a day. */
function draw(event: PointerEvent, day: HTMLElement, root: HTMLElement): void {
  const minute = minuteOf(root);
  const minuteAt = (at: PointerEvent) => (at.clientY - day.getBoundingClientRect().top) / minute;
  const from = minuteAt(event);
  const shade = document.createElement("span");
  shade.className = "hours-new";
  follow(event, {
    move(at) {
      const [first, last] = between(from, minuteAt(at));
      shade.style.top = `${first * minute}px`;
      shade.style.height = `${(last - first) * minute}px`;
      day.append(shade);
    },
    drop(at) {
      const [first, last] = between(from, minuteAt(at));
      offer(root, { starts: minutes(day.dataset.day!, first), ends: minutes(day.dataset.day!, last) }, false);
    },
    end: () => shade.remove(),
  });
}

/** Drawing over the days of a month: they are whole days. */
function drawDays(event: PointerEvent, root: HTMLElement): void {
  const held = dayAt(root, event)!.dataset.day!;
  const boxes = [...root.querySelectorAll<HTMLElement>(".calendar-day")];
  const shade = (first: string, last: string) =>
    boxes.forEach((box) => box.classList.toggle("day-over", box.dataset.day! >= first && box.dataset.day! <= last));
  const reach = (at: PointerEvent) => [held, dayAt(root, at)?.dataset.day ?? held].sort() as [string, string];
  follow(event, {
    move: (at) => shade(...reach(at)),
    drop(at) {
      const [first, last] = reach(at);
      offer(root, { starts: `${first}T00:00`, ends: `${last}T23:59` }, true);
    },
    end: () => shade(addDays(held, 1), held),
  });
}

/** Pixels of a minute. */
function minuteOf(root: HTMLElement): number {
  return (root.querySelector<HTMLElement>(".hours-day")?.offsetHeight ?? 1440) / 1440;
}

/** The day under the pointer, whatever lies on it. */
function dayAt(root: HTMLElement, event: PointerEvent): HTMLElement | null {
  return at(root.querySelectorAll<HTMLElement>("[data-day]:not(.schedule)"), event.clientX, event.clientY);
}
