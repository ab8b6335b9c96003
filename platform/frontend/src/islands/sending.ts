/** The page of a send looks again as often as the server says, and puts in what changed (S9).
 *
 * `data-address` answers with the parts of the page. Rows are fetched at every fifth look, and at
 * each as long as there are none: a small send is through before the fifth. Those who listen hear a sentence when the state changes, and otherwise every ten seconds.
 */
import { keepLooking, putIn } from "../live.ts";

const ROWS_EVERY = 5;
const SAY_EVERY = 10_000;

/** Whether the rows are asked for at this look, counted from 1. */
export function asksForRows(look: number, isEmpty: boolean): boolean {
  return isEmpty || look % ROWS_EVERY === 0;
}

export function mount(element: HTMLElement): (() => void) | void {
  const address = element.dataset.address!;
  const head = () => document.getElementById("send-head");
  const first = pauseOf(head());
  if (!first) return;

  let looks = 0;
  let said = { status: head()?.dataset.status, at: performance.now() };
  const say = () => {
    const { status, sentence } = head()?.dataset ?? {};
    if (status === said.status && performance.now() - said.at < SAY_EVERY) return;
    document.getElementById("send-said")!.textContent = sentence ?? "";
    said = { status, at: performance.now() };
  };

  const look = async () => {
    const query = new URLSearchParams(location.search);
    const isEmpty = !document.querySelector("#send-rows tbody");
    if (asksForRows(++looks, isEmpty)) query.set("rows", "1");
    const response = await fetch(`${address}?${query}`, { headers: { "X-Requested-With": "fetch" } });
    if (response.redirected || response.status === 403 || response.status === 404) return 0;
    if (!response.ok) throw new Error(`The progress answered ${response.status}.`);
    putIn(await response.text());
    say();
    return pauseOf(head());
  };
  return keepLooking(look, first);
}

function pauseOf(head: HTMLElement | null): number {
  return Number(head?.dataset.lookAgain ?? 0) * 1_000;
}
