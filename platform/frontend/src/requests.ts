/** htmx: which answers are swapped in, and what the user hears when one fails. */
import htmx from "htmx.org/dist/htmx.esm.js";

import { toast } from "./toasts.ts";

interface RequestDetail {
  ctx?: { response?: { status: number } };
}

export function startRequests(): void {
  // 422, 403 and 409 answer with a small piece of page; a 5xx body never replaces what is there.
  htmx.config.noSwap = [204, 304, "5xx"];

  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = (event as CustomEvent<RequestDetail>).detail;
    if ((ctx?.response?.status ?? 0) >= 500) {
      toast({ kind: "error", textFrom: "failed" });
    }
  });
  document.addEventListener("htmx:error", () => toast({ kind: "error", textFrom: "offline" }));
}
