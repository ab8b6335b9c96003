/** The frame: how narrow the sidebar and how high the rows are, the help drawer, copying.
 *
 * Each works as a form or a link without this; here it answers at once and is kept behind.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

export function startShell(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (!button || !form.matches("[data-desk]")) return;
    event.preventDefault();
    const values = new FormData(form, button);
    if (button.name === "folded") fold(button.value === "yes");
    if (button.name === "density") space(button.value);
    void fetch(form.action, { method: "POST", body: values });
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const link = target.closest<HTMLAnchorElement>("a[data-drawer]");
    if (link && !held(event) && !event.defaultPrevented && openDrawer(link)) event.preventDefault();
    const copied = target.closest<HTMLElement>("[data-copy]");
    if (copied) void copy(copied);
  });
}

function fold(narrow: boolean): void {
  document.body.classList.toggle("rail", narrow);
  for (const button of document.querySelectorAll<HTMLButtonElement>("[name=folded]")) {
    button.hidden = (button.value === "yes") === narrow;
  }
}

function space(density: string): void {
  document.documentElement.toggleAttribute("data-density", false);
  if (density === "dense") document.documentElement.dataset.density = density;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[name=density]")) {
    button.setAttribute("aria-pressed", String(button.value === density));
  }
}

/** A link whose page opens in the drawer it names; the drawer loads it anew each time. With
 * `data-at` it is told the address that the browser shows. False where there is no such drawer.
 */
export function openDrawer(link: HTMLAnchorElement): boolean {
  const drawer = document.getElementById(link.dataset.drawer!);
  const body = drawer?.querySelector<HTMLElement>(".drawer-body");
  if (!(drawer instanceof HTMLDialogElement) || !body) return false;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    menu.open = false;
  }
  link.closest<HTMLDialogElement>("dialog#key-sheet[open]")?.close();
  const address = new URL(link.href);
  if (link.dataset.at !== undefined) {
    address.searchParams.set("at", location.pathname + location.search);
  }
  if (!drawer.open) drawer.showModal();
  void htmx.ajax("GET", address.href, { target: body, swap: "innerHTML" });
  return true;
}

async function copy(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset.copy!);
  button.classList.add("copied");
  button.querySelector("[role=status]")!.textContent = button.dataset.copied!;
}

function held(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}
