/** What a choice draws: the lines of its list and the chips of what is chosen. */
export interface LineSettings {
  id: string;
  place: number;
  /** Whether a digit chooses it: not while one is finding. */
  digits: boolean;
  sign?: Node | undefined;
}

export function line(option: HTMLOptionElement, settings: LineSettings): HTMLElement {
  const { id, place, digits, sign } = settings;
  const item = make("li", "menu-item");
  item.id = id;
  item.dataset.place = String(place);
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(option.selected));
  if (sign) item.append(sign);
  item.append(make("span", "ellipsis", option.text));
  if (digits && place < 9) {
    const cap = make("kbd", "keycap", String(place + 1));
    cap.setAttribute("aria-hidden", "true");
    item.append(cap);
  }
  return item;
}

/** Stands where nothing was found. */
export function none(sentence: string): HTMLElement {
  return make("li", "menu-none", sentence);
}

/** A chosen value with the button that takes it away; `remove` is said before its name. */
export function chip(option: HTMLOptionElement, remove: string): HTMLElement {
  const box = make("span", "badge", option.text);
  const away = make("button", "", "×") as HTMLButtonElement;
  away.type = "button";
  away.dataset.drop = option.value;
  away.setAttribute("aria-label", `${remove}: ${option.text}`);
  box.append(away);
  return box;
}

function make(name: string, css: string, text = ""): HTMLElement {
  const element = document.createElement(name);
  element.className = css;
  element.textContent = text;
  return element;
}
