/** The builder of groups of conditions comes in a drawer over the list; without scripts it is a page. */

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
  await styled(body.querySelector("link"));
  drawer.showModal();
  document.dispatchEvent(new Event("htmx:after:swap"));
}

/** When the styles that came along are there. */
function styled(link: HTMLLinkElement | null): Promise<unknown> {
  if (!link || link.sheet) return Promise.resolve();
  return new Promise((done) => {
    link.onload = link.onerror = done;
  });
}
