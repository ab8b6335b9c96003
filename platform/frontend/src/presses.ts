/** What would move the page waits while something on it is pressed.
 *
 * A button or box that moves away between pressing and letting go is not clicked at all, and nobody
 * is told.
 */
const ENDS = ["pointerup", "pointercancel"];

/** Answers what does a deed at once, or after the click when the page is pressed just then. */
export function betweenPresses(page: EventTarget): (deed: () => void) => void {
  const waiting: (() => void)[] = [];
  let isPressed = false;
  const letGo = () => {
    isPressed = false;
    // The click itself comes after letting go, in the same turn.
    setTimeout(() => {
      if (!isPressed) waiting.splice(0).forEach((deed) => deed());
    });
  };
  page.addEventListener("pointerdown", () => (isPressed = true), { capture: true });
  for (const end of ENDS) page.addEventListener(end, letGo, { capture: true });
  return (deed) => {
    if (isPressed) waiting.push(deed);
    else deed();
  };
}
