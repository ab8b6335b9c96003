/** The tokens as the chart library knows colours: it computes with rgb and cannot read oklch. */
export interface Colours {
  ramp: string[];
  rest: string;
  good: string;
  careful: string;
  bad: string;
  ink: string;
  muted: string;
  line: string;
  surface: string;
  font: string;
}

const TOKENS = {
  rest: "--chart-rest",
  good: "--color-success",
  careful: "--color-warning",
  bad: "--color-error",
  ink: "--color-base-content",
  muted: "--ink-3",
  line: "--line",
  surface: "--raise",
} as const;

export function readColours(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  const rgb = (token: string) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = style.getPropertyValue(token);
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };
  const named = Object.entries(TOKENS).map(([name, token]) => [name, rgb(token)]);
  const ramp = [1, 2, 3, 4, 5].map((place) => rgb(`--chart-${place}`));
  return { ...Object.fromEntries(named), ramp, font: style.fontFamily } as Colours;
}
