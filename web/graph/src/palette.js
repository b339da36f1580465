// One colour and one shape a kind, so that colour never carries the meaning alone.
const KINDS = {
  document: [215, 60, "round-rectangle"],
  provision: [205, 75, "rectangle"],
  quote: [190, 45, "cut-rectangle"],
  norm: [140, 50, "ellipse"],
  rule: [28, 85, "diamond"],
  question: [285, 50, "octagon"],
  correspondence: [172, 60, "rhomboid"],
  mechanism: [95, 45, "hexagon"],
  procedure: [330, 55, "pentagon"],
  power: [0, 60, "triangle"],
  evidence: [50, 85, "star"],
  concept: [240, 35, "round-hexagon"],
  term: [260, 15, "barrel"],
  catalogue: [30, 25, "tag"],
  outside: [0, 0, "vee"],
};
const POINTS = {
  rectangle: "2,4 14,4 14,12 2,12",
  "cut-rectangle": "4,3 12,3 14,5 14,11 12,13 4,13 2,11 2,5",
  diamond: "8,1 15,8 8,15 1,8",
  octagon: "5,1 11,1 15,5 15,11 11,15 5,15 1,11 1,5",
  rhomboid: "1,4 11,4 15,12 5,12",
  hexagon: "4,2 12,2 16,8 12,14 4,14 0,8",
  "round-hexagon": "4,2 12,2 16,8 12,14 4,14 0,8",
  pentagon: "8,1 15,6 12,15 4,15 1,6",
  triangle: "8,1 15,15 1,15",
  star: "8,0 10,6 16,6 11,10 13,16 8,12 3,16 5,10 0,6 6,6",
  tag: "1,3 11,3 15,8 11,13 1,13",
  vee: "1,1 8,5 15,1 8,15",
};

export const shape = (kind) => (KINDS[kind] ?? KINDS.outside)[2];

export function colour(kind, dark) {
  const [hue, saturation] = KINDS[kind] ?? KINDS.outside;
  return `hsl(${hue}, ${saturation}%, ${dark ? 66 : 38}%)`;
}

/** A small picture of a kind's shape for a legend. */
export function symbol(kind, dark) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const name = shape(kind);
  let drawn;
  if (POINTS[name]) {
    drawn = document.createElementNS(space, "polygon");
    drawn.setAttribute("points", POINTS[name]);
  } else if (name === "ellipse") {
    drawn = document.createElementNS(space, "circle");
    for (const [key, value] of [["cx", 8], ["cy", 8], ["r", 7]]) drawn.setAttribute(key, value);
  } else {
    drawn = document.createElementNS(space, "rect");
    const box = [["x", 1], ["y", 3], ["width", 14], ["height", 10], ["rx", name === "barrel" ? 5 : 3]];
    for (const [key, value] of box) drawn.setAttribute(key, value);
  }
  drawn.setAttribute("fill", colour(kind, dark));
  svg.append(drawn);
  return svg;
}

/** The page's colours, as Streamlit gives them to a component. */
export function theme(element) {
  const style = getComputedStyle(element);
  const read = (name, usual) => style.getPropertyValue(name).trim() || usual;
  const text = read("--st-text-color", "#31333f");
  const background = read("--st-background-color", "#ffffff");
  return { text, background, dark: lightness(background) < 0.5, accent: read("--st-primary-color", "#1f4e79") };
}

function lightness(value) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = value;
  const hex = probe.fillStyle.match(/^#(..)(..)(..)/);
  return hex ? (0.3 * parseInt(hex[1], 16) + 0.6 * parseInt(hex[2], 16) + 0.1 * parseInt(hex[3], 16)) / 255 : 1;
}
