import assert from "node:assert/strict";
import test from "node:test";
import { holds } from "./asked.ts";

const told = (is: "is_in" | "is_not_in" | "is_filled" | "is_empty", ...values: string[]) =>
  ({ field: "x", is, values });

test("one of the values is enough", () => {
  assert.ok(holds(told("is_in", "A", "B"), ["B", "C"]));
  assert.ok(!holds(told("is_in", "A"), ["B"]));
  assert.ok(!holds(told("is_in", ""), [""]));
});

test("none of the values, nothing at all included", () => {
  assert.ok(holds(told("is_not_in", "A"), []));
  assert.ok(!holds(told("is_not_in", "A"), ["A"]));
});

test("filled and empty", () => {
  assert.ok(holds(told("is_filled"), ["A"]));
  assert.ok(holds(told("is_empty"), ["", ""]));
});
