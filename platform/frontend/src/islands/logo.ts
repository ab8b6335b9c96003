/** The logo's form: a chosen file is sent at once; a dropped one counts as chosen (P7). */
export function mount(element: HTMLElement): () => void {
  const field = element.querySelector<HTMLInputElement>('input[type="file"]');
  if (!field) throw new Error("The logo's island stands around a file field.");
  const send = () => field.files?.length && field.form?.requestSubmit();
  const over = (event: DragEvent) => {
    event.preventDefault();
    element.classList.add("dropping");
  };
  const leave = () => element.classList.remove("dropping");
  const drop = (event: DragEvent) => {
    event.preventDefault();
    leave();
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    send();
  };
  field.addEventListener("change", send);
  element.addEventListener("dragover", over);
  element.addEventListener("dragleave", leave);
  element.addEventListener("drop", drop);
  return () => {
    field.removeEventListener("change", send);
    element.removeEventListener("dragover", over);
    element.removeEventListener("dragleave", leave);
    element.removeEventListener("drop", drop);
  };
}
