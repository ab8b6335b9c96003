/** Dialogs are native: `commandfor="id" command="show-modal"` opens, `command="close"` closes.
 *
 * Browsers without these attributes get the same from here; a click on the backdrop closes.
 */
export function startDialogs(): void {
  const native = "command" in HTMLButtonElement.prototype;
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target instanceof HTMLDialogElement && isOutside(target, event)) target.close();
    if (!native) obey(target.closest("button[commandfor]"));
  });
}

function obey(button: Element | null): void {
  const dialog = document.getElementById(button?.getAttribute("commandfor") ?? "");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const command = button!.getAttribute("command");
  if (command === "show-modal" && !dialog.open) dialog.showModal();
  if (command === "close") dialog.close();
}

function isOutside(dialog: HTMLDialogElement, { clientX: x, clientY: y }: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
