import assert from "node:assert/strict";
import { test } from "node:test";

import { withVat } from "./vat.ts";

test("VAT is ten percent, rounded half up to whole won", () => {
  assert.equal(withVat(100_000, 1_000), 110_000);
  assert.equal(withVat(5, 1_000), 6);
  assert.equal(withVat(4, 1_000), 4);
});
