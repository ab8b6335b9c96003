import assert from "node:assert/strict";
import test from "node:test";

import { consonants, finds } from "./hangul.ts";

test("syllables give their first consonants, other letters themselves", () => {
  assert.equal(consonants("김하늘 A+"), "ㄱㅎㄴ A+");
  assert.equal(consonants("꽃씨"), "ㄲㅆ");
});

test("words are found by letters, whatever their case and spaces", () => {
  assert.ok(finds("영업 1팀", "업1"));
  assert.ok(finds("Acme Korea", "KOR"));
  assert.ok(!finds("영업 1팀", "2팀"));
  assert.ok(finds("anything", "  "));
});

test("words are found by first consonants, also mixed with syllables", () => {
  assert.ok(finds("이수진", "ㅇㅅㅈ"));
  assert.ok(finds("이수진", "이ㅅ"));
  assert.ok(finds("담당자 이수진", "ㅅㅈ"));
  assert.ok(!finds("이수진", "ㅅㅇ"));
});

test("letters typed on a Mac come apart and are found all the same", () => {
  assert.ok(finds("이수진", "이수".normalize("NFD")));
});
