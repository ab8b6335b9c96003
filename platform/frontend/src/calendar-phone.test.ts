import assert from "node:assert/strict";
import test from "node:test";

import { fromToday } from "./calendar-phone.ts";

test("days begin at today, at the next one that has something, or nowhere", () => {
  const days = ["2026-11-01", "2026-11-12", "2026-11-30"];
  assert.equal(fromToday(days, "2026-11-12"), 1);
  assert.equal(fromToday(days, "2026-11-13"), 2);
  assert.equal(fromToday(days, "2026-12-01"), -1);
  assert.equal(fromToday([], "2026-12-01"), -1);
});
