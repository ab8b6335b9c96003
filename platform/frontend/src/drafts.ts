/** A session that ends in the middle of a form costs nobody what they wrote.
 *
 * What a form held when it was sent stays in this tab (sessionStorage). When the answer was the
 * log-in page, the form is filled again after it, for the same user only. Passwords and files are
 * never kept.
 */
const PLACE = "dangol-draft";
const NOT_KEPT = "input[type=password], input[type=file], input[name=csrfmiddlewaretoken]";

export interface Draft {
  user: string;
  path: string;
  /** Which of the page's forms: its id, or its place among those without. */
  form: string;
  values: [string, string][];
  /** Whether the log-in page came instead of an answer. */
  interrupted: boolean;
}

export function startDrafts(): void {
  const user = document.querySelector<HTMLElement>("[data-user]")?.dataset.user;
  const draft = stored();
  if (!user) {
    if (draft) store({ ...draft, interrupted: true });
    return;
  }
  sessionStorage.removeItem(PLACE);
  if (draft?.interrupted && draft.user === user && draft.path === here()) restore(draft);
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method === "post" && !form.querySelector("input[type=password]")) keep(form, user);
  });
}

/** The server says that the session is over: keeps what is written and goes to the log-in. */
export function logInAgain(): void {
  const user = document.querySelector<HTMLElement>("[data-user]")?.dataset.user;
  const form = formOf(document.activeElement) ?? document.querySelector<HTMLFormElement>("main form");
  if (user && form) keep(form, user);
  location.assign(`/accounts/login/?next=${encodeURIComponent(form ? pageOf(form) : here())}`);
}

/** The values of a form as they are kept: no secrets, no files, nothing empty. */
export function valuesOf(entries: Iterable<[string, FormDataEntryValue]>): [string, string][] {
  return [...entries].filter(
    (pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "",
  );
}

function keep(form: HTMLFormElement, user: string): void {
  const data = new FormData(form);
  for (const field of form.querySelectorAll<HTMLInputElement>(NOT_KEPT)) data.delete(field.name);
  const place = forms().indexOf(form);
  if (place < 0) return;
  const name = form.id || String(place);
  const values = valuesOf(data.entries());
  if (values.length > 0) store({ user, path: pageOf(form), form: name, values, interrupted: false });
}

function restore(draft: Draft): void {
  const form = forms().find((each, place) => draft.form === (each.id || String(place)));
  if (!form) return;
  for (const field of form.elements as Iterable<HTMLInputElement>) {
    if (!field.name || field.matches(NOT_KEPT) || field.type === "hidden") continue;
    fill(field, draft.values.filter(([name]) => name === field.name).map(([, value]) => value));
  }
  const word = document.querySelector<HTMLTemplateElement>("template#restored");
  if (word) form.prepend(word.content.cloneNode(true));
  form.scrollIntoView({ block: "nearest" });
}

/** Puts the values into a field as if somebody had written or chosen them. */
export function fill(field: HTMLInputElement, values: string[]): void {
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = values.includes(field.value);
  } else if (field instanceof HTMLSelectElement && field.multiple) {
    for (const option of field.options) option.selected = values.includes(option.value);
  } else if (!field.matches("button, [type=submit]")) {
    field.value = values[0] ?? "";
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function forms(): HTMLFormElement[] {
  return [...document.querySelectorAll<HTMLFormElement>("main form")];
}

function formOf(element: Element | null): HTMLFormElement | null {
  return element?.closest<HTMLFormElement>("main form") ?? null;
}

/** Where the form stands when the page is drawn again: one in a drawer, on a page of its own. */
function pageOf(form: HTMLFormElement): string {
  return (form.closest(".drawer") && form.getAttribute("action")) || here();
}

function here(): string {
  return location.pathname + location.search;
}

function stored(): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function store(draft: Draft): void {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(draft));
  } catch {
    // Storage that is full or forbidden: the form is sent all the same.
  }
}
