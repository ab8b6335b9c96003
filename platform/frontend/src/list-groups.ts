/** Groups of a list: their heads fold, their rows come when they are opened, and it is remembered.
 *
 * Without it a head is a link to the list with that group open.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

import { post } from "./post.ts";
import type { Ticks } from "./ticks.ts";

export function startGroups(ticks: Ticks, signal: AbortSignal): void {
  const options = { signal };
  document.addEventListener("click", (event) => click(event, ticks), options);
  document.addEventListener("keydown", press, options);
  document.addEventListener("htmx:after:swap", fill, options);
  fill();
}

function click(event: MouseEvent, ticks: Ticks): void {
  const target = event.target as Element;
  const box = target.closest<HTMLInputElement>("[data-tick-group]");
  if (box) return void tickGroup(box, ticks);
  const more = target.closest<HTMLAnchorElement>("[data-group-more]");
  const toggle = target.closest<HTMLElement>("[data-group-toggle]");
  if ((!more && !toggle) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (more) void next(more);
  else void turn(toggle!.closest<HTMLElement>(".group-body")!);
}

/** Right opens the group whose head has the focus, Left closes it; Enter and Space turn it. */
function press(event: KeyboardEvent): void {
  const toggle = (event.target as Element).closest<HTMLElement>("[data-group-toggle]");
  if (!toggle || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const body = toggle.closest<HTMLElement>(".group-body")!;
  const isOpen = "open" in body.dataset;
  const wanted = { ArrowRight: !isOpen, ArrowLeft: isOpen, " ": true }[event.key];
  if (wanted === undefined) return;
  event.preventDefault();
  if (wanted) void turn(body);
}

async function turn(body: HTMLElement): Promise<void> {
  const isOpen = "open" in body.dataset;
  if (isOpen) delete body.dataset.open;
  else body.dataset.open = "";
  body.querySelector("[data-group-toggle]")!.setAttribute("aria-expanded", String(!isOpen));
  remember(table());
  if (!isOpen) await load(body);
  showInner(body);
}

function table(): HTMLElement {
  return document.querySelector<HTMLElement>("#results .list-grouped")!;
}

function inner(body: HTMLElement): HTMLElement[] {
  const all = table().querySelectorAll<HTMLElement>(".group-body");
  return [...all].filter((each) => each.dataset.above === body.dataset.path);
}

/** Groups stand with the one they are in. */
function showInner(body: HTMLElement): void {
  if ("last" in body.dataset) return;
  for (const each of inner(body)) {
    each.hidden = !("open" in body.dataset);
    if (!each.hidden && "open" in each.dataset) void load(each);
  }
}

/** Asks for what stands in a group that was opened, once. */
async function load(body: HTMLElement): Promise<void> {
  const isLast = "last" in body.dataset;
  if (isLast ? body.querySelector("tr[data-pk]") !== null : inner(body).length > 0) return;
  body.setAttribute("aria-busy", "true");
  const { path, first, count } = body.dataset;
  const html = await ask(`${table().dataset.grouped}?${query({ in: path!, first: first!, left: count! })}`);
  body.removeAttribute("aria-busy");
  if (html === undefined) return;
  body.insertAdjacentHTML(isLast ? "beforeend" : "afterend", html);
  arrived(body);
}

async function next(more: HTMLAnchorElement): Promise<void> {
  const row = more.closest<HTMLElement>("tr")!;
  const body = row.closest<HTMLElement>(".group-body")!;
  const html = await ask(more.dataset.groupMore!);
  if (html === undefined) return;
  const before = row.previousElementSibling;
  row.insertAdjacentHTML("afterend", html);
  row.remove();
  arrived(body);
  before?.nextElementSibling?.querySelector<HTMLElement>(".row-link")?.focus();
}

function arrived(body: HTMLElement): void {
  htmx.process(body);
  const box = body.querySelector<HTMLInputElement>("[data-tick-group]");
  if (box?.checked) setAll(body, true);
}

/** Open groups whose rows did not come with the page. */
function fill(): void {
  const open = "#results .group-body[data-last][data-open]:not([hidden])";
  for (const body of document.querySelectorAll<HTMLElement>(open)) void load(body);
}

async function ask(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (answer.ok && !answer.redirected) return await answer.text();
    location.reload();
  } catch {
    document.dispatchEvent(new Event("htmx:error"));
  }
  return undefined;
}

function query(more: Record<string, string>): string {
  const parameters = new URLSearchParams(table().dataset.query);
  for (const [name, value] of Object.entries(more)) parameters.set(name, value);
  return parameters.toString();
}

function remember(grouped: HTMLElement): void {
  const bodies = [...grouped.querySelectorAll<HTMLElement>(".group-body[data-open]")];
  const open = bodies.map((body) => body.dataset.path!);
  const { look, group, view } = grouped.dataset;
  void post(look!, { group: group!, view: view!, open });
}

function tickGroup(box: HTMLInputElement, ticks: Ticks): void {
  const body = box.closest<HTMLElement>(".group-body")!;
  setAll(body, box.checked);
  ticks.count();
  if (box.checked && !("open" in body.dataset)) void turn(body).then(() => ticks.count());
}

function setAll(body: HTMLElement, checked: boolean): void {
  for (const each of body.querySelectorAll<HTMLInputElement>(".row-check")) each.checked = checked;
}
