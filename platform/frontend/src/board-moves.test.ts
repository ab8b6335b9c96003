import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, stepOf, target, walk } from "./board-moves.ts";

const key = (name: string) => ({
  key: name, keyCode: 0, isComposing: false, ctrlKey: false, metaKey: false, altKey: false,
});

test("keys walk and move, and no key is taken from an input method or the browser", () => {
  assert.equal(stepOf(key("]")), "forth");
  assert.equal(stepOf(key("j")), "down");
  assert.equal(stepOf({ ...key("j"), isComposing: true }), "");
  assert.equal(stepOf({ ...key("]"), ctrlKey: true }), "");
});

test("walking stays within the board and passes over empty columns", () => {
  assert.deepEqual(walk([0, 2], "right", [3, 0, 2]), [2, 1]);
  assert.deepEqual(walk([0, 0], "up", [3, 0, 2]), [0, 0]);
  assert.deepEqual(walk([0, 2], "down", [3, 0, 2]), [0, 2]);
  assert.deepEqual(walk([2, 1], "right", [3, 0, 2]), [2, 1]);
});

test("a card goes to the next column that takes it", () => {
  assert.equal(target(0, 1, [true, false, true]), 2);
  assert.equal(target(2, 1, [true, false, true]), -1);
  assert.equal(target(2, -1, [true, false, true]), 0);
});

test("counts follow a move at once, capped ones do not", () => {
  assert.equal(counted("1,000", -1), "999");
  assert.equal(counted("999", 1), "1,000");
  assert.equal(counted("10,000+", 1), "10,000+");
});
