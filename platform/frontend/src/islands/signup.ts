/** Live checks of the sign-up form (P2): the server answers for one field as one leaves it.
 *
 * The form names where to ask in data-check. Notes below a field are drawn by the server; a button
 * [data-instead] in them puts its value into the field. Also here: the password's strength and its
 * eye, the box that agrees to all, and sending: the mistakes come into the page that is there, so that
 * the password stays as it was typed.
 */
import { connectionLost } from "../connection.ts";
import { busy } from "../forms.ts";
import { betweenPresses } from "../presses.ts";
import { strength } from "../strength.ts";

/** Milliseconds after the last letter before an address is asked for. */
const TYPING = 300;

export function mount(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  checkFields(form);
  drawStrength(form);
  agreeToAll(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form, event.submitter as HTMLButtonElement | null);
  });
}

/** Sends the form without leaving the page; what is no list of mistakes is the browser's matter. */
async function send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  if (button) busy(button, true);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    if (answer.status !== 422) {
      form.submit();
      return;
    }
    tell(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    connectionLost(form);
  }
  if (button) busy(button, false);
}

/** Puts the answer's mistakes beside the fields that are there, and goes to the first of them. */
function tell(form: HTMLFormElement, answer: Document): void {
  const summary = answer.querySelector("[data-summary]");
  form.querySelector("[data-summary]")!.replaceChildren(...(summary?.childNodes ?? []));
  for (const field of form.querySelectorAll<HTMLInputElement>("input[aria-describedby]")) {
    const next = answer.getElementById(`${field.id}_notes`);
    const now = document.getElementById(`${field.id}_notes`);
    const isWrong = next?.querySelector(".field-error") != null;
    // What a live check said of a field that is right stays.
    if (next && now && (isWrong || now.querySelector(".field-error"))) show(field, next.innerHTML);
  }
  form.querySelector<HTMLInputElement>("input[aria-invalid=true]")?.focus();
}

function checkFields(form: HTMLFormElement): void {
  const asked = new Map<string, AbortController>();
  // Pressing a box leaves a field, and its notes push the box down before one lets go of it.
  const calmly = betweenPresses(document);
  const ask = (field: HTMLInputElement) =>
    void check(form, field, asked, (notes) => calmly(() => show(field, notes)));
  let timer = 0;
  form.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.dataset.live !== "typing") return;
    clearTimeout(timer);
    timer = window.setTimeout(ask, TYPING, field);
  });
  form.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.name === "business_number") field.value = hyphened(field.value);
    if (field.dataset.live === "leaving") ask(field);
  });
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-instead]");
    const field = button?.closest(".field")?.querySelector<HTMLInputElement>("input");
    if (!button || !field) return;
    field.value = button.dataset.instead!;
    field.focus();
    ask(field);
  });
}

async function check(
  form: HTMLFormElement,
  field: HTMLInputElement,
  asked: Map<string, AbortController>,
  answered: (notes: string) => void,
): Promise<void> {
  asked.get(field.name)?.abort();
  const request = new AbortController();
  asked.set(field.name, request);
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", field.name, ...(field.dataset.with ?? "").split(" ")]) {
    const value = (form.elements.namedItem(name) as HTMLInputElement | null)?.value;
    if (value) body.set(name, value);
  }
  try {
    const answer = await fetch(form.dataset.check!.replace(/x$/, field.name), {
      method: "POST",
      body,
      signal: request.signal,
    });
    if (answer.ok) answered(await answer.text());
  } catch {
    // Offline, or overtaken by a newer question: the form itself checks everything again.
  }
}

function show(field: HTMLInputElement, notes: string): void {
  const place = document.getElementById(`${field.id}_notes`);
  if (!place) return;
  place.innerHTML = notes;
  const wrong = place.querySelector(".field-error") !== null;
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  const meter = field.closest(".field")?.querySelector<HTMLElement>("[data-strength]");
  if (meter && wrong) meter.dataset.strength = "1";
}

/** 1208147521 as people write it, once it has its ten digits. */
function hyphened(text: string): string {
  const digits = text.replaceAll(/\D/g, "");
  if (digits.length !== 10) return text;
  return `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`;
}

function drawStrength(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("input[name=password]")!;
  const meter = form.querySelector<HTMLElement>("[data-strength]")!;
  const eye = form.querySelector<HTMLButtonElement>("[data-eye]")!;
  field.addEventListener("input", () => {
    meter.dataset.strength = String(strength(field.value, Number(meter.dataset.least)));
  });
  eye.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
  });
}

function agreeToAll(form: HTMLFormElement): void {
  const all = form.querySelector<HTMLInputElement>("[data-agree-all]")!;
  const boxes = [...form.querySelectorAll<HTMLInputElement>("[data-agree]")];
  const reflect = () => {
    const agreed = boxes.filter((box) => box.checked).length;
    all.checked = agreed === boxes.length;
    all.indeterminate = agreed > 0 && agreed < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    reflect();
  });
  for (const box of boxes) box.addEventListener("change", reflect);
  reflect();
}
