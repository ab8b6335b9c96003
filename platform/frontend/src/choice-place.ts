/** Puts a list below its field, or above where there is more room, and no narrower than it. */
export function placeBelow(pop: HTMLElement, element: HTMLElement): void {
  const field = element.getBoundingClientRect();
  pop.style.minWidth = `${Math.max(180, field.width)}px`;
  const { offsetHeight: height, offsetWidth: width } = pop;
  const room = innerHeight - field.bottom - 8;
  const top = height > room && field.top > room ? field.top - height - 4 : field.bottom + 4;
  pop.style.top = `${Math.max(4, top)}px`;
  pop.style.left = `${Math.max(4, Math.min(field.left, innerWidth - width - 4))}px`;
}
