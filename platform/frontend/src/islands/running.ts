/** The corner of other screens: sends on their way that one has watched, until they end (S9).
 *
 * `data-address` answers with one line for each, or with nothing (204) when none is left.
 */
import { become, keepLooking } from "../live.ts";

const EVERY = 3_000;

export function mount(element: HTMLElement): () => void {
  const look = async () => {
    const response = await fetch(element.dataset.address!);
    if (response.status !== 200 || response.redirected) {
      element.hidden = true;
      element.replaceChildren();
      return 0;
    }
    const fresh = element.cloneNode(false) as HTMLElement;
    fresh.innerHTML = await response.text();
    fresh.hidden = false;
    become(element, fresh);
    return EVERY;
  };

  const close = async (event: Event) => {
    const form = event.target as HTMLFormElement;
    event.preventDefault();
    const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value;
    form.closest(".corner-line")?.remove();
    element.hidden = element.children.length === 0;
    await fetch(form.action, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
  };
  element.addEventListener("submit", close);
  const stop = keepLooking(look, 0);
  return () => {
    stop();
    element.removeEventListener("submit", close);
  };
}
