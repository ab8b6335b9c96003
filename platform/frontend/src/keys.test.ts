import assert from "node:assert/strict";
import test from "node:test";

import { isTaken, latin, Sequence } from "./keys.ts";

const plain = {
  key: "n",
  keyCode: 78,
  isComposing: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
};

test("a key that belongs to a Korean syllable in the making is not ours", () => {
  assert.equal(isTaken(plain), false);
  assert.equal(isTaken({ ...plain, isComposing: true }), true);
  assert.equal(isTaken({ ...plain, keyCode: 229 }), true);
});

test("a key held with Ctrl, Alt or Cmd belongs to the browser", () => {
  assert.equal(isTaken({ ...plain, ctrlKey: true }), true);
  assert.equal(isTaken({ ...plain, altKey: true }), true);
  assert.equal(isTaken({ ...plain, metaKey: true }), true);
});

test("two keys in a row make one shortcut, unless one waits too long", () => {
  const known = new Set(["n", "g c"]);
  const quick = new Sequence();
  assert.equal(quick.next("g", 0, known), "");
  assert.equal(quick.next("c", 300, known), "g c");
  const slow = new Sequence();
  assert.equal(slow.next("g", 0, known), "");
  assert.equal(slow.next("c", 2000, known), "");
});

test("a single key acts at once, and an unknown one does nothing", () => {
  const keys = new Sequence();
  assert.equal(keys.next("n", 0, new Set(["n"])), "n");
  assert.equal(keys.next("x", 10, new Set(["n"])), "");
});

test("a key of the Hangul keyboard is the letter that stands on it", () => {
  assert.equal(latin({ key: "ㅜ", code: "KeyN" }), "n");
  assert.equal(latin({ key: "n", code: "KeyN" }), "n");
  assert.equal(latin({ key: "/", code: "Slash" }), "/");
});
