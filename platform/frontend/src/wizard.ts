/** The steps to a send keep what is entered and go on by Ctrl/Cmd+Enter.
 *
 * A draft is kept when one pauses, leaves a field or leaves the page; the header tells when.
 */
import { isTaken, type KeyPress } from "./keys.ts";
import { putIn } from "./live.ts";

const PAUSE = 2_000;
export const FETCH = { "X-Requested-With": "fetch" };

/** Posts or gets, and puts the parts of the answer into the page; a later call ends an earlier one. */
export class Asking {
  private running?: AbortController;

  async ask(address: string, init: RequestInit = {}): Promise<Document | undefined> {
    this.running?.abort();
    const mine = (this.running = new AbortController());
    try {
      const response = await fetch(address, { ...init, headers: FETCH, signal: mine.signal });
      if (response.redirected || response.status >= 500 || response.status === 403) return;
      return putIn(await response.text());
    } catch (error) {
      if ((error as Error).name === "AbortError") return;
      throw error;
    }
  }
}

/** Keeps the form's draft; returns what takes it down. */
export function keepDraft(form: HTMLFormElement, address: string): () => void {
  const asking = new Asking();
  let timer = 0;
  let kept = valuesOf(form);
  const keep = () => {
    clearTimeout(timer);
    const values = valuesOf(form);
    if (values === kept) return;
    kept = values;
    void asking.ask(address, { method: "POST", body: new FormData(form), keepalive: true });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  };
  const gone = () => document.hidden && keep();
  const sent = () => clearTimeout(timer);

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("focusout", keep);
  form.addEventListener("submit", sent);
  document.addEventListener("visibilitychange", gone);
  return () => {
    clearTimeout(timer);
    form.removeEventListener("input", soon);
    form.removeEventListener("change", soon);
    form.removeEventListener("focusout", keep);
    form.removeEventListener("submit", sent);
    document.removeEventListener("visibilitychange", gone);
  };
}

/** Ctrl/Cmd+Enter presses the button that leads on; a closed one does nothing. */
export function goOnByKey(): () => void {
  const press = (event: KeyboardEvent) => {
    if (!isOnward(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    document.querySelector<HTMLButtonElement>("[data-onward]")?.click();
  };
  const click = (event: Event) => {
    const button = (event.target as Element).closest("[data-onward][aria-disabled=true]");
    if (!button) return;
    event.preventDefault();
    document.querySelector<HTMLElement>(".checks .fix a, .checks a")?.click();
  };
  document.addEventListener("keydown", press);
  document.addEventListener("click", click, true);
  return () => {
    document.removeEventListener("keydown", press);
    document.removeEventListener("click", click, true);
  };
}

export function isOnward(press: KeyPress): boolean {
  const plain = { ...pressOf(press), ctrlKey: false, metaKey: false };
  return press.key === "Enter" && (press.ctrlKey || press.metaKey) && !isTaken(plain);
}

function pressOf({ key, keyCode, isComposing, ctrlKey, metaKey, altKey }: KeyPress): KeyPress {
  return { key, keyCode, isComposing, ctrlKey, metaKey, altKey };
}

function valuesOf(form: HTMLFormElement): string {
  const data = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return JSON.stringify(data);
}
