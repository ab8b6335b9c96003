/** The keys of this screen, in its help: read from the screen itself, as the list of keys is. */
import { keysHere, line } from "../key-sheet.ts";

export function mount(section: HTMLElement): void {
  const lines = [...keysHere()].flatMap(([key, label]) => line(key, label));
  section.querySelector("dl")!.replaceChildren(...lines);
  section.hidden = lines.length === 0;
}
