/** Days for date pickers: the weeks of a month, moves by keys, lunar dates, Korean holidays. */

/** A day without a time: "2026-11-20". Days are reckoned in UTC, where each has 24 hours. */
export type Day = string;

const HOURS_24 = 86_400_000;
const lunarFormat = new Intl.DateTimeFormat("ko-KR-u-ca-dangi", {
  month: "numeric",
  day: "numeric",
  timeZone: "UTC",
});

/** The day of a local moment, as people around it count. */
export function dayOf(moment: Date): Day {
  const parts = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return parts.map((part, place) => String(part).padStart(place ? 2 : 4, "0")).join("-");
}

export function date(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date(text).valueOf());
}

export function addDays(day: Day, count: number): Day {
  return new Date(date(day).valueOf() + count * HOURS_24).toISOString().slice(0, 10);
}

/** The same day of another month, or its last day when it has none such. */
export function addMonths(day: Day, count: number): Day {
  const [year, month, number] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  const moved = new Date(Date.UTC(year, month - 1 + count, Math.min(number, last)));
  return moved.toISOString().slice(0, 10);
}

export function weekday(day: Day): number {
  return date(day).getUTCDay();
}

/** The weeks that a month touches, Sunday first. */
export function weeks(month: Day): Day[][] {
  const first = `${month.slice(0, 7)}-01`;
  let start = addDays(first, -weekday(first));
  const rows: Day[][] = [];
  while (rows.length === 0 || start.slice(0, 7) === month.slice(0, 7)) {
    rows.push(Array.from({ length: 7 }, (_, place) => addDays(start, place)));
    start = addDays(start, 7);
  }
  return rows;
}

/** The lunar date as calendars print it: 10.12, a leap month 윤6.1. */
export function lunar(day: Day): string {
  const parts = lunarFormat.formatToParts(date(day));
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? "";
  const month = part("month").replace("월", "");
  return `${month}.${part("day").replace("일", "")}`;
}

/** Where a key leads from a day; undefined for a key that moves nothing. */
export function moved(day: Day, key: string, shift: boolean): Day | undefined {
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return addDays(day, -weekday(day));
    case "End":
      return addDays(day, 6 - weekday(day));
    case "PageUp":
      return addMonths(day, shift ? -12 : -1);
    case "PageDown":
      return addMonths(day, shift ? 12 : 1);
    default:
      return undefined;
  }
}

/** "2026-01-01 신정|2026-02-17 설날" as a map. */
export function readHolidays(text: string): Map<Day, string> {
  const lines = text.split("|").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(0, 10), line.slice(11)]));
}
