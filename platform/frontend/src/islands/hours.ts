/** Working hours: a day that is free has no times to set (P7). Without the script they stay. */
export function mount(element: HTMLElement): () => void {
  const rows = [...element.querySelectorAll<HTMLElement>(".hours-row")];
  const follow = () => rows.forEach(settle);
  element.addEventListener("change", follow);
  follow();
  return () => element.removeEventListener("change", follow);
}

function settle(row: HTMLElement): void {
  const works = row.querySelector<HTMLInputElement>('input[type="checkbox"]')?.checked ?? true;
  row.classList.toggle("free", !works);
  for (const field of row.querySelectorAll<HTMLInputElement>('input[type="time"]')) {
    field.readOnly = !works;
    field.tabIndex = works ? 0 : -1;
  }
}
