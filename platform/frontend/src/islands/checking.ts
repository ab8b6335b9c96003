/** The last step: Ctrl/Cmd+Enter opens the question; a refused number opens it again (G19). */
import { goOnByKey } from "../wizard.ts";

export function mount(): () => void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog:has([aria-invalid=true])");
  dialog?.showModal();
  return goOnByKey();
}
