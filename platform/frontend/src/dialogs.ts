/** Dialogs are native: `commandfor="id" command="show-modal"` opens, `command="close"` closes.
 *
 * Browsers without these attributes get the same from here; a click on the backdrop closes. A
 * dialog that the server sends open (its form was refused) becomes a modal one.
 */
import { startTypedCounts } from "./typed-count.ts";

export function startDialogs(): void {
  const native = "command" in HTMLButtonElement.prototype;
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target instanceof HTMLDialogElement && isOutside(target, event)) target.close();
    if (!native) obey(target.closest("button[commandfor]"));
  });
  raise();
  document.addEventListener("htmx:after:swap", raise);
  startTypedCounts();
}

function raise(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) {
    if (dialog.matches(":modal, [data-inline]")) continue;
    dialog.close();
    dialog.showModal();
  }
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
