import assert from "node:assert/strict";
import test from "node:test";

import { Asking, Keeping } from "./wizard.ts";

test("what was kept is not sent again, and neither is what is under way", () => {
  const keeping = new Keeping("a");
  assert.ok(!keeping.begins("a"));
  assert.ok(keeping.begins("b"));
  assert.ok(!keeping.begins("b"));
  assert.equal(keeping.ends("b", 200), "done");
  assert.ok(!keeping.begins("b"));
});

test("a draft that did not arrive is sent again, also when it is what was kept before", () => {
  for (const status of [0, 403, 404, 500, 503]) {
    const keeping = new Keeping("a");
    keeping.begins("b");
    assert.equal(keeping.ends("b", status), "again", String(status));
    assert.ok(keeping.begins("b"), String(status));
    keeping.ends("b", status);
    assert.ok(keeping.begins("a"), "it may have arrived all the same");
  }
});

test("refused values and an ended session are not tried again by themselves, but are not kept", () => {
  for (const status of [401, 422]) {
    const keeping = new Keeping("a");
    keeping.begins("b");
    assert.equal(keeping.ends("b", status), "done");
    assert.ok(keeping.begins("b"));
  }
});

test("what was overtaken says nothing about what is under way", () => {
  const keeping = new Keeping("a");
  keeping.begins("b");
  assert.ok(keeping.begins("c"));
  assert.equal(keeping.ends("b", undefined), "done");
  assert.equal(keeping.ends("b", 500), "done");
  assert.ok(!keeping.begins("c"));
  assert.ok(keeping.begins("a"), "back to the old values while new ones are under way");
});

test("who leaves the page sends at once what is under way, but not what is kept", () => {
  const keeping = new Keeping("a");
  assert.ok(!keeping.begins("a", true));
  keeping.begins("b");
  assert.ok(keeping.begins("b", true));
});

test("the pauses grow up to half a minute and begin anew after a success", () => {
  const keeping = new Keeping("a");
  const pauses = Array.from({ length: 6 }, () => keeping.nextPause());
  assert.deepEqual(pauses, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  keeping.begins("b");
  keeping.ends("b", 200);
  assert.equal(keeping.nextPause(), 2_000);
});

test("the server is asked as for a piece of page, so that an ended session is a 401", async (t) => {
  const asked: RequestInit[] = [];
  t.mock.method(globalThis, "fetch", async (_address: string, init: RequestInit) => {
    asked.push(init);
    return new Response("", { status: 500 });
  });
  assert.equal(await new Asking().ask("/keep"), 500);
  assert.equal(new Headers(asked[0]!.headers).get("HX-Request"), "true");
});

test("no server and a way elsewhere are failures, not answers", async (t) => {
  const answers = [
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => Promise.resolve(new Response(null, { status: 204, headers: { "HX-Redirect": "/x" } })),
  ];
  for (const answer of answers) {
    t.mock.method(globalThis, "fetch", answer);
    assert.equal(await new Asking().ask("/keep"), 0);
  }
});
