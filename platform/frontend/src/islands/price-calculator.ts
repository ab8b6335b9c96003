/** The price page between two answers of the server, which alone knows the prices (P1).
 *
 * Around the calculator's form: a stepper changes its number at once instead of sending the page,
 * arrow keys do the same, and what one is typing is never overwritten by an answer.
 */
export function mount(form: HTMLElement): () => void {
  const fields = form.querySelectorAll<HTMLInputElement>("input[aria-describedby]");
  // The answer to an earlier number must not undo a later one.
  for (const field of fields) field.setAttribute("hx-morph-skip", "");

  const onClick = (event: Event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>(".stepper > button");
    const field = button?.parentElement?.querySelector("input");
    if (!button || !field) return;
    event.preventDefault();
    step(field, button.name === "more" ? 1 : -1);
  };
  const onKey = (event: KeyboardEvent) => {
    const field = event.target as HTMLInputElement;
    const change = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!change || event.isComposing || !field.matches(".stepper > input")) return;
    event.preventDefault();
    step(field, event.shiftKey ? change * 10 : change);
  };
  const onLeave = (event: Event) => group(event.target as HTMLInputElement);
  const onAnswer = () => mark(fields);

  form.addEventListener("click", onClick);
  form.addEventListener("keydown", onKey);
  form.addEventListener("focusout", onLeave);
  document.addEventListener("htmx:after:swap", onAnswer);
  if (applied) form.querySelector<HTMLElement>("#receipt-title")?.focus();
  applied = false;
  form.addEventListener("click", rememberApply);
  return () => document.removeEventListener("htmx:after:swap", onAnswer);
}

/** Whether the advice has just been taken: the new calculator then takes the focus back. */
let applied = false;

function rememberApply(event: Event): void {
  applied ||= (event.target as Element).closest("[data-apply]") !== null;
}

function step(field: HTMLInputElement, change: number): void {
  const most = Number(field.dataset.most);
  const now = numberIn(field.value) ?? 0;
  const next = Math.min(Math.max(now + change, 0), most);
  if (field.value === next.toLocaleString("en")) return;
  field.value = next.toLocaleString("en");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Groups a good number in threes when its field is left; anything else stays for its sentence. */
function group(field: HTMLInputElement): void {
  const count = field.matches("input[aria-describedby]") ? numberIn(field.value) : undefined;
  if (count !== undefined) field.value = count.toLocaleString("en");
}

function numberIn(text: string): number | undefined {
  const digits = text.replaceAll(/[,\s]/g, "");
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** A field is wrong when the server has put a sentence below it. */
function mark(fields: NodeListOf<HTMLInputElement>): void {
  for (const field of fields) {
    const note = document.getElementById(field.getAttribute("aria-describedby")!);
    if (note?.textContent) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}
