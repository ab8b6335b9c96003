/** Every text colour keeps 4.5:1 on every ground it stands on, in both themes (WCAG AA, U10). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

type Rgb = [number, number, number];
type Colour = { rgb: Rgb; alpha: number };

const css = readFileSync(new URL("css/tokens.css", import.meta.url), "utf8");
const TOKEN = /(--[\w-]+):\s*([^;]+);/g;
const THEMES = Object.fromEntries(
  [...css.matchAll(/@plugin "daisyui\/theme" \{([^}]*)\}/g)].map(([, body]) => [
    /name: "(\w+)"/.exec(body!)![1]!,
    new Map(Array.from(body!.matchAll(TOKEN), ([, name, value]) => [name!, value!])),
  ]),
);

/** What any text may stand on; hover and press lie on the surface. */
const PLAIN = ["--color-base-100", "--color-base-200", "--raise", "--hover", "--accent-soft"];
const GROUNDS = [...PLAIN, "--sunk"];
const TINTS = ["--warn-soft", "--err-soft", "--ok-soft", "--info-soft"];
const PAIRS: [text: string, ...grounds: string[]][] = [
  ["--color-base-content", ...GROUNDS, "--press", ...TINTS],
  ["--ink-2", ...GROUNDS, "--press", ...TINTS],
  ["--ink-3", ...GROUNDS],
  ["--accent-text", ...GROUNDS, "--press"],
  ["--ok-text", ...PLAIN, "--ok-soft"],
  ["--warn-text", ...PLAIN, "--warn-soft"],
  ["--err-text", ...PLAIN, "--err-soft"],
  ["--info-text", ...PLAIN, "--info-soft"],
  ["--color-primary-content", "--color-primary"],
  ["--color-neutral-content", "--color-neutral"],
  ["--color-error-content", "--color-error"],
  ["--color-base-content", "--segment"],
];

for (const [theme, tokens] of Object.entries(THEMES)) {
  for (const [text, ...grounds] of PAIRS) {
    test(`${theme}: ${text} can be read on ${grounds.length} grounds`, () => {
      for (const ground of grounds) {
        const ratio = contrast(solid(tokens, text), solid(tokens, ground));
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    });
  }
  test(`${theme}: the accent stands out from its grounds as a focus ring must (3:1)`, () => {
    for (const ground of ["--color-base-100", "--color-base-200", "--raise"]) {
      assert.ok(contrast(solid(tokens, "--color-primary"), solid(tokens, ground)) >= 3, ground);
    }
  });
}

test("both themes are measured", () => {
  assert.deepEqual(Object.keys(THEMES).sort(), ["dark", "light"]);
});

test("no token of a theme is a list: the theme would keep its last part only", () => {
  for (const tokens of Object.values(THEMES)) {
    for (const [name, value] of tokens) assert.ok(!value.includes(","), name);
  }
});

/** A token as an opaque colour: what is see-through lies on the surface. */
function solid(tokens: Map<string, string>, name: string): Rgb {
  const { rgb, alpha } = parse(tokens, name);
  if (alpha === 1) return rgb;
  const under = parse(tokens, "--color-base-100").rgb;
  return rgb.map((part, place) => part * alpha + under[place]! * (1 - alpha)) as Rgb;
}

function parse(tokens: Map<string, string>, name: string): Colour {
  const value = tokens.get(name);
  assert.ok(value, `There is no token ${name}.`);
  const other = /^var\((--[\w-]+)\)$/.exec(value);
  if (other) return parse(tokens, other[1]!);
  if (value === "#fff") return { rgb: [1, 1, 1], alpha: 1 };
  const found = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(value);
  assert.ok(found, `${name} is not written as oklch: ${value}`);
  const [, light, chroma, hue, alpha] = found;
  const rgb = toRgb(Number(light) / 100, Number(chroma), Number(hue));
  return { rgb, alpha: Number(alpha ?? 1) };
}

/** oklch to sRGB, each part 0 to 1 and gamma-encoded; what the screen cannot show is clipped. */
function toRgb(light: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ];
  return linear.map((part) => {
    const inside = Math.min(1, Math.max(0, part));
    return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
  }) as Rgb;
}

function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
