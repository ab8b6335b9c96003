/** How tiles change places: the same rules as the server's `dangol.portal.layout`. */

export type Direction = "left" | "right" | "up" | "down" | "earlier" | "later";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Boxes that touch less than this beside each other, in pixels, are no neighbours. */
const TOUCH = 2;

/** The order with two of its members in each other's place. */
export function swapped<T>(order: readonly T[], one: T, other: T): T[] {
  return order.map((each) => (each === one ? other : each === other ? one : each));
}

/** The neighbour on that side: the nearest, among equals the one with the longest shared edge. */
export function neighbour<T>(
  order: readonly T[],
  one: T,
  direction: Direction,
  boxOf: (each: T) => Box,
): T | undefined {
  const at = order.indexOf(one);
  if (direction === "earlier") return order[at - 1];
  if (direction === "later") return order[at + 1];

  const mine = boxOf(one);
  let best: T | undefined;
  let nearest: [number, number] = [Infinity, 0];
  for (const other of order) {
    if (other === one) continue;
    const [gap, shared] = beside(mine, boxOf(other), direction);
    if (gap < -TOUCH || shared < TOUCH) continue;
    if (gap < nearest[0] - TOUCH || (gap < nearest[0] + TOUCH && shared > nearest[1])) {
      best = other;
      nearest = [gap, shared];
    }
  }
  return best;
}

/** Whether the point lies in the box. */
export function holds(box: Box, x: number, y: number): boolean {
  return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
}

/** How many steps a length covers, with the gap between steps, within least and most. */
export function steps(length: number, step: number, gap: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round((length + gap) / (step + gap))));
}

function beside(mine: Box, other: Box, direction: Direction): [number, number] {
  const across = Math.min(mine.right, other.right) - Math.max(mine.left, other.left);
  const along = Math.min(mine.bottom, other.bottom) - Math.max(mine.top, other.top);
  switch (direction) {
    case "left":
      return [mine.left - other.right, along];
    case "right":
      return [other.left - mine.right, along];
    case "up":
      return [mine.top - other.bottom, across];
    default:
      return [other.top - mine.bottom, across];
  }
}
