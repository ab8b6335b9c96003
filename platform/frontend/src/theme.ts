/** Light, dark, or as the system says. Kept in a cookie so that the server draws the page right. */
const COOKIE = "dangol_theme";
const YEAR = 31_536_000;

export function startTheme(): void {
  mark(document.documentElement.dataset.theme ?? "system");
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
    if (button) chooseTheme(button.dataset.themeChoice!);
  });
}

/** Switches at once and remembers it. */
export function chooseTheme(theme: string): void {
  const system = theme === "system";
  if (system) {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = system ? 0 : YEAR;
  document.cookie = `${COOKIE}=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  mark(theme);
}

function mark(theme: string): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}
