/** A menu is a <details>: it opens without scripts. This closes it again and gives it arrow keys. */
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
  };
}

function step(root: HTMLDetailsElement, by: number): void {
  const items = [...root.querySelectorAll<HTMLElement>(`.menu-list :is(${ITEMS})`)];
  root.open = true;
  const here = items.indexOf(document.activeElement as HTMLElement);
  const next = here < 0 ? (by > 0 ? 0 : items.length - 1) : (here + by + items.length) % items.length;
  items[next]?.focus();
}
