/** A file may be dropped anywhere on the form; the file input stays the truth. */
export function mount(form: HTMLElement): () => void {
  const area = form.querySelector<HTMLElement>(".drop-file")!;
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const stop = new AbortController();
  const on = (name: string, deed: (event: DragEvent) => void) =>
    form.addEventListener(name, (event) => deed(event as DragEvent), { signal: stop.signal });

  on("dragover", (event) => {
    event.preventDefault();
    area.classList.add("is-over");
  });
  on("dragleave", () => area.classList.remove("is-over"));
  on("drop", (event) => {
    event.preventDefault();
    area.classList.remove("is-over");
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
  return () => stop.abort();
}
