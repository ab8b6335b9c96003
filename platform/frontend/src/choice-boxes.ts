/** A choice of several is a list of boxes to tick; to the script it is a <select> like any other. */
const BOX = "input[type=checkbox]";

/** A nameless select with what the boxes offer, put before them. It has their id, so labels find it. */
export function selectBehind(boxes: HTMLElement): HTMLSelectElement {
  const select = document.createElement("select");
  const label = boxes.getAttribute("aria-label");
  select.multiple = true;
  select.id = boxes.dataset.id ?? "";
  if (label) select.setAttribute("aria-label", label);
  for (const box of boxes.querySelectorAll<HTMLInputElement>(BOX)) {
    const word = box.closest("label")?.textContent?.trim() ?? box.value;
    select.append(new Option(word, box.value, box.defaultChecked, box.checked));
    select.disabled ||= box.disabled;
  }
  boxes.before(select);
  return select;
}

/** Ticks the boxes as the select has it: they are what the form sends. */
export function tick(boxes: HTMLElement, select: HTMLSelectElement): void {
  const chosen = new Set([...select.selectedOptions].map((option) => option.value));
  for (const box of boxes.querySelectorAll<HTMLInputElement>(BOX)) box.checked = chosen.has(box.value);
}
