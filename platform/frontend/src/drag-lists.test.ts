import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, placeIn } from "./drag-lists.ts";

test("something let go stands behind those whose middle is above it", () => {
  assert.equal(placeIn(0, [10, 30, 50]), 0);
  assert.equal(placeIn(31, [10, 30, 50]), 2);
  assert.equal(placeIn(99, [10, 30, 50]), 3);
  assert.equal(placeIn(5, []), 0);
});

test("the list that holds the pointer is nearest, else the one whose edge is", () => {
  const lists = [{ top: 0, bottom: 40 }, { top: 60, bottom: 100 }];
  assert.equal(nearest(20, lists), 0);
  assert.equal(nearest(45, lists), 0);
  assert.equal(nearest(56, lists), 1);
  assert.equal(nearest(500, lists), 1);
});
