import assert from "node:assert/strict";
import test from "node:test";

import { askedFor, matching } from "./merge-finder.ts";

test("a brace asks for a merge field, letters narrow it, a closed one asks no more", () => {
  assert.equal(askedFor("안녕 {", 4), "");
  assert.equal(askedFor("안녕 {{ 이", 8), "이");
  assert.equal(askedFor("안녕 {{ 이름 }}", 12), undefined);
  assert.equal(askedFor("안녕 {{ 이", 2), undefined);
  assert.equal(askedFor("{ 이 름", 5), undefined);
});

test("what begins with the letters comes before what holds them", () => {
  const choices = [
    { label: "회사", code: "{{ company }}" },
    { label: "이름", code: "{{ name }}" },
    { label: "담당 이름", code: "{{ owner }}" },
  ];
  assert.deepEqual(matching(choices, "이").map((each) => each.label), ["이름", "담당 이름"]);
  assert.deepEqual(matching(choices, "COMP").map((each) => each.label), ["회사"]);
  assert.deepEqual(matching(choices, "없"), []);
});
