import assert from "node:assert/strict";
import test from "node:test";

import { beside, between, intent, step, within } from "./list-keys.ts";

const press = (key: string, more = {}) => ({
  key,
  keyCode: 0,
  isComposing: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});
const idle = { peeking: false, chosen: 0 };

test("J, K and the arrows walk the rows", () => {
  assert.equal(intent(press("j"), idle), "next");
  assert.equal(intent(press("ArrowDown"), idle), "next");
  assert.equal(intent(press("k"), idle), "previous");
  assert.equal(intent(press("ArrowUp"), idle), "previous");
});

test("Enter opens the record beside the list, and is the browser's own when there is none", () => {
  assert.equal(intent(press("Enter"), { peeking: true, chosen: 0 }), "open");
  assert.equal(intent(press("Enter"), idle), "");
});

test("Escape drops the choice first and closes the panel after", () => {
  assert.equal(intent(press("Escape"), { peeking: true, chosen: 2 }), "untick");
  assert.equal(intent(press("Escape"), { peeking: true, chosen: 0 }), "close");
  assert.equal(intent(press("Escape"), idle), "");
});

test("no key is taken while a syllable is made or Ctrl is held", () => {
  assert.equal(intent(press("j", { isComposing: true }), idle), "");
  assert.equal(intent(press("x", { keyCode: 229 }), idle), "");
  assert.equal(intent(press("j", { ctrlKey: true }), idle), "");
});

test("a step ends at the first and at the last row", () => {
  assert.equal(step(-1, 1, 3), 0);
  assert.equal(step(-1, -1, 3), 2);
  assert.equal(step(2, 1, 3), undefined);
  assert.equal(step(0, -1, 3), undefined);
  assert.equal(step(-1, 1, 0), undefined);
});

test("a range holds both ends, whichever was clicked first", () => {
  assert.deepEqual(between(4, 2), [2, 3, 4]);
  assert.deepEqual(between(3, 3), [3]);
});

test("the panel is neither too narrow nor too wide", () => {
  assert.equal(within(100), 340);
  assert.equal(within(900), 560);
  assert.equal(within(400.4), 400);
});

test("the address names the record beside the list and keeps the rest", () => {
  const list = "http://demo.localhost/base/customers/?grade=1&grade=2";
  assert.equal(beside(list, "7"), `${list}&peek=7`);
  assert.equal(beside(`${list}&peek=7`, ""), list);
});
