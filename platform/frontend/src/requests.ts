/** htmx: which answers are swapped in, what one sees while waiting, and hears when it fails. */
import htmx from "htmx.org/dist/htmx.esm.js";

import { connectionLost } from "./connection.ts";
import { logInAgain } from "./drafts.ts";
import { toast } from "./toasts.ts";

/** Milliseconds until waiting shows: what is quicker needs no sign. */
const PATIENCE = 300;

interface RequestDetail {
  ctx?: { sourceElement?: Element; target?: Element; response?: { status: number } };
}

const waiting = new Map<Element, number>();

export function startRequests(): void {
  // 422, 403 and 409 answer with a small piece of page; a 5xx body never replaces what is there.
  htmx.config.noSwap = [204, 304, 401, "5xx"];

  document.addEventListener("htmx:response:error", (event) => {
    const status = detail(event).ctx?.response?.status ?? 0;
    if (status === 401) logInAgain();
    if (status >= 500) toast({ kind: "error", textFrom: "failed" });
  });
  document.addEventListener("htmx:error", (event) => {
    connectionLost(detail(event).ctx?.sourceElement);
  });
  document.addEventListener("htmx:before:request", (event) => {
    const target = detail(event).ctx?.target;
    if (target && !target.closest("[data-quiet]")) startWaiting(target);
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const target = detail(event).ctx?.target;
    if (target) stopWaiting(target);
  });
  showSlowPages();
}

/** Until the next page comes, the present one shows that it is on its way. */
function showSlowPages(): void {
  window.addEventListener("beforeunload", () => startWaiting(document.documentElement));
  window.addEventListener("pageshow", () => stopWaiting(document.documentElement));
}

function startWaiting(target: Element): void {
  stopWaiting(target);
  const timer = window.setTimeout(() => {
    target.setAttribute("data-loading", "");
    target.setAttribute("aria-busy", "true");
  }, PATIENCE);
  waiting.set(target, timer);
}

function stopWaiting(target: Element): void {
  clearTimeout(waiting.get(target));
  waiting.delete(target);
  target.removeAttribute("data-loading");
  target.removeAttribute("aria-busy");
}

function detail(event: Event): RequestDetail {
  return (event as CustomEvent<RequestDetail>).detail ?? {};
}
