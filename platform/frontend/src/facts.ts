/** Values on a record's page change where they stand: a click on one, or its pencil, opens it.
 *
 * Enter and leaving the field keep, Tab keeps and opens the next, Esc leaves it as it was. When the
 * server refuses, the old value stands there again and the reason is said.
 */
import htmx from "htmx.org/dist/htmx.esm.js";

import { type Kept, sentenceOf } from "./cell-answers.ts";
import { post } from "./post.ts";
import { toast } from "./toasts.ts";

const FACT = "dd[data-edits]";
const EDITOR = "form.cell-editor";

export function listenToFacts(root: HTMLElement): () => void {
  const life = new AbortController();
  const options = { signal: life.signal };
  root.addEventListener("click", (event) => {
    const target = event.target as Element;
    const setter = target.closest<HTMLButtonElement>("[data-sets]");
    if (setter) return void setAtOnce(setter);
    const fact = target.closest<HTMLElement>(FACT);
    const isOther = target.closest("a, input, select, form, summary") || getSelection()?.toString();
    if (fact && !isOther) void open(fact);
  }, options);
  root.addEventListener("submit", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>(`${FACT} ${EDITOR}`);
    if (!form) return;
    event.preventDefault();
    void keep(form);
  }, { ...options, capture: true });
  root.addEventListener("change", (event) => {
    const form = editorOf(event);
    if (form && (event.target as Element).matches("select")) void keep(form);
  }, options);
  root.addEventListener("focusout", (event) => {
    const form = editorOf(event);
    const isText = (event.target as Element).matches("input[name=value]");
    if (form && isText && !form.contains(event.relatedTarget as Node | null)) void keep(form, false);
  }, options);
  root.addEventListener("choose-cancel", (event) => {
    const form = editorOf(event);
    if (form) close(form);
  }, options);
  root.addEventListener("keydown", (event) => {
    const form = editorOf(event);
    if (form && !event.isComposing && event.keyCode !== 229) press(event, form);
  }, { ...options, capture: true });
  return () => life.abort();
}

function editorOf(event: Event): HTMLFormElement | null {
  return (event.target as Element).closest<HTMLFormElement>(`${FACT} ${EDITOR}`);
}

function press(event: KeyboardEvent, form: HTMLFormElement): void {
  if (event.key === "Tab") {
    const facts = [...document.querySelectorAll<HTMLElement>(FACT)];
    const next = facts[facts.indexOf(form.closest<HTMLElement>(FACT)!) + (event.shiftKey ? -1 : 1)];
    void keep(form, !next);
    if (next) void open(next);
  } else if (event.key === "Escape" && !form.querySelector(".choose")) close(form);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

async function open(fact: HTMLElement): Promise<void> {
  if (fact.classList.contains("editing")) return;
  fact.classList.add("editing");
  const answer = await fetch(fact.dataset.edits!, { headers: { "HX-Request": "true" } });
  if (answer.redirected) return location.reload();
  if (!answer.ok) {
    fact.classList.remove("editing");
    return toast({ kind: "error", text: await sentenceOf(answer) });
  }
  fact.insertAdjacentHTML("beforeend", await answer.text());
  htmx.process(fact);
  document.dispatchEvent(new Event("htmx:after:swap"));
  const input = fact.querySelector<HTMLInputElement>("input[name=value]");
  input?.focus();
  input?.select();
}

function close(form: HTMLFormElement, stays = true): void {
  const fact = form.closest<HTMLElement>(FACT)!;
  fact.classList.remove("editing");
  form.dataset.sent = "yes"; // a browser tells that the field was left while it goes
  form.remove();
  if (stays) fact.querySelector<HTMLElement>(".fact-edit")?.focus();
}

async function keep(form: HTMLFormElement, stays = true): Promise<void> {
  if (form.dataset.sent) return;
  const fact = form.closest<HTMLElement>(FACT)!;
  const field = form.querySelector<HTMLInputElement | HTMLSelectElement>("[name=value]")!;
  const { value } = field;
  const words = field instanceof HTMLSelectElement ? field.selectedOptions[0]!.text : value;
  const { version = "", was = "" } = form.dataset;
  close(form, stays);
  if (value === was) return;
  const place = fact.querySelector<HTMLElement>(".fact")!;
  const before = [...place.childNodes];
  place.textContent = words || "—";
  const answer = await post(fact.dataset.edits!, { value, was, version, as: "fact" });
  if (answer?.ok && !answer.redirected) {
    const kept = (await answer.json()) as Kept;
    place.innerHTML = kept.html;
    return toast({ kind: "success", text: kept.sentence, undo: kept.undo });
  }
  place.replaceChildren(...before);
  const failed = document.getElementById("toasts")?.dataset.failed ?? "";
  toast({ kind: "error", text: answer ? await sentenceOf(answer) : failed });
}

/** A button among the facts that sets one field; what else it changes on the page is drawn anew. */
async function setAtOnce(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  const values = { value: button.value, was: button.dataset.was ?? "", as: "fact" };
  const answer = await post(button.dataset.sets!, values);
  if (answer?.ok && !answer.redirected) {
    const kept = (await answer.json()) as Kept;
    await drawAnew();
    return toast({ kind: "success", text: kept.sentence, undo: kept.undo });
  }
  button.disabled = false;
  const failed = document.getElementById("toasts")?.dataset.failed ?? "";
  toast({ kind: "error", text: answer ? await sentenceOf(answer) : failed });
}

/** The lists of facts as the server draws them now. */
async function drawAnew(): Promise<void> {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const lists = [...document.querySelectorAll(".record-facts")];
  const others = [...fresh.querySelectorAll(".record-facts")];
  if (lists.length !== others.length) return location.reload();
  for (const [at, list] of lists.entries()) list.replaceWith(document.adoptNode(others[at]!));
}
