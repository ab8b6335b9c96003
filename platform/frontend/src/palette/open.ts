/** Opens the palette: Ctrl+K or Cmd+K from anywhere, or a click on anything with `data-palette`.
 *
 * The box itself loads when it is first asked for.
 */
export function startPalette(): void {
  document.addEventListener("keydown", (event) => {
    const asked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!asked || event.key.toLowerCase() !== "k" || event.isComposing) return;
    if (!box() || document.querySelector("dialog[open]:not(#palette)")) return;
    event.preventDefault();
    void open();
  });
  document.addEventListener("click", (event) => {
    const opener = (event.target as Element).closest("[data-palette]");
    if (!opener || !box() || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    void open();
  });
}

function box(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("dialog#palette");
}

async function open(): Promise<void> {
  const { show } = await import("./box.ts");
  const dialog = box();
  if (dialog) show(dialog);
}
