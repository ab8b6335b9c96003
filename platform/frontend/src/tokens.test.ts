/** Every name that a style reads is given a value somewhere: an unknown one draws nothing at all. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import test from "node:test";

const root = new URL("../../..", import.meta.url).pathname;
const read = (pattern: string) =>
  globSync(pattern, { cwd: root, exclude: (name) => /node_modules|dist|\.venv/.test(String(name)) })
    .map((name) => readFileSync(`${root}/${name}`, "utf8"));

test("styles read only names that have a value", () => {
  const styles = read("platform/frontend/src/**/*.css");
  const others = [...read("platform/frontend/src/**/*.ts"), ...read("{platform,tenants,messaging,billing,modules}/**/*.html")];
  const asked = new Set(styles.flatMap((text) => [...text.matchAll(/var\((--[\w-]+)/g)].map((each) => each[1]!)));
  const given = new Set([...styles, ...others].flatMap((text) => text.match(/--[\w-]+(?=["'`]?\s*[:,])/g) ?? []));
  assert.ok(asked.size > 50);
  assert.deepEqual([...asked].filter((name) => !given.has(name) && !name.startsWith("--tw-")), []);
});
