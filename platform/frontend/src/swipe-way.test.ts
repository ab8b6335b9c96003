import assert from "node:assert/strict";
import { test } from "node:test";

import { opened, way } from "./swipe-way.ts";

test("a finger has no way until it has gone ten pixels", () => {
  assert.equal(way(4, -6), "");
  assert.equal(way(-12, 3), "sideways");
  assert.equal(way(-12, 20), "along");
});

test("a row opens to the left only, and no further than what it offers", () => {
  assert.equal(opened(-30, 0, 144), 30);
  assert.equal(opened(40, 0, 144), 0);
  assert.equal(opened(-400, 0, 144), 144);
  assert.equal(opened(50, 144, 144), 94);
});
