import assert from "node:assert/strict";
import { test } from "node:test";

import { strength } from "./strength.ts";

test("no password has no bar, and a short or monotonous one has one", () => {
  assert.equal(strength("", 10), 0);
  assert.equal(strength("abc", 10), 1);
  assert.equal(strength("aB3$5", 10), 1);
  assert.equal(strength("aaaaaaaaaaaaaaaaaaaa", 10), 1);
});

test("longer and more mixed passwords get more bars, never fewer", () => {
  const better = ["quietmornx", "quiet-morning", "a-quiet-Morning-7", "a-quiet-Morning-7-by-the-sea"];
  const bars = better.map((password) => strength(password, 10));
  assert.deepEqual(bars, [2, 3, 4, 4]);
});

test("the rules' length is the least for two bars", () => {
  assert.equal(strength("quietmornx", 12), 1);
  assert.equal(strength("비밀번호를길게씁니다", 10), 2);
});
