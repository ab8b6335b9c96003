/** The list of keys (`?`): those of this screen are read from the screen itself, so it is true. */
export function openKeySheet(): void {
  const sheet = document.querySelector<HTMLDialogElement>("dialog#key-sheet");
  const list = sheet?.querySelector<HTMLElement>("[data-here]");
  if (!sheet || !list || sheet.open) return;
  list.replaceChildren(...[...keysHere()].flatMap(([key, label]) => line(key, label)));
  list.closest<HTMLElement>("section")!.hidden = list.childElementCount === 0;
  for (const kind of ["list", "board", "calendar"]) {
    const keys = sheet.querySelector<HTMLElement>(`[data-${kind}-keys]`);
    if (keys) keys.hidden = !document.querySelector(`[data-island=${kind}]`);
  }
  sheet.showModal();
}

export function startKeySheet(): void {
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-key-sheet]")) openKeySheet();
  });
}

/** [key, what it does] of everything on the screen that has a key, each key once. */
export function keysHere(): Map<string, string> {
  const found = new Map<string, string>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const label = labelOf(element);
    const key = element.dataset.key!;
    if (label && !found.has(key) && element.offsetParent !== null) found.set(key, label);
  }
  return found;
}

function labelOf(element: HTMLElement): string {
  const named = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.title;
  if (named) return named;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const cap of copy.querySelectorAll(".keycap, .count, svg")) cap.remove();
  return copy.textContent.trim().replaceAll(/\s+/g, " ");
}

export function line(key: string, label: string): HTMLElement[] {
  const term = document.createElement("dt");
  const caps = key.split(" ").map((each) => {
    const cap = document.createElement("kbd");
    cap.className = "keycap";
    cap.textContent = each.length === 1 ? each.toUpperCase() : each;
    return cap;
  });
  term.append(...caps);
  const words = document.createElement("dd");
  words.textContent = label;
  return [term, words];
}
