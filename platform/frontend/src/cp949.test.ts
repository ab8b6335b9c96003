import assert from "node:assert/strict";
import test from "node:test";

import { byteLength, unencodable } from "./cp949.ts";

test("Hangul counts two bytes, a letter or digit one", () => {
  assert.equal(byteLength("단골 10% off"), 2 * 2 + 8);
});

test("a line break counts one byte however the browser writes it", () => {
  assert.equal(byteLength("가\r\n나"), byteLength("가\n나"));
  assert.equal(byteLength("가\n나"), 5);
});

test("rare syllables outside the old table of 2,350 can be sent", () => {
  assert.deepEqual(unencodable("똠방각하 펲시 뷁"), []);
});

test("what the encoding lacks is named once", () => {
  assert.deepEqual(unencodable("축하해요 🎉 🎉 ©"), ["🎉", "©"]);
});

test("a syllable typed as single letters is joined before it is counted", () => {
  assert.equal(byteLength("한".normalize("NFD")), 2);
});
