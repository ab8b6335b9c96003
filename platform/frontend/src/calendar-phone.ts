/** A month on a phone: days that have something stand below one another, without the empty ones. */
import type { Day } from "./calendar.ts";

/** Scrolls to today in the list of days, or to the next one that has something; no-op on a desk. */
export function beginToday(root: HTMLElement): void {
  const list = root.querySelector<HTMLElement>(".agenda");
  const today = root.querySelector<HTMLElement>(".is-today[data-day]:not(.is-beside)")?.dataset.day;
  if (!today || !list?.offsetParent) return;
  const days = [...list.querySelectorAll<HTMLElement>(":scope > li[data-day]")];
  const at = fromToday(days.map((each) => each.dataset.day!), today);
  days[at]?.scrollIntoView({ block: "start" });
}

/** Place of the day to begin at among ordered days; -1 when all of them are over. */
export function fromToday(days: readonly Day[], today: Day): number {
  return days.findIndex((day) => day >= today);
}
