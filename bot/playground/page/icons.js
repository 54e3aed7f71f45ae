// A few line drawings, each on a field of 20 by 20.

const PATHS = {
  back: "M12 4l-6 6 6 6",
  close: "M5 5l10 10M15 5L5 15",
  dark: "M16 12.500A6.800 6.800 0 0 1 7.500 4a6.500 6.500 0 1 0 8.500 8.500z",
  auto: "M10 3.500a6.500 6.500 0 1 0 0 13zM10 3.500a6.500 6.500 0 0 1 0 13",
  file: "M5 3h7l3.500 3.500V17H5zM12 3v4h3.500",
  hash: "M7.500 3L6 17M14 3l-1.500 14M3.500 7.500h14M2.500 12.500h14",
  home: "M3 9.500L10 3.500l7 6M5 8.500V16.500h10V8.500",
  light:
    "M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600L16 16M4 16l1.400-1.400M14.600 5.400L16 4",
  lock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  message: "M3 4h14v9.500H9L5 17v-3.500H3z",
  more: "M4.500 10h.01M10 10h.01M15.500 10h.01",
  panel: "M3 4h14v12H3zM12 4v12",
  send: "M3.500 10h11M3.500 10L2.500 3.500 17.500 10 2.500 16.500z",
  shared:
    "M8 12l4-4M9 6.500l2-2a3.200 3.200 0 0 1 4.500 4.500l-2 2M11 13.500l-2 2A3.200 3.200 0 0 1 4.500 11l2-2",
};

const SVG = "http://www.w3.org/2000/svg";

/** Draw an icon; it says nothing to a screen reader, so what it stands in needs a name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
