/** The company's colour: shows at once how a choice will look on both themes (P7).
 *
 * [data-colour-well] is the browser's own colour field; it feeds the radio button [data-own-colour].
 * [data-colour-preview] holds the address that draws the preview, adjusted to be readable.
 */
export function mount(element: HTMLElement): () => void {
  const well = element.querySelector<HTMLInputElement>("[data-colour-well]");
  const own = element.querySelector<HTMLInputElement>("[data-own-colour]");
  let timer = 0;
  const chosen = (event: Event) => {
    const field = event.target as HTMLInputElement;
    if (field === well && own) {
      own.value = well.value;
      own.checked = true;
    }
    clearTimeout(timer);
    timer = window.setTimeout(() => void preview(element, field.value), 150);
  };
  element.addEventListener("input", chosen);
  return () => element.removeEventListener("input", chosen);
}

async function preview(element: HTMLElement, colour: string): Promise<void> {
  const place = element.querySelector<HTMLElement>("[data-colour-preview]");
  if (!place) return;
  const address = `${place.dataset.colourPreview}?colour=${encodeURIComponent(colour)}`;
  const response = await fetch(address);
  if (response.ok) place.innerHTML = await response.text();
}
