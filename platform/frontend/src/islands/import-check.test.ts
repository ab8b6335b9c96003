import assert from "node:assert/strict";
import { test } from "node:test";

import { deedOf } from "./import-check.ts";

const press = (code: string, more: Partial<KeyboardEvent> = {}) =>
  deedOf({ key: "", code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more } as KeyboardEvent);

test("keys of the check are the same on a Hangul keyboard and with either command key", () => {
  assert.equal(press("KeyZ", { key: "ㅋ", ctrlKey: true }), "undo");
  assert.equal(press("KeyZ", { key: "z", metaKey: true }), "undo");
  assert.equal(press("KeyH", { key: "ㅗ", ctrlKey: true }), "find");
  assert.equal(press("F8", { key: "F8" }), "next-bad");
});

test("letters alone, and what the browser calls redo, mean nothing", () => {
  assert.equal(press("KeyZ", { key: "z" }), "");
  assert.equal(press("KeyZ", { key: "Z", ctrlKey: true, shiftKey: true }), "");
  assert.equal(press("KeyH", { key: "h" }), "");
});
