/** Accounts of the map are dragged from cell to cell; the form says where to (C8).
 *
 * Without a pointer each account has a link that asks for its place in words.
 */
export function mount(element: HTMLElement): () => void {
  const form = element.querySelector<HTMLFormElement>(".map-dropped");
  if (!form) return () => undefined;
  const stop = new AbortController();
  const { signal } = stop;
  let held = "";
  let from: Element | null = null;
  const cellOf = (event: Event) => (event.target as Element).closest<HTMLElement>("td[data-row]");
  const lit = (cell: Element | null) => {
    for (const each of element.querySelectorAll(".is-over")) each.classList.remove("is-over");
    cell?.classList.add("is-over");
  };
  element.addEventListener(
    "dragstart",
    (event) => {
      const item = (event.target as Element).closest<HTMLElement>("[data-account]");
      held = item?.dataset.account ?? "";
      from = item?.closest("td") ?? null;
      event.dataTransfer?.setData("text/plain", held);
    },
    { signal },
  );
  element.addEventListener(
    "dragover",
    (event) => {
      const cell = cellOf(event);
      if (!held || !cell) return;
      event.preventDefault();
      lit(cell);
    },
    { signal },
  );
  element.addEventListener("dragend", () => lit((held = "") || null), { signal });
  element.addEventListener(
    "drop",
    (event) => {
      const cell = cellOf(event);
      if (!held || !cell || cell === from) return;
      event.preventDefault();
      const fields = form.elements as unknown as Record<string, HTMLInputElement>;
      const isTurned = fields["rows"]!.value === "favour";
      const { row, column } = cell.dataset;
      fields["credit"]!.value = (isTurned ? column : row)!;
      fields["favour"]!.value = (isTurned ? row : column)!;
      form.action = form.dataset.address!.replace(/0{8}-[-0]+/, held);
      form.submit();
    },
    { signal },
  );
  return () => stop.abort();
}
