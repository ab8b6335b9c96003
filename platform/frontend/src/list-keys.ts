/** What a key means in a list, and which rows a choice takes in: without a page, so it can be tested. */
import { isTaken, type KeyPress } from "./keys.ts";

export type Intent = "" | "next" | "previous" | "open" | "close" | "tick" | "untick" | "edit" | "cell";

export interface ListState {
  /** A record stands beside the list. */
  peeking: boolean;
  /** How many rows are ticked. */
  chosen: number;
}

/** The deed of a key press in a list where nobody is typing. */
export function intent(press: KeyPress, { peeking, chosen }: ListState): Intent {
  if (isTaken(press)) return "";
  switch (press.key) {
    case "j":
    case "ArrowDown":
      return "next";
    case "k":
    case "ArrowUp":
      return "previous";
    case "Enter":
      return peeking ? "open" : "";
    case "e":
      return "edit";
    case "ArrowRight":
      return "cell";
    case "x":
      return "tick";
    case "Escape":
      if (chosen > 0) return "untick";
      return peeking ? "close" : "";
    default:
      return "";
  }
}

/** The row after a step of `by` from `at` (-1: none yet) among `length`; beyond the ends: undefined. */
export function step(at: number, by: number, length: number): number | undefined {
  if (length === 0) return undefined;
  const next = at < 0 ? (by > 0 ? 0 : length - 1) : at + by;
  return next >= 0 && next < length ? next : undefined;
}

/** The rows from one to another, both included, whichever stands first. */
export function between(one: number, other: number): number[] {
  const first = Math.min(one, other);
  return Array.from({ length: Math.abs(one - other) + 1 }, (_, n) => first + n);
}

/** A width within the limits of the panel beside the list, in pixels. */
export function within(width: number): number {
  return Math.round(Math.min(560, Math.max(340, width)));
}

/** An address with the record `pk` beside its list, or with none (""). */
export function beside(address: string, pk: string): string {
  const url = new URL(address);
  url.searchParams.delete("peek");
  if (pk) url.searchParams.set("peek", pk);
  return url.href;
}
