import assert from "node:assert/strict";
import test from "node:test";

import { saysCount } from "./typed-count.ts";

test("the number counts however people group it", () => {
  for (const typed of ["1240", "1,240", " 1 240 ", "１２４０", "1,240명", "01240"]) {
    assert.ok(saysCount(typed, "1240"), typed);
  }
});

test("anything else does not, least of all nothing", () => {
  for (const typed of ["", "124", "12400", "1240-1", "천이백", "0x4D8", "1e3"]) {
    assert.ok(!saysCount(typed, "1240"), typed);
  }
  assert.ok(!saysCount("", "0"));
});
