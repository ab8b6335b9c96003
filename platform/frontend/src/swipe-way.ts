/** Where a finger on a row is going, and how far the row follows it. */
export type Way = "" | "sideways" | "along";

/** Pixels after which a finger has decided for sideways; then it is no scrolling any more. */
const DECIDED = 10;

/** Where a finger is going, once it has gone far enough. */
export function way(x: number, y: number): Way {
  if (Math.max(Math.abs(x), Math.abs(y)) < DECIDED) return "";
  return Math.abs(x) > Math.abs(y) ? "sideways" : "along";
}

/** How far a row lies open while the finger is `x` pixels from where it began: never to the right. */
export function opened(x: number, from: number, width: number): number {
  return Math.min(width, Math.max(0, from - x));
}
