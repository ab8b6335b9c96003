import assert from "node:assert/strict";
import { test } from "node:test";

import { deedOf } from "./cleansing.ts";

const press = (key: string, code: string, more: object = {}) =>
  deedOf({ key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

test("keys walk, accept, skip and edit", () => {
  assert.equal(press("ArrowDown", "ArrowDown"), "down");
  assert.equal(press("k", "KeyK"), "up");
  assert.equal(press("Enter", "Enter"), "accept");
  assert.equal(press("s", "KeyS"), "skip");
  assert.equal(press("e", "KeyE"), "edit");
});

test("they mean the same on a Hangul keyboard", () => {
  assert.equal(press("ㄴ", "KeyS"), "skip");
  assert.equal(press("ㄷ", "KeyE"), "edit");
});

test("Shift accepts all, Ctrl+Z takes back, everything else is left alone", () => {
  assert.equal(press("Enter", "Enter", { shiftKey: true }), "all");
  assert.equal(press("z", "KeyZ", { ctrlKey: true }), "undo");
  assert.equal(press("s", "KeyS", { ctrlKey: true }), "");
  assert.equal(press("x", "KeyX"), "");
});
