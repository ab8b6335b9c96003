import assert from "node:assert/strict";
import test from "node:test";

import { nextWait, outgoing } from "./connection.ts";
import { valuesOf } from "./drafts.ts";

test("each wait is twice the one before, up to half a minute", () => {
  assert.equal(nextWait(2), 4);
  assert.equal(nextWait(16), 30);
  assert.equal(nextWait(30), 30);
});

test("files and empty fields are not kept of a form", () => {
  const entries: [string, FormDataEntryValue][] = [
    ["name", "김하늘"],
    ["memo", ""],
    ["file", new File(["x"], "list.csv")],
  ];
  assert.deepEqual(valuesOf(entries), [["name", "김하늘"]]);
});

test("of the forms that leave the page only the last goes out, those that stay all do", () => {
  const waiting: [string, string][] = [
    ["a", "save"],
    ["quiet", "keep"],
    ["b", "delete"],
  ];
  const sent = outgoing(waiting, (form) => form === "quiet");
  assert.deepEqual(sent, [
    ["quiet", "keep"],
    ["b", "delete"],
  ]);
});
