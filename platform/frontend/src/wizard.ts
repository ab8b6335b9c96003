/** The steps to a send keep what is entered and go on by Ctrl/Cmd+Enter.
 *
 * A draft is kept when one pauses, leaves a field or leaves the page; the header tells when.
 */
import { logInAgain } from "./drafts.ts";
import { isTaken, type KeyPress } from "./keys.ts";
import { putIn } from "./live.ts";

const PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;
export const FETCH = { "X-Requested-With": "fetch" };
/** With it, a session that is over is told as 401 and not as the log-in page. */
const PIECE = { ...FETCH, "HX-Request": "true" };

/** Posts or gets, and puts the parts of the answer into the page; a later call ends an earlier one. */
export class Asking {
  private running?: AbortController;

  /** The status of the answer; 0 when none came or it led elsewhere, undefined when overtaken. */
  async ask(address: string, init: RequestInit = {}): Promise<number | undefined> {
    this.running?.abort();
    const mine = (this.running = new AbortController());
    try {
      const response = await fetch(address, { ...init, headers: PIECE, signal: mine.signal });
      if (response.redirected || response.headers.has("HX-Redirect")) return 0;
      if (response.status === 401) logInAgain();
      else if (response.ok || response.status === 422) putIn(await response.text());
      return response.status;
    } catch {
      return mine.signal.aborted ? undefined : 0;
    }
  }
}

/** What the server has of a form, and what still has to be sent. A failure forgets nothing. */
export class Keeping {
  /** Undefined after a failure: nobody knows whether it arrived. */
  private kept?: string;
  private sending?: string;
  private pause = PAUSE;

  constructor(kept: string) {
    this.kept = kept;
  }

  /** Whether these values have to be sent. Who leaves the page cannot wait for what is under way. */
  begins(values: string, isLeaving = false): boolean {
    if (this.sending === undefined ? values === this.kept : values === this.sending && !isLeaving) {
      return false;
    }
    this.sending = values;
    return true;
  }

  /** Takes down how the sending of these values ended; `again` asks for another try after a pause. */
  ends(values: string, status: number | undefined): "done" | "again" {
    if (status === undefined || values !== this.sending) return "done";
    this.sending = undefined;
    const isKept = status >= 200 && status < 400;
    this.kept = isKept ? values : undefined;
    // 422 tells what is wrong with the values, 401 leads to the log-in: the same again helps neither.
    if (isKept || status === 422 || status === 401) {
      this.pause = PAUSE;
      return "done";
    }
    return "again";
  }

  /** Milliseconds until the next try: each time twice as many. */
  nextPause(): number {
    const pause = this.pause;
    this.pause = Math.min(pause * 2, LONGEST_PAUSE);
    return pause;
  }
}

/** Whether something was entered that the server has not drawn: before the script ran, or by Back. */
export function isTouched(form: HTMLFormElement): boolean {
  return [...form.elements].some((field) => {
    if (field instanceof HTMLSelectElement && !field.multiple) {
      const drawn = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(drawn, 0);
    }
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (!(field instanceof HTMLInputElement)) return false;
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  });
}

/** Keeps the form's draft; returns what takes it down. */
export function keepDraft(form: HTMLFormElement, address: string): () => void {
  const asking = new Asking();
  const keeping = new Keeping(isTouched(form) ? "" : valuesOf(form));
  let timer = 0;
  let isOver = false;
  const keep = async () => {
    clearTimeout(timer);
    const values = valuesOf(form);
    if (!keeping.begins(values, document.hidden)) return;
    // The browser lets only short requests outlive their page, so only the last one asks for it.
    const init = { method: "POST", body: new FormData(form), keepalive: document.hidden };
    const status = await asking.ask(address, init);
    if (keeping.ends(values, status) === "done" || isOver) return;
    tellNotKept();
    clearTimeout(timer);
    timer = window.setTimeout(keep, keeping.nextPause());
  };
  const soon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  };
  const left = () => void keep();
  const gone = () => document.hidden && void keep();
  const sent = () => clearTimeout(timer);

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("focusout", left);
  form.addEventListener("submit", sent);
  document.addEventListener("visibilitychange", gone);
  return () => {
    isOver = true;
    clearTimeout(timer);
    form.removeEventListener("input", soon);
    form.removeEventListener("change", soon);
    form.removeEventListener("focusout", left);
    form.removeEventListener("submit", sent);
    document.removeEventListener("visibilitychange", gone);
  };
}

/** In place of when it was kept, until the server says that again. */
function tellNotKept(): void {
  const words = document.querySelector<HTMLTemplateElement>("template#not-saved");
  if (words) document.getElementById("saved")?.replaceChildren(words.content.cloneNode(true));
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
