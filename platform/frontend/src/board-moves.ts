/** Where keys and pointers lead on a board: without a page, so it can be tested. */
import { isTaken, type KeyPress } from "./keys.ts";

export type Step = "" | "up" | "down" | "left" | "right" | "back" | "forth" | "peek" | "open" | "edit";

/** What a key press on a card means. */
export function stepOf(press: KeyPress): Step {
  if (isTaken(press)) return "";
  const steps: Record<string, Step> = {
    j: "down", ArrowDown: "down", k: "up", ArrowUp: "up", ArrowLeft: "left", ArrowRight: "right",
    "[": "back", "]": "forth", " ": "peek", Enter: "peek", e: "edit",
  };
  return steps[press.key] ?? "";
}

/** The place after a step among `columns` (how many cards each has), empty ones passed over. */
export function walk(at: [number, number], step: Step, columns: number[]): [number, number] {
  const [column, place] = at;
  if (step === "up" || step === "down") {
    const next = place + (step === "down" ? 1 : -1);
    return next >= 0 && next < columns[column]! ? [column, next] : at;
  }
  const by = step === "left" ? -1 : 1;
  for (let next = column + by; next >= 0 && next < columns.length; next += by) {
    if (columns[next]! > 0) return [next, Math.min(place, columns[next]! - 1)];
  }
  return at;
}

/** The next column on that side which takes the card; -1 for none. */
export function target(from: number, by: number, takes: boolean[]): number {
  for (let next = from + by; next >= 0 && next < takes.length; next += by) {
    if (takes[next]) return next;
  }
  return -1;
}

/** A count as it is written once a card has come or gone; one that stops early stays. */
export function counted(text: string, by: number): string {
  if (text.endsWith("+")) return text;
  return (Number(text.replaceAll(",", "")) + by).toLocaleString("en-US");
}
