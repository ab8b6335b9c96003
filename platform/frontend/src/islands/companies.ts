/** The companies whose addresses were used in this browser, newest first (P6).
 *
 * Kept by the browser alone: the server is never told and never asked whether they exist.
 */
const KEY = "dangol.companies";
const MOST = 8;
const NAME = /^[a-z0-9-]{1,63}$/;

export function mount(form: HTMLElement): void {
  const field = form.querySelector<HTMLInputElement>("input[name=address]")!;
  const list = document.getElementById("recent-companies")!;
  rememberWhereOneCameFrom();
  draw(list, form.dataset);
  form.addEventListener("submit", () => remember(field.value.trim().toLowerCase()));
  list.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-forget]");
    if (!button) return;
    keep(recent().filter((name) => name !== button.dataset.forget));
    draw(list, form.dataset);
    field.focus();
  });
}

/** A company's own pages lead here as /companies#its-name, since each host keeps its own storage. */
function rememberWhereOneCameFrom(): void {
  const name = location.hash.slice(1);
  if (!NAME.test(name)) return;
  remember(name);
  history.replaceState(history.state, "", location.pathname + location.search);
}

function draw(list: HTMLElement, { origin = "", forget = "" }: DOMStringMap): void {
  const template = list.querySelector("template")!;
  list.hidden = recent().length === 0;
  list.querySelectorAll("li").forEach((row) => row.remove());
  for (const name of recent()) {
    const row = template.content.cloneNode(true) as DocumentFragment;
    const link = row.querySelector("a")!;
    link.href = origin.replace("*", name);
    link.textContent = name;
    const button = row.querySelector("button")!;
    button.dataset.forget = name;
    button.setAttribute("aria-label", `${forget}: ${name}`);
    list.querySelector("ul")!.append(row);
  }
}

function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((name) => NAME.test(name)) : [];
  } catch {
    return [];
  }
}

function remember(name: string): void {
  const label = /^[a-z0-9-]+/.exec(name)?.[0];
  if (label) keep([label, ...recent().filter((other) => other !== label)].slice(0, MOST));
}

function keep(names: string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(names));
  } catch {
    // A browser that keeps nothing: the list stays empty.
  }
}
