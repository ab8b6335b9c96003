import assert from "node:assert/strict";
import test from "node:test";

import { addMonths, lunar, moved, readHolidays, weeks } from "./calendar.ts";

test("a month is whole weeks from Sunday to Saturday", () => {
  const rows = weeks("2026-11-20");
  assert.equal(rows.length, 5);
  assert.equal(rows[0]![0], "2026-11-01");
  assert.equal(rows[4]![6], "2026-12-05");
  assert.equal(weeks("2026-08-01").length, 6);
  assert.equal(weeks("2026-02-01").length, 4);
});

test("lunar dates are those of the Korean calendar, leap months marked", () => {
  assert.equal(lunar("2026-09-25"), "8.15");
  assert.equal(lunar("2026-02-17"), "1.1");
  assert.equal(lunar("2026-11-01"), "9.22");
  assert.equal(lunar("2025-07-25"), "윤6.1");
});

test("another month has no 31st", () => {
  assert.equal(addMonths("2026-01-31", 1), "2026-02-28");
  assert.equal(addMonths("2026-03-31", -1), "2026-02-28");
  assert.equal(addMonths("2026-12-15", 1), "2027-01-15");
  assert.equal(addMonths("2028-02-29", -12), "2027-02-28");
});

test("keys move by day, week, month and year", () => {
  assert.equal(moved("2026-11-01", "ArrowLeft", false), "2026-10-31");
  assert.equal(moved("2026-11-20", "ArrowDown", false), "2026-11-27");
  assert.equal(moved("2026-11-20", "Home", false), "2026-11-15");
  assert.equal(moved("2026-11-20", "End", false), "2026-11-21");
  assert.equal(moved("2026-11-20", "PageUp", true), "2025-11-20");
  assert.equal(moved("2026-11-20", "x", false), undefined);
});

test("holidays are read by day", () => {
  const days = readHolidays("2026-10-03 개천절|2026-10-05 개천절 대체 휴일");
  assert.equal(days.get("2026-10-05"), "개천절 대체 휴일");
  assert.equal(readHolidays("").size, 0);
});
