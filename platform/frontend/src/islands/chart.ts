/** Draws a chart from the data beside it, in the theme's colours; a click follows its link (U10).
 *
 * The table under it says the same to screen readers, on paper and without scripts. Colours come
 * from the tokens, so the drawing is made anew when the theme changes.
 */
import { BarChart, LineChart, PieChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import "./chart.css";
import { readColours } from "../chart-colours.ts";
import { options } from "../chart-options.ts";
import type { ChartData } from "../chart-options.ts";

use([
  AriaComponent,
  BarChart,
  GridComponent,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  PieChart,
  SVGRenderer,
  TooltipComponent,
]);

export function mount(element: HTMLElement): () => void {
  const drawing = element.querySelector<HTMLElement>(".chart-drawing")!;
  const source = document.getElementById(element.dataset.source!)!;
  const data = JSON.parse(source.textContent!) as ChartData;
  const chart = init(drawing, null, { renderer: "svg" });
  const table = element.querySelector("details");
  if (table) table.open = false;

  const paper = matchMedia("print");
  const draw = () => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const drawn = options(element.dataset, data, readColours(element));
    chart.setOption({ ...drawn, animation: !still }, true);
    // On its way to paper no further frame comes.
    if (paper.matches) chart.getZr().flush();
  };
  draw();

  chart.on("click", ({ dataIndex }) => {
    const link = data.links?.[dataIndex ?? -1];
    if (link) location.assign(link);
  });
  const size = new ResizeObserver(() => chart.resize());
  size.observe(drawing);
  const theme = new MutationObserver(draw);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", draw);
  paper.addEventListener("change", draw);
  return () => {
    system.removeEventListener("change", draw);
    paper.removeEventListener("change", draw);
    theme.disconnect();
    size.disconnect();
    chart.dispose();
  };
}
