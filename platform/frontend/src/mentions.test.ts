import assert from "node:assert/strict";
import { test } from "node:test";

import { called, calling } from "./mentions.ts";

test("an @ that begins a word calls somebody", () => {
  assert.equal(calling("@"), "");
  assert.equal(calling("견적은 @최민"), "최민");
  assert.equal(calling("(@ㅊㅁ"), "ㅊㅁ");
});

test("a mail address, a finished name and plain text call nobody", () => {
  assert.equal(calling("haneul@hanbit"), undefined);
  assert.equal(calling("@최민호 "), undefined);
  assert.equal(calling("내일 전화"), undefined);
});

test("the name stands where it was called, and the caret behind it", () => {
  assert.deepEqual(called("견적은 @최 확인", 6, "최민호"), ["견적은 @최민호 확인", 9]);
  assert.deepEqual(called("@", 1, "최민호"), ["@최민호 ", 5]);
});
