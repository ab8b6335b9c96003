import assert from "node:assert/strict";
import { test } from "node:test";

import { type Box, holds, neighbour, steps, swapped } from "./portal-order.ts";

const STEP = 88;

/** A box of a grid with gaps of 12, from columns and rows. */
function box(x: number, y: number, columns: number, rows: number): Box {
  return {
    left: x * 100,
    top: y * STEP,
    right: (x + columns) * 100 - 12,
    bottom: (y + rows) * STEP - 12,
  };
}

const boxes: Record<string, Box> = {
  board: box(0, 0, 12, 1),
  today: box(0, 1, 4, 4),
  progress: box(4, 1, 4, 4),
  mine: box(8, 1, 4, 4),
  care: box(0, 5, 6, 4),
  growth: box(6, 5, 6, 4),
};
const order = Object.keys(boxes);
const at = (name: string): Box => boxes[name]!;

test("two tiles change places and the others stay", () => {
  assert.deepEqual(swapped(["a", "b", "c"], "a", "c"), ["c", "b", "a"]);
});

test("the neighbour is the nearest tile on that side", () => {
  assert.equal(neighbour(order, "progress", "left", at), "today");
  assert.equal(neighbour(order, "progress", "right", at), "mine");
  assert.equal(neighbour(order, "progress", "up", at), "board");
});

test("of two tiles below, the one with the longer shared edge is the neighbour", () => {
  assert.equal(neighbour(order, "today", "down", at), "care");
  assert.equal(neighbour(order, "mine", "down", at), "growth");
});

test("at the edge there is no neighbour", () => {
  assert.equal(neighbour(order, "today", "left", at), undefined);
  assert.equal(neighbour(order, "board", "up", at), undefined);
  assert.equal(neighbour(order, "growth", "down", at), undefined);
});

test("on the phone the neighbours are those of the order", () => {
  assert.equal(neighbour(order, "today", "earlier", at), "board");
  assert.equal(neighbour(order, "today", "later", at), "progress");
  assert.equal(neighbour(order, "growth", "later", at), undefined);
});

test("a length is told in whole steps, within its limits", () => {
  assert.equal(steps(388, 88, 12, 3, 12), 4);
  assert.equal(steps(430, 88, 12, 3, 12), 4);
  assert.equal(steps(440, 88, 12, 3, 12), 5);
  assert.equal(steps(10, 88, 12, 3, 12), 3);
  assert.equal(steps(9_999, 88, 12, 3, 12), 12);
});

test("a point on the right edge lies outside", () => {
  assert.equal(holds(at("today"), 0, STEP), true);
  assert.equal(holds(at("today"), 388, STEP), false);
});
