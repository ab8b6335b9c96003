/** Ticked rows of a list: one by one, a range with Shift, the whole page; their number in the bar. */
import { between } from "./list-keys.ts";

export class Ticks {
  private last?: HTMLInputElement;

  get boxes(): HTMLInputElement[] {
    return [...document.querySelectorAll<HTMLInputElement>("#results .row-check")];
  }

  get chosen(): HTMLInputElement[] {
    return this.boxes.filter((box) => box.checked);
  }

  click(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("[data-untick]")) this.clear();
    if (target.matches("[data-tick-all]")) this.all((target as HTMLInputElement).checked);
    if (target.matches("[data-all]")) this.everything((target as HTMLInputElement).checked);
    if (target.matches(".row-check")) this.range(target as HTMLInputElement, event.shiftKey);
  }

  toggle(row: HTMLElement | null): void {
    const box = row?.querySelector<HTMLInputElement>(".row-check");
    if (!box) return;
    box.checked = !box.checked;
    this.last = box;
    this.count();
  }

  clear(): void {
    this.all(false);
  }

  /** Tells how many are ticked: in the bar, and by the box in the head. */
  count(): void {
    const { boxes, chosen } = this;
    const bar = document.getElementById("deeds");
    const words = bar?.querySelector("[data-chosen-count]");
    const all = document.querySelector<HTMLInputElement>("[data-all]");
    if (all && chosen.length < boxes.length) all.checked = false;
    const said = bar?.dataset.words?.replace("{count}", String(chosen.length)) ?? "";
    if (words) words.textContent = all?.checked ? all.dataset.words! : said;
    const head = document.querySelector<HTMLInputElement>("[data-tick-all]");
    if (!head) return;
    head.checked = chosen.length > 0 && chosen.length === boxes.length;
    head.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  }

  private range(box: HTMLInputElement, isRange: boolean): void {
    const { boxes } = this;
    if (isRange) getSelection()?.removeAllRanges(); // Shift marks the text in between as well
    const from = this.last ? boxes.indexOf(this.last) : -1;
    if (isRange && from >= 0) {
      for (const index of between(from, boxes.indexOf(box))) boxes[index]!.checked = box.checked;
    }
    this.last = box;
    this.count();
  }

  /** Beyond the page as well: then the page is ticked, too. */
  private everything(checked: boolean): void {
    if (checked) this.all(true);
    this.count();
  }

  private all(checked: boolean): void {
    for (const box of this.boxes) box.checked = checked;
    this.count();
  }
}
