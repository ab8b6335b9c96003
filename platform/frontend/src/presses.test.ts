import assert from "node:assert/strict";
import test from "node:test";

import { betweenPresses } from "./presses.ts";

const turn = () => new Promise((done) => setTimeout(done));

test("while nothing is pressed a deed is done at once", () => {
  const done: string[] = [];
  betweenPresses(new EventTarget())(() => done.push("notes"));
  assert.deepEqual(done, ["notes"]);
});

test("what comes while something is pressed waits until after its click, in its order", async () => {
  const page = new EventTarget();
  const done: string[] = [];
  const calmly = betweenPresses(page);
  page.addEventListener("click", () => done.push("click"));
  page.dispatchEvent(new Event("pointerdown"));
  calmly(() => done.push("first"));
  calmly(() => done.push("second"));
  await turn();
  assert.deepEqual(done, [], "a long press");
  page.dispatchEvent(new Event("pointerup"));
  page.dispatchEvent(new Event("click"));
  await turn();
  assert.deepEqual(done, ["click", "first", "second"]);
});

test("a press that is broken off, and one that follows at once, lose nothing", async () => {
  const page = new EventTarget();
  const done: string[] = [];
  const calmly = betweenPresses(page);
  page.dispatchEvent(new Event("pointerdown"));
  calmly(() => done.push("notes"));
  page.dispatchEvent(new Event("pointercancel"));
  page.dispatchEvent(new Event("pointerdown"));
  await turn();
  assert.deepEqual(done, []);
  page.dispatchEvent(new Event("pointerup"));
  await turn();
  assert.deepEqual(done, ["notes"]);
});
