import assert from "node:assert/strict";
import test from "node:test";

import { between, minutes, shifted, snapped, stretched } from "./spans.ts";

const SPAN = { starts: "2026-11-20T14:00", ends: "2026-11-20T15:00" };

test("what is moved keeps its length, over midnight too", () => {
  assert.deepEqual(shifted(SPAN, 600), { starts: "2026-11-21T00:00", ends: "2026-11-21T01:00" });
  assert.deepEqual(shifted(SPAN, -15), { starts: "2026-11-20T13:45", ends: "2026-11-20T14:45" });
});

test("a quarter of an hour is left of what is made shorter", () => {
  assert.equal(stretched(SPAN, 30).ends, "2026-11-20T15:30");
  assert.equal(stretched(SPAN, -120).ends, "2026-11-20T14:15");
});

test("pointers are never still: quarters of an hour are kept", () => {
  assert.equal(snapped(8), 15);
  assert.equal(snapped(-7), 0);
});

test("a drawing covers whole quarters, downwards or upwards, within its day", () => {
  assert.deepEqual(between(61, 100), [60, 105]);
  assert.deepEqual(between(100, 61), [60, 105]);
  assert.deepEqual(between(1439, 1500), [1425, 1440]);
  assert.equal(minutes("2026-11-20", 1440), "2026-11-20T23:59");
});
