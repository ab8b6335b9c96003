/** A row of a list answers to a click anywhere as its `.row-link` does. */
const OWN = "a, button, input, label, select, textarea, summary, [contenteditable=true]";

export function startRows(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const link = target.closest("tr")?.querySelector<HTMLAnchorElement>("a.row-link");
    if (!link || event.defaultPrevented || target.closest(OWN)) return;
    if (document.getSelection()?.type === "Range") return;
    if (event.ctrlKey || event.metaKey) {
      window.open(link.href, "_blank", "noopener");
    } else {
      link.click();
    }
  });
}
