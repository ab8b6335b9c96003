import assert from "node:assert/strict";
import { test } from "node:test";

import { filled, moved, shared } from "./rights-grid.ts";

const GRID = [
  [1, 1, null, 1],
  [1, null, null, null],
  [1, 1, 1, 1],
];

test("arrows go to the next cell that is there", () => {
  assert.deepEqual(moved(GRID, 0, 1, "ArrowRight"), { row: 0, column: 3 });
  assert.deepEqual(moved(GRID, 0, 1, "ArrowDown"), { row: 2, column: 1 });
  assert.equal(moved(GRID, 0, 0, "ArrowUp"), undefined);
  assert.equal(moved(GRID, 2, 3, "ArrowRight"), undefined);
  assert.equal(moved(GRID, 0, 0, "Enter"), undefined);
});

test("a cell that lacks a scope is filled with the widest below it", () => {
  assert.equal(filled("2", ["0", "1", "2", "3"]), "2");
  assert.equal(filled("2", ["0", "3"]), "0");
  assert.equal(filled("3", ["0", "3"]), "3");
});

test("a group shows what all its rows have, and nothing where they differ", () => {
  assert.equal(shared(["3", "3", "3"]), "3");
  assert.equal(shared(["3", "1"]), "");
  assert.equal(shared([]), "");
});
