import assert from "node:assert/strict";
import { test } from "node:test";

import { asksForRows } from "./sending.ts";

test("rows are asked for at every fifth look", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 10].map((look) => asksForRows(look, false)), [
    false, false, false, false, true, true,
  ]);
});

test("as long as there are none they are asked for at each look", () => {
  assert.deepEqual([1, 2, 3].map((look) => asksForRows(look, true)), [true, true, true]);
});
