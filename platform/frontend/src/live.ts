/** Puts what changed into the page and leaves everything else alone: focus, scroll, open dialogs.
 *
 * An answer carries parts marked `data-live`, each with the id it has on the page. Numbers are put
 * into the nodes that are there; a part whose shape changed is replaced.
 */
export function putIn(html: string): Document {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const next of answer.querySelectorAll<HTMLElement>("[data-live]")) {
    const now = document.getElementById(next.id);
    if (now && !now.querySelector("dialog[open]")) become(now, document.importNode(next, true));
  }
  return answer;
}

/** Makes `now` the same as `next`, touching only what differs. */
export function become(now: Element, next: Element): void {
  if (now.isEqualNode(next)) return;
  if (now.tagName !== next.tagName) {
    now.replaceWith(next);
    return;
  }
  sameAttributes(now, next);
  const [old, fresh] = [[...now.childNodes], [...next.childNodes]];
  if (old.length !== fresh.length || old.some((node, at) => node.nodeName !== fresh[at]!.nodeName)) {
    now.replaceChildren(...fresh);
    return;
  }
  old.forEach((node, at) => {
    const other = fresh[at]!;
    if (node instanceof Element) become(node, other as Element);
    else if (node.nodeValue !== other.nodeValue) node.nodeValue = other.nodeValue;
  });
}

/** A button that waits for a typed number is closed by the script, not by the server: it stays so. */
function sameAttributes(now: Element, next: Element): void {
  const waits = now.hasAttribute("data-when-typed");
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !(waits && name === "disabled")) now.removeAttribute(name);
  }
  for (const { name, value } of [...next.attributes]) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
}

/** Calls `look` again and again, each time after as many milliseconds as it last answered; 0 ends.
 *
 * While the page is hidden it looks rarely, and at once when it is shown again. An error makes the
 * pauses longer. Returns what stops it.
 */
export function keepLooking(look: () => Promise<number>, first: number): () => void {
  const [HIDDEN, LONGEST] = [15_000, 30_000];
  let timer = 0;
  let pause = first;
  let ended = false;

  const again = (after: number) => {
    if (!ended) timer = window.setTimeout(run, document.hidden ? Math.max(after, HIDDEN) : after);
  };
  const run = async () => {
    try {
      pause = await look();
    } catch {
      pause = Math.min(Math.max(pause, 1_000) * 2, LONGEST);
    }
    if (pause > 0) again(pause);
    else ended = true;
  };
  const shown = () => {
    if (document.hidden || ended) return;
    clearTimeout(timer);
    again(0);
  };
  document.addEventListener("visibilitychange", shown);
  again(first);
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", shown);
  };
}
