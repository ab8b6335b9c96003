/** The views above a list: put into order by mouse or keys; a right click opens a view's own menu. */
import htmx from "htmx.org/dist/htmx.esm.js";

import { orders } from "./drag-order.ts";
import { post } from "./post.ts";

export function startViews(signal: AbortSignal): void {
  const row = { items: ".pill", begun: hold, done: keepOrder, left: release };
  orders(".pills[data-arrange]", row, signal);
  document.addEventListener("htmx:before:request", (event) => {
    if ((event.target as Element).matches("#list-views[data-held]")) event.preventDefault();
  }, { signal });
  keepOpen(signal);
  document.addEventListener("contextmenu", (event) => void openMenu(event), { signal });
}

/** The counts come a moment after the list: a menu that was opened meanwhile stays open. */
function keepOpen(signal: AbortSignal): void {
  let wasOpen = false;
  const menu = () => document.querySelector<HTMLDetailsElement>("#list-views details.menu");
  const isOurs = (event: Event) =>
    (event as CustomEvent<{ ctx?: { target?: HTMLElement } } | null>).detail?.ctx?.target?.id === "list-views";
  document.addEventListener("htmx:before:swap", (event) => {
    if (isOurs(event)) wasOpen = menu()?.open ?? false;
  }, { signal });
  document.addEventListener("htmx:after:swap", (event) => {
    if (isOurs(event) && wasOpen) menu()?.setAttribute("open", "");
    wasOpen = false;
  }, { signal });
}

async function keepOrder(moved: HTMLElement, pills: HTMLElement[]): Promise<void> {
  const nav = moved.closest<HTMLElement>(".pills")!;
  renumber(pills);
  await post(nav.dataset.arrange!, { order: pills.map((pill) => pill.dataset.code!) });
  release(moved);
}

/** Counts that are on their way come with the order before: they must not undo a move. */
function hold(pill: HTMLElement): void {
  const views = pill.closest<HTMLElement>("#list-views[hx-get]");
  if (!views) return;
  views.dataset.held = "";
  views.dispatchEvent(new Event("htmx:abort"));
}

/** The counts are asked for now; the pill that has the focus keeps it. */
function release(pill: HTMLElement): void {
  const views = pill.closest<HTMLElement>("#list-views[data-held]");
  if (!views?.isConnected) return;
  delete views.dataset.held;
  const code = pill.contains(document.activeElement) ? pill.dataset.code : undefined;
  const request = { source: views, target: views, swap: "outerHTML" } as never;
  void Promise.resolve(htmx.ajax("GET", views.getAttribute("hx-get")!, request)).then(() => {
    if (code) document.querySelector<HTMLElement>(`#list-views .pill[data-code="${code}"]`)?.focus();
  });
}

/** The digits 1 to 9 go by the place. */
function renumber(pills: HTMLElement[]): void {
  pills.forEach((pill, place) => {
    if (place < 9) pill.dataset.key = String(place + 1);
    else delete pill.dataset.key;
  });
}

async function openMenu(event: MouseEvent): Promise<void> {
  const pill = (event.target as Element).closest<HTMLElement>(".pills[data-menus] .pill");
  if (!pill || event.shiftKey) return;
  event.preventDefault();
  const nav = pill.closest<HTMLElement>(".pills")!;
  const query = new URL(location.href).searchParams;
  const answer = await fetch(`${nav.dataset.menus}/${pill.dataset.code}/menu?${query}`, {
    headers: { "HX-Request": "true" },
  });
  if (!answer.ok || answer.redirected) return location.assign((pill as HTMLAnchorElement).href);
  show(await answer.text(), pill);
}

function show(html: string, pill: HTMLElement): void {
  document.getElementById("view-menu")?.remove();
  const menu = document.createElement("div");
  menu.id = "view-menu";
  menu.className = "menu-list view-menu";
  menu.popover = "auto";
  menu.innerHTML = html;
  document.body.append(menu);
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed") menu.remove();
  });
  menu.showPopover();
  const { left, bottom } = pill.getBoundingClientRect();
  menu.style.left = `${Math.min(left, innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.top = `${bottom + 4}px`;
  htmx.process(menu);
  menu.querySelector<HTMLElement>("input:not([type=hidden]), button")?.focus();
}
