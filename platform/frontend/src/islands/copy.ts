/** A text to take along: [data-copy] copies [data-copy-text], [data-print] prints the page (P6).
 *
 * `data-prints` on the element opens the dialog for printing at once.
 */
export function mount(element: HTMLElement): () => void {
  const click = (event: Event) => {
    const target = event.target as Element;
    if (target.closest("[data-copy]")) void copy(element);
    if (target.closest("[data-print]")) window.print();
  };
  element.addEventListener("click", click);
  if ("prints" in element.dataset) requestAnimationFrame(() => window.print());
  return () => element.removeEventListener("click", click);
}

async function copy(element: HTMLElement): Promise<void> {
  const text = element.querySelector("[data-copy-text]")?.textContent ?? "";
  await navigator.clipboard.writeText(text.trim());
  const told = element.querySelector<HTMLElement>("[data-copied]");
  if (!told) return;
  told.hidden = false;
  setTimeout(() => (told.hidden = true), 3000);
}
