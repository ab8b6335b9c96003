/** Rich screens: `data-island="name"` loads ./islands/name.ts when, and only when, it is on the page.
 *
 * Such a file exports `mount(element)`, which may return a function that takes everything down
 * again. Islands read their data from a json_script beside them and write through normal addresses.
 */
export type Destroy = () => void;

interface Island {
  mount(element: HTMLElement): Destroy | void;
}

const files = import.meta.glob<Island>(["./islands/*.ts", "!./islands/*.test.ts"]);
const mounted = new Map<HTMLElement, Destroy | void>();

export function startIslands(): void {
  sync();
  document.addEventListener("htmx:after:swap", sync);
}

/** Takes down the islands that have left the page and mounts those that have come. */
function sync(): void {
  for (const [element, destroy] of mounted) {
    if (!element.isConnected) {
      mounted.delete(element);
      destroy?.();
    }
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-island]")) {
    if (!mounted.has(element)) void mount(element);
  }
}

async function mount(element: HTMLElement): Promise<void> {
  const load = files[`./islands/${element.dataset.island}.ts`];
  if (!load) throw new Error(`There is no island called ${element.dataset.island}.`);
  mounted.set(element, undefined);
  const { mount: start } = await load();
  // It may have been swapped away while its file was loading.
  if (mounted.has(element)) mounted.set(element, start(element));
}
