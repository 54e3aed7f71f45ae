// Slack's charts, drawn as a table with bars in it: whoever can't see the bars reads the numbers.

import { h } from "./dom.js";

/** Draw a chart of whatever kind: a row for each category, a bar for each series. */
export function chart(block) {
  const { categories, series } = plotted(block.chart);
  const most = Math.max(1, ...series.flatMap((one) => one.values));
  const bars = (value, place) => {
    const bar = h("span", { class: `bar bar-${place}`, "aria-hidden": "true" });
    bar.style.width = `${(value / most) * 70}%`;
    return [bar, h("span", {}, String(value))];
  };
  return h(
    "figure",
    { class: "chart", tabindex: "0" },
    h("figcaption", {}, block.title),
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h("tr", {}, h("td", {}), ...series.map((one) => h("th", { scope: "col" }, one.name))),
      ),
      h(
        "tbody",
        {},
        categories.map((category, at) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, category),
            ...series.map((one, place) => h("td", {}, ...bars(one.values[at], place))),
          ),
        ),
      ),
    ),
  );
}

function plotted(chart) {
  if (chart.type === "pie") {
    const values = chart.segments.map((one) => one.value);
    return { categories: chart.segments.map((one) => one.label), series: [{ name: "Share", values }] };
  }
  const series = chart.series.map((one) => ({ name: one.name, values: one.data.map((point) => point.value) }));
  return { categories: chart.axis_config.categories, series };
}
