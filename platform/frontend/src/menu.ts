/** A menu is a <details>: it opens without scripts. This closes it, gives it arrow keys, and lets
 * one find (`search`) and choose by digit (a line that shows a keycap 1-9).
 */
import { finds } from "./hangul.ts";
import { isTaken } from "./keys.ts";

interface Menu {
  $root: HTMLDetailsElement;
}

const ITEMS = "a[href], button:not(:disabled)";

export function menu(): Record<string, unknown> {
  return {
    close(this: Menu): void {
      this.$root.open = false;
    },
    escape(this: Menu): void {
      if (!this.$root.open) return;
      this.$root.open = false;
      this.$root.querySelector("summary")?.focus();
    },
    down(this: Menu): void {
      step(this.$root, 1);
    },
    up(this: Menu): void {
      step(this.$root, -1);
    },
    opened(this: Menu): void {
      if (!this.$root.open) return;
      keepInside(this.$root.querySelector<HTMLElement>(".menu-list"));
      const field = this.$root.querySelector<HTMLInputElement>(".menu-search input");
      if (!field) {
        this.$root.querySelector<HTMLElement>("[data-focus]")?.focus();
        return;
      }
      field.value = "";
      narrow(this.$root, "");
      field.focus();
    },
    filter(this: Menu, event: InputEvent): void {
      narrow(this.$root, (event.target as HTMLInputElement).value);
    },
    digit(this: Menu, event: KeyboardEvent): void {
      if (!this.$root.open || isTaken(event) || !/^[1-9]$/.test(event.key)) return;
      if ((event.target as HTMLInputElement).value) return;
      const line = items(this.$root).find((item) => keyOf(item) === event.key);
      if (!line) return;
      event.preventDefault();
      line.click();
    },
  };
}

/** A menu near the edge of the window moves back into it. */
function keepInside(list: HTMLElement | null): void {
  if (!list) return;
  list.style.translate = "";
  const { left, right } = list.getBoundingClientRect();
  const over = Math.max(0, right - innerWidth + 8) || Math.min(0, left - 8);
  if (over) list.style.translate = `${-over}px`;
}

function keyOf(item: HTMLElement): string {
  return item.querySelector(".keycap")?.textContent?.trim() ?? "";
}

/** The lines that can be chosen now. */
function items(root: HTMLElement): HTMLElement[] {
  const all = root.querySelectorAll<HTMLElement>(`.menu-list :is(${ITEMS})`);
  return [...all].filter((item) => !item.hidden);
}

/** Leaves the lines whose words answer what is typed. */
function narrow(root: HTMLElement, typed: string): void {
  let left = 0;
  for (const item of root.querySelectorAll<HTMLElement>(".menu-list .menu-item")) {
    item.hidden = !finds(item.textContent ?? "", typed);
    left += Number(!item.hidden);
  }
  const none = root.querySelector<HTMLElement>(".menu-none");
  if (none) none.hidden = left > 0;
}

function step(root: HTMLDetailsElement, by: number): void {
  root.open = true;
  const lines = items(root);
  const here = lines.indexOf(document.activeElement as HTMLElement);
  const first = by > 0 ? 0 : lines.length - 1;
  const next = here < 0 ? first : (here + by + lines.length) % lines.length;
  lines[next]?.focus();
}
