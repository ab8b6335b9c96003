import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf } from "./drag-order.ts";

test("what is let go stands behind everything whose middle it has passed", () => {
  assert.equal(placeOf(0, [10, 30, 50]), 0);
  assert.equal(placeOf(29, [10, 30, 50]), 1);
  assert.equal(placeOf(99, [10, 30, 50]), 3);
  assert.equal(placeOf(5, []), 0);
});
