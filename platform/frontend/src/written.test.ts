import assert from "node:assert/strict";
import { test } from "node:test";

import { written } from "./written.ts";

function form(...pairs: [string, string | File][]): FormData {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value as string);
  return data;
}

test("a form in which nothing was written is as it came", () => {
  assert.equal(written(form(["name", ""], ["grade", "A"])), written(form(["name", ""], ["grade", "A"])));
});

test("a letter, a tick and a file are something written", () => {
  const before = written(form(["name", ""], ["file", new File([], "")]));
  assert.notEqual(written(form(["name", "ㄱ"], ["file", new File([], "")])), before);
  assert.notEqual(written(form(["name", ""], ["file", new File([], "")], ["tick", "on"])), before);
  assert.notEqual(written(form(["name", ""], ["file", new File(["x"], "a.pdf")])), before);
});
