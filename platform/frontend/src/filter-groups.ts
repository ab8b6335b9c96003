/** The builder of groups of conditions comes in a drawer over the list; without scripts it is a page. */
import htmx from "htmx.org/dist/htmx.esm.js";

export function startGroups(signal: AbortSignal): void {
  document.addEventListener("click", (event) => void open(event), { signal });
}

async function open(event: MouseEvent): Promise<void> {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-builder]");
  const drawer = document.getElementById("builder-drawer") as HTMLDialogElement | null;
  if (!link || !drawer || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.closest("details")?.removeAttribute("open");
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  const body = drawer.querySelector<HTMLElement>(".drawer-body")!;
  body.innerHTML = await answer.text();
  htmx.process(body);
  drawer.showModal();
  body.querySelector<HTMLElement>("select")?.focus();
}
