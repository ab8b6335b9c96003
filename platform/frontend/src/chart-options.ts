/** What the chart library is told: hairlines, small labels, one ramp, no decoration. */
import type { Colours } from "./chart-colours.ts";

export interface Series {
  name: string;
  values: (number | null)[];
  kind?: "bar" | "line";
  tone?: "good" | "careful" | "bad" | "rest";
  /** A pale bar for all places but this one, which the reader looks for (the present month). */
  chosen?: number;
}

/** A bar of a gantt: its days, and of it in percent what is done and by how much it is behind. */
export interface Span {
  from: string;
  until: string;
  done: number;
  behind: number;
}

export interface ChartData {
  labels: string[];
  series: Series[];
  links?: string[];
  spans?: Span[];
  today?: string;
  /** What the parts of a gantt's bars are called: done, behind, rest. */
  parts?: string[];
}

type Settings = DOMStringMap;
type Option = Record<string, unknown>;

export function options(settings: Settings, data: ChartData, colours: Colours): Option {
  const common = {
    aria: { enabled: true, label: { description: settings.label } },
    textStyle: { fontFamily: colours.font, fontSize: 11, color: colours.muted },
    tooltip: tooltip(settings, colours),
    color: colours.ramp,
  };
  if (settings.kind === "pie") return { ...common, ...pie(data, colours) };
  if (settings.kind === "funnel") return { ...common, ...funnel(data, colours) };
  if (settings.kind === "gantt") return { ...common, ...gantt(settings, data, colours) };
  return { ...common, ...axes(settings, data, colours) };
}

function tooltip(settings: Settings, colours: Colours): Option {
  return {
    trigger: ["pie", "funnel"].includes(settings.kind ?? "") ? "item" : "axis",
    confine: true,
    axisPointer: { type: "shadow", shadowStyle: { color: colours.line, opacity: 0.5 } },
    backgroundColor: colours.surface,
    borderColor: colours.line,
    borderWidth: 1,
    padding: [6, 10],
    textStyle: { color: colours.ink, fontSize: 12 },
    valueFormatter: (value: unknown) => written(value),
  };
}

function axes(settings: Settings, data: ChartData, colours: Colours): Option {
  const legend = "legend" in settings;
  return {
    grid: { top: legend ? 32 : 12, right: 4, bottom: 4, left: 4, containLabel: true },
    legend: { ...legendOf(colours), show: legend },
    xAxis: {
      type: "category",
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 3,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, formatter: (value: number) => short(value) },
    },
    series: data.series.map((one, place) => series(one, place, settings, data, colours)),
  };
}

/** Small squares above the drawing, each with its word. */
function legendOf(colours: Colours, names?: string[]): Option {
  return {
    left: 0,
    top: 0,
    icon: "roundRect",
    itemWidth: 8,
    itemHeight: 8,
    itemGap: 12,
    textStyle: { color: colours.muted, fontSize: 12 },
    ...(names ? { data: names } : {}),
  };
}

function series(
  one: Series,
  place: number,
  settings: Settings,
  data: ChartData,
  colours: Colours,
): Option {
  const kind = one.kind ?? (settings.kind === "line" ? "line" : "bar");
  const plain = kind === "line" && one.tone === "rest" ? colours.muted : undefined;
  const toned = one.tone ? colours[one.tone] : colours.ramp[place % colours.ramp.length]!;
  const colour = plain ?? toned;
  const shared = { name: one.name, type: kind, cursor: data.links ? "pointer" : "default" };
  const stack = "stacked" in settings ? "all" : undefined;
  if (kind === "line") {
    return {
      ...shared,
      data: one.values,
      stack,
      showSymbol: false,
      symbolSize: 6,
      lineStyle: { width: 1.5, color: colour },
      itemStyle: { color: colour },
      areaStyle: stack ? { color: colour, opacity: 0.4 } : undefined,
      markLine: place === 0 ? markLine(settings, colours) : undefined,
    };
  }
  const pale = colours.ramp[2]!;
  const values = one.values.map((value, at) => {
    const shown = one.chosen === undefined || one.chosen === at ? colour : pale;
    return { value, itemStyle: { color: shown } };
  });
  return {
    ...shared,
    data: values,
    stack,
    barMaxWidth: 14,
    itemStyle: { color: colour, borderRadius: stack ? 0 : [2, 2, 0, 0] },
    markLine: place === 0 ? markLine(settings, colours) : undefined,
  };
}

function markLine(settings: Settings, colours: Colours): Option | undefined {
  if (!settings.mark) return undefined;
  return {
    symbol: "none",
    silent: true,
    label: { color: colours.muted, formatter: settings.mark },
    lineStyle: { color: colours.muted, type: "dashed" },
    data: [{ xAxis: settings.mark }],
  };
}

function pie(data: ChartData, colours: Colours): Option {
  return {
    series: [
      {
        type: "pie",
        radius: ["52%", "78%"],
        data: items(data),
        label: { color: colours.ink, fontSize: 12 },
        labelLine: { lineStyle: { color: colours.line } },
        itemStyle: { borderColor: colours.surface, borderWidth: 2 },
      },
    ],
  };
}

