/** Says beside an amount before VAT what it is with VAT, to be compared with the statement (T1).
 *
 * The second amount is still written by hand: a slip in one is told by the other. data-vat on the
 * element is the rate in hundredths of a percent; data-sentence holds {won}.
 */
import { withVat } from "../vat.ts";

export function mount(element: HTMLElement): () => void {
  const net = element.querySelector<HTMLInputElement>("[data-net]")!;
  const sum = element.querySelector<HTMLElement>("[data-sum]")!;
  const tell = () => {
    const won = Number(net.value);
    const isAmount = Number.isInteger(won) && won > 0;
    const shown = withVat(won, Number(element.dataset.vat)).toLocaleString("en");
    sum.textContent = isAmount ? sum.dataset.sentence!.replace("{won}", `₩${shown}`) : "";
  };
  net.addEventListener("input", tell);
  tell();
  return () => net.removeEventListener("input", tell);
}
