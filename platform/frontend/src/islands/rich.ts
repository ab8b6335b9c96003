/** A text area becomes an editor of a few elements: bold, lists, headings, links.
 *
 * The text area stays what the form sends; the server keeps only elements that it knows. Without
 * this one writes plain text, of which the server makes paragraphs.
 */
import type { Destroy } from "../islands.ts";

interface Tool {
  code: string;
  value?: string;
  icon: string;
  key?: string;
}

const TOOLS: readonly Tool[] = [
  { code: "bold", icon: "B", key: "b" },
  { code: "italic", icon: "I", key: "i" },
  { code: "formatBlock", value: "h3", icon: "H" },
  { code: "insertUnorderedList", icon: "•" },
  { code: "insertOrderedList", icon: "1." },
  { code: "formatBlock", value: "blockquote", icon: "❝" },
  { code: "createLink", icon: "↗", key: "k" },
  { code: "removeFormat", icon: "⌫" },
];
const WORDS: Record<string, readonly string[]> = {
  ko: ["굵게", "기울임", "소제목", "목록", "번호 목록", "인용", "링크", "서식 지우기", "서식", "링크 주소"],
  en: ["Bold", "Italic", "Subheading", "List", "Numbered list", "Quote", "Link", "Clear format", "Format", "Address"],
};

export function mount(element: HTMLElement): Destroy {
  const editor = new Editor(element as HTMLTextAreaElement);
  return () => editor.stop();
}

class Editor {
  private readonly area: HTMLTextAreaElement;
  private readonly page = document.createElement("div");
  private readonly bar = document.createElement("div");
  private readonly words = WORDS[document.documentElement.lang] ?? WORDS.en!;

  constructor(area: HTMLTextAreaElement) {
    this.area = area;
    this.bar.className = "rich-bar";
    this.bar.setAttribute("role", "toolbar");
    this.bar.ariaLabel = this.words[8]!;
    this.bar.append(...TOOLS.map((tool, at) => this.button(tool, this.words[at]!)));
    this.page.className = "input rich-text rich-page";
    this.page.contentEditable = "true";
    this.page.setAttribute("role", "textbox");
    this.page.ariaMultiLine = "true";
    const label = area.labels[0];
    if (label) {
      label.id ||= `${area.id}-label`;
      this.page.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => this.page.focus());
    }
    const described = area.getAttribute("aria-describedby");
    if (described) this.page.setAttribute("aria-describedby", described);
    this.page.ariaInvalid = area.getAttribute("aria-invalid");
    this.read();
    document.execCommand("defaultParagraphSeparator", false, "p");
    this.page.addEventListener("input", () => this.write());
    this.page.addEventListener("keydown", (event) => this.pressed(event));
    this.page.addEventListener("paste", (event) => this.paste(event));
    area.before(this.bar, this.page);
    area.classList.add("rich-source");
    area.tabIndex = -1;
    area.addEventListener("focus", () => this.page.focus());
    area.form?.addEventListener("reset", () => setTimeout(() => this.read()));
  }

  stop(): void {
    this.bar.remove();
    this.page.remove();
    this.area.classList.remove("rich-source");
  }

  /** Only what the server has cleaned is read as elements: plain text stays text. */
  private read(): void {
    const { value } = this.area;
    if (/<[a-z]/i.test(value)) {
      const parsed = new DOMParser().parseFromString(value, "text/html");
      for (const each of parsed.querySelectorAll("script, style, iframe, object, img")) each.remove();
      for (const each of parsed.body.querySelectorAll("*")) {
        for (const { name } of [...each.attributes]) if (name !== "href") each.removeAttribute(name);
      }
      this.page.replaceChildren(...parsed.body.childNodes);
    } else {
      this.page.textContent = value;
    }
  }

  private write(): void {
    this.area.value = this.page.textContent?.trim() ? this.page.innerHTML : "";
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private button(tool: Tool, word: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-ghost btn-icon btn-sm";
    button.textContent = tool.icon;
    button.ariaLabel = word;
    button.title = tool.key ? `${word}  Ctrl+${tool.key.toUpperCase()}` : word;
    // The selection in the text stays while the button is pressed.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.act(tool));
    return button;
  }

  private act({ code, value }: Tool): void {
    this.page.focus();
    if (code === "createLink") {
      this.link();
    } else if (code === "formatBlock") {
      const is = document.queryCommandValue("formatBlock") === value;
      document.execCommand(code, false, is ? "p" : value);
    } else {
      document.execCommand(code, false, value);
    }
    this.write();
  }

  private link(): void {
    const address = prompt(this.words[9], "https://")?.trim();
    if (!address || !/^(https?:|mailto:|tel:)/i.test(address)) return;
    if (getSelection()?.isCollapsed) document.execCommand("insertText", false, address);
    document.execCommand("createLink", false, address);
  }

  private pressed(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const tool = TOOLS.find((each) => each.key === event.key.toLowerCase());
    if (!tool) return;
    event.preventDefault();
    event.stopPropagation();
    this.act(tool);
  }

  /** What is pasted brings its words, not the looks of another program. */
  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain");
    if (text === undefined) return;
    event.preventDefault();
    document.execCommand("insertText", false, text);
  }
}
