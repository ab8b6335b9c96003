/** Times of appointments as they are dragged: "2026-11-20T14:30", without a zone, as people read them. */

export interface Span {
  starts: string;
  ends: string;
}

const STEP = 15;
const DAY = 1440;

/** So many minutes in steps of a quarter of an hour. */
export function snapped(count: number): number {
  return Math.round(count / STEP) * STEP || 0;
}

/** Both ends so many minutes later. */
export function shifted({ starts, ends }: Span, by: number): Span {
  return { starts: later(starts, by), ends: later(ends, by) };
}

/** The end so many minutes later; a quarter of an hour is left of it. */
export function stretched({ starts, ends }: Span, by: number): Span {
  const [end, least] = [later(ends, by), later(starts, STEP)];
  return { starts, ends: end > least ? end : least };
}

/** The quarters of an hour that a drawing from one minute of a day to another covers. */
export function between(from: number, to: number): [number, number] {
  const first = Math.max(Math.floor(Math.min(from, to) / STEP) * STEP, 0);
  const last = Math.min(Math.ceil(Math.max(from, to) / STEP) * STEP, DAY);
  return [Math.min(first, DAY - STEP), Math.max(last, first + STEP)];
}

/** A minute of a day; its end is the day's last minute. */
export function minutes(day: string, count: number): string {
  return later(`${day}T00:00`, Math.min(count, DAY - 1));
}

function later(moment: string, by: number): string {
  return new Date(Date.parse(`${moment}:00Z`) + by * 60_000).toISOString().slice(0, 16);
}

/** The element at a point of the window, whatever lies on it. */
export function at(elements: Iterable<HTMLElement>, x: number, y: number): HTMLElement | null {
  for (const element of elements) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    if (x >= left && x < right && y >= top && y < bottom) return element;
  }
  return null;
}
