/** When the server cannot be reached: what was being sent stays here and is sent when it can be.
 *
 * A form that was certainly not sent is kept and sent later by itself. A request that broke off may
 * have arrived, so it is repeated only where that does no harm (`data-keep`: saving a draft, a
 * layout); else one is told to press again.
 */
import { toast } from "./toasts.ts";

const FIRST_WAIT = 2;
const LONGEST_WAIT = 30;
const STAYS = "[hx-post], [hx-put], [hx-delete]";

/** The forms that wait, each with the button that sent it: it names the deed. */
const kept = new Map<HTMLFormElement, HTMLElement | null>();
let wait = FIRST_WAIT;
let left = 0;
let timer = 0;
let isLost = false;

export function startConnection(): void {
  if (!strip()) return;
  window.addEventListener("offline", () => lose());
  window.addEventListener("online", () => void probe());
  document.addEventListener("submit", keepUnsent, { capture: true });
  strip()!.querySelector("[data-retry]")!.addEventListener("click", () => void probe());
  window.addEventListener("beforeunload", (event) => {
    if (isLost && kept.size > 0) event.preventDefault();
  });
}

/** A request found no server. `source` is the element that had sent it. */
export function connectionLost(source: Element | undefined): void {
  const form = source?.closest<HTMLFormElement>("form[data-keep]");
  if (form) {
    kept.set(form, null);
  } else {
    toast({ kind: "error", textFrom: "offline" });
  }
  void probe();
}

/** Seconds to wait after `before`: twice as long each time, up to half a minute. */
export function nextWait(before: number): number {
  return Math.min(before * 2, LONGEST_WAIT);
}

function keepUnsent(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!isLost || form.method !== "post") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  kept.set(form, event.submitter);
  draw();
}

function lose(): void {
  if (!isLost) wait = FIRST_WAIT;
  isLost = true;
  left = wait;
  clearInterval(timer);
  timer = window.setInterval(tick, 1000);
  draw();
}

function tick(): void {
  left -= 1;
  draw();
  if (left > 0) return;
  wait = nextWait(wait);
  void probe();
}

async function probe(): Promise<void> {
  clearInterval(timer);
  try {
    const answer = await fetch(strip()!.dataset.health!, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    recover();
  } catch {
    lose();
  }
}

/** The server is there again: what was kept goes out. */
function recover(): void {
  if (!isLost && kept.size === 0) return;
  isLost = false;
  wait = FIRST_WAIT;
  const waiting = [...kept].filter(([form]) => form.isConnected);
  kept.clear();
  for (const [form, button] of outgoing(waiting, (form) => form.matches(STAYS))) {
    form.requestSubmit(button);
  }
  draw();
}

/** What may go out together: all that keep the page, and of those that leave it only the last. */
export function outgoing<Form, Button>(
  waiting: [Form, Button][],
  stays: (form: Form) => boolean,
): [Form, Button][] {
  const leaving = waiting.filter(([form]) => !stays(form));
  return [...waiting.filter(([form]) => stays(form)), ...leaving.slice(-1)];
}

function draw(): void {
  const place = strip()!;
  const words = [place.dataset.lost];
  if (kept.size > 0) words.push(place.dataset.kept!.replace("{n}", String(kept.size)));
  place.hidden = !isLost;
  place.querySelector("[data-text]")!.textContent = words.join(" ");
  const again = place.dataset.again!.replace("{n}", String(Math.max(left, 0)));
  place.querySelector("[data-time]")!.textContent = again;
}

function strip(): HTMLElement | null {
  return document.getElementById("connection");
}
