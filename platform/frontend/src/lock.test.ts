/** The lock file serves every machine: no registry's address, and the packages of all platforms.
 *
 * An install on one platform may drop the others' optional packages; `npm ci` then fails there.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

interface Locked {
  version?: string;
  resolved?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
const packages: Record<string, Locked> = read("package-lock.json").packages;

test("no package is bound to one registry", () => {
  const bound = Object.keys(packages).filter((path) => packages[path]?.resolved);
  assert.deepEqual(bound, []);
});

test("the packages of every platform are locked", () => {
  const missing = Object.entries(packages).flatMap(([path, locked]) =>
    Object.keys(locked.optionalDependencies ?? {}).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
  assert.deepEqual(missing, []);
});

test("what we ask for is one exact version", () => {
  const { dependencies, devDependencies } = read("package.json") as Locked;
  const asked = { ...dependencies, ...devDependencies };
  for (const [name, version] of Object.entries(asked)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.equal(packages[`node_modules/${name}`]?.version, version, name);
  }
});