/** From many to few, as bars around one middle: the eye reads the loss at both edges. */
function funnel(data: ChartData, colours: Colours): Option {
  const values = (data.series[0]?.values ?? []).map((value) => value ?? 0);
  const most = Math.max(...values, 1);
  return {
    grid: { top: 4, right: 56, bottom: 4, left: 4, containLabel: true },
    xAxis: { type: "value", show: false, max: most },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.labels,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: colours.ink, fontSize: 12 },
    },
    series: [
      {
        type: "bar",
        stack: "all",
        silent: true,
        tooltip: { show: false },
        itemStyle: { color: "transparent" },
        data: values.map((value) => (most - value) / 2),
      },
      {
        name: data.series[0]?.name,
        type: "bar",
        stack: "all",
        barWidth: "72%",
        cursor: data.links ? "pointer" : "default",
        label: {
          show: true,
          position: "right",
          color: colours.ink,
          fontSize: 12,
          formatter: ({ value }: { value: number }) => written(value),
        },
        data: values.map((value, place) => ({
          value,
          itemStyle: { color: colours.ramp[Math.min(place, 4)], borderRadius: 2 },
        })),
      },
    ],
  };
}

const DAY = 86_400_000;
const dayNumber = (day: string) => Date.parse(day) / DAY;
const dayOf = (number: number) => new Date(number * DAY).toISOString().slice(0, 10);

/** Tasks by their days, the first one on top: what is done, what is behind the plan, the rest. */
function gantt(settings: Settings, data: ChartData, colours: Colours): Option {
  const spans = data.spans ?? [];
  const starts = spans.map((span) => dayNumber(span.from));
  const lengths = spans.map((span, at) => Math.max(dayNumber(span.until) + 1 - starts[at]!, 1));
  const today = data.today ? dayNumber(data.today) : undefined;
  const first = Math.min(...starts, today ?? Infinity);
  const last = Math.max(...starts.map((start, at) => start + lengths[at]!), today ?? -Infinity);
  const [done = "", behind = "", rest = ""] = data.parts ?? [];
  const part = (at: number, percent: number) => (lengths[at]! * percent) / 100;
  const bars: [string, string, (span: Span, at: number) => number][] = [
    [done, colours.ramp[0]!, (span, at) => part(at, span.done)],
    [behind, colours.careful, (span, at) => part(at, span.behind)],
    [rest, colours.ramp[3]!, (span, at) => part(at, 100 - span.done - span.behind)],
  ];
  return {
    grid: { top: 32, right: 12, bottom: 4, left: 4, containLabel: true },
    legend: legendOf(colours, [done, behind, rest]),
    tooltip: {
      ...tooltip(settings, colours),
      formatter: (found: { dataIndex: number }[]) => told(data, found[0]?.dataIndex ?? 0),
    },
    xAxis: {
      type: "value",
      min: first,
      max: last,
      splitNumber: 4,
      splitLine: { lineStyle: { color: colours.line } },
      axisLabel: {
        color: colours.muted,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => dayOf(value).slice(2, 7),
      },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
      axisLabel: {
        color: colours.ink,
        fontSize: 12,
        width: matchMedia("(max-width: 720px)").matches ? 92 : 200,
        overflow: "truncate",
      },
    },
    series: [
      {
        type: "bar",
        stack: "all",
        silent: true,
        itemStyle: { color: "transparent" },
        data: starts,
        markLine: today === undefined ? undefined : todayLine(today, settings, colours),
      },
      ...bars.map(([name, colour, length]) => ({
        name,
        type: "bar",
        stack: "all",
        barMaxWidth: 12,
        cursor: data.links ? "pointer" : "default",
        itemStyle: { color: colour },
        data: spans.map(length),
      })),
    ],
  };
}

function todayLine(today: number, settings: Settings, colours: Colours): Option {
  return {
    symbol: "none",
    silent: true,
    label: { color: colours.muted, formatter: settings.mark ?? "", position: "start" },
    lineStyle: { color: colours.bad, type: "dashed" },
    data: [{ xAxis: today }],
  };
}

/** A gantt's bar in words: its name, its days and its numbers. */
function told(data: ChartData, at: number): string {
  const span = data.spans?.[at];
  const numbers = data.series.map((one) => `${one.name}: ${written(one.values[at])}%`);
  const name = (data.labels[at] ?? "").replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return [name, `${span?.from ?? ""} – ${span?.until ?? ""}`, ...numbers].join("<br>");
}

function items(data: ChartData): Option[] {
  const values = data.series[0]?.values ?? [];
  return data.labels.map((name, place) => ({ name, value: values[place] }));
}

function written(value: unknown): string {
  return typeof value === "number" ? value.toLocaleString() : "—";
}

/** 1.2억, 350만, 1.2K: as short as an axis needs. */
export function short(value: number, language = document.documentElement.lang): string {
  const format = { notation: "compact", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language || "ko", format).format(value);
}
