// Draws the nodes around a node. Python says what is drawn; a click says which node is chosen.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { buttons, fillLegend, frame, onTheme } from "./frame.js";
import { colour, shape, theme } from "./palette.js";

cytoscape.use(fcose);

const NARROW = 560; // pixels; below, the drawing runs from top to bottom
const MANY = 60; // among so many, names are shown when one comes closer
const FEW = 24; // so many stand in rows on a narrow screen; more would make it endless
const drawings = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  let drawing = drawings.get(parentElement);
  if (!drawing) {
    drawing = start(parentElement);
    drawings.set(parentElement, drawing);
  }
  drawing.update(component);
  return () => {
    drawing.end();
    drawings.delete(parentElement);
  };
}

function start(parent) {
  const parts = frame(parent);
  const { root, stage, tools, legend, status } = parts;
  const cy = cytoscape({
    container: stage,
    minZoom: 0.08,
    maxZoom: 3,
    boxSelectionEnabled: false,
    autounselectify: true,
  });
  let component; // the newest, whose setStateValue works
  let shown = ""; // which nodes and links are laid out
  let at = ""; // the node that the keyboard stands on

  function update(newest) {
    const began = performance.now();
    component = newest;
    const { data } = component;
    stage.setAttribute("aria-label", data.words.stage);
    stage.style.setProperty("--kg-height", `${data.height}px`);
    const signature = data.nodes.map((n) => n.id).join("\n") + data.edges.length;
    if (signature === shown) {
      cy.batch(() => {
        for (const node of data.nodes) cy.getElementById(node.id).data(node);
        data.edges.forEach((edge, i) => cy.getElementById(`e${i}`).data("label", edge.label));
      });
    } else {
      shown = signature;
      at = "";
      cy.batch(() => {
        cy.elements().remove();
        cy.add(data.nodes.map((node) => ({ group: "nodes", data: { ...node } })));
        cy.add(data.edges.map((edge, i) => ({ group: "edges", data: { ...edge, id: `e${i}` } })));
      });
      restyle();
      arrange();
    }
    buttons(tools, [
      ["+", data.words.closer, () => zoom(1.3)],
      ["−", data.words.farther, () => zoom(1 / 1.3)],
      ["⤢", data.words.fit, fit],
    ]);
    fillLegend(legend, data.kinds, root);
    mark(data.selected);
    root.dataset.milliseconds = (performance.now() - began).toFixed();
    root.dataset.drawn = String(data.nodes.length);
  }

  function restyle() {
    cy.style(styles(theme(root), cy.nodes().length));
    if (component) fillLegend(legend, component.data.kinds, root);
  }

  function arrange() {
    const narrow = stage.clientWidth < NARROW;
    seed(cy, component.data.centre);
    stage.style.removeProperty("--kg-height-phone");
    if (narrow && cy.nodes().length <= FEW) {
      const height = rows(cy, component.data.centre);
      stage.style.setProperty("--kg-height-phone", `${Math.max(300, height * 0.75)}px`);
    } else if (cy.nodes().length > 1) {
      cy.layout({
        name: "fcose",
        animate: false,
        randomize: false, // from the places of `seed`, so the same graph is drawn alike
        quality: "default", // "draft" needs places by chance, and fails without them
        numIter: cy.nodes().length > 160 ? 250 : cy.nodes().length > 80 ? 600 : 1500,
        packComponents: false,
        nodeDimensionsIncludeLabels: cy.nodes().length <= MANY,
        nodeSeparation: 110,
        idealEdgeLength: 130,
        nodeRepulsion: 14000,
        gravity: 0.15,
        fit: false,
      }).run();
    }
    fit();
  }

  function fit() {
    cy.resize();
    cy.fit(undefined, 36);
    if (cy.zoom() > 1.4) {
      cy.zoom(1.4);
      cy.center();
    }
    hush();
  }

  function hush() {
    const quiet = cy.nodes().length > MANY && cy.zoom() < 1.1;
    cy.batch(() => cy.nodes("[hop > 0]").toggleClass("silent", quiet));
  }

  function zoom(factor) {
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  function mark(id) {
    cy.batch(() => {
      cy.elements().removeClass("chosen near far");
      const node = cy.getElementById(id ?? "");
      if (node.empty() || id === component.data.centre) return;
      const near = node.closedNeighborhood();
      cy.elements().not(near).addClass("far");
      near.addClass("near");
      node.addClass("chosen");
    });
  }

  function choose(id) {
    mark(id);
    component.setStateValue("selected", id);
  }

  function stand(node) {
    at = node.id();
    cy.nodes().removeClass("here");
    node.addClass("here");
    status.textContent = `${node.data("kindName")}: ${node.data("name")}`;
    const box = cy.extent();
    const { x, y } = node.position();
    if (x < box.x1 || x > box.x2 || y < box.y1 || y > box.y2) cy.center(node);
  }

  /** The nearest node in a direction: near counts, and straight ahead counts more than aside. */
  function beyond(from, dx, dy) {
    const origin = from.position();
    let best = null;
    let least = Infinity;
    cy.nodes().forEach((node) => {
      const x = node.position().x - origin.x;
      const y = node.position().y - origin.y;
      const ahead = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (ahead <= 1) return;
      const cost = ahead + 2 * aside;
      if (cost < least) [best, least] = [node, cost];
    });
    return best;
  }

  cy.on("zoom", hush);
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = cy.getElementById(at || component.data.centre);
    if (ARROWS[event.key]) {
      const next = at ? beyond(from, ...ARROWS[event.key]) : from;
      if (next && next.nonempty()) stand(next);
    } else if (event.key === "Enter" || event.key === " ") {
      if (at) choose(at);
    } else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
  cy.on("tap", "node", (event) => {
    stand(event.target);
    choose(event.target.id());
  });
  cy.on("mouseover", "node", (event) => {
    stage.title = `${event.target.data("kindName")}: ${event.target.data("name")}`;
  });
  cy.on("mouseout", "node", () => stage.removeAttribute("title"));
  cy.on("tap", "edge", (event) => {
    const { source, target, label } = event.target.data();
    const name = (id) => cy.getElementById(id).data("name");
    status.textContent = `${name(source)} — ${label} → ${name(target)}`;
  });

  let width = stage.clientWidth;
  const sized = new ResizeObserver(() => {
    if (Math.abs(stage.clientWidth - width) < 2) return;
    const turned = stage.clientWidth < NARROW !== width < NARROW;
    width = stage.clientWidth;
    if (!component || !width) return;
    if (turned && cy.nodes().length <= FEW) arrange();
    else fit();
  });
  sized.observe(stage);
  const quiet = onTheme(restyle);

  return {
    update,
    end() {
      sized.disconnect();
      quiet();
      cy.destroy();
      parent.replaceChildren();
    },
  };
}

/** First places: the centre, around it the nodes one link away, farther out those two away. */
function seed(cy, centre) {
  const rings = [[], [], []];
  cy.nodes().forEach((node) => rings[node.id() === centre ? 0 : node.data("hop")].push(node));
  rings[1].sort((a, b) => a.data("kind").localeCompare(b.data("kind")));
  const angle = new Map();
  rings[1].forEach((node, i) => angle.set(node.id(), (2 * Math.PI * i) / rings[1].length));
  const parentOf = (node) => node.neighborhood("node").filter((n) => angle.has(n.id()));
  const outer = rings[2].map((node) => {
    const first = parentOf(node);
    return [node, first.nonempty() ? angle.get(first[0].id()) : 0];
  });
  outer.sort((a, b) => a[1] - b[1]);
  const radius = (count, least) => Math.max(least, (count * 34) / (2 * Math.PI));
  const near = radius(rings[1].length, 150);
  const far = Math.max(near + 150, radius(outer.length, 0));
  rings[0].forEach((node) => node.position({ x: 0, y: 0 }));
  rings[1].forEach((node) => node.position(around(near, angle.get(node.id()))));
  outer.forEach(([node], i) => node.position(around(far, (2 * Math.PI * i) / outer.length)));
}

const around = (radius, turn) => ({ x: radius * Math.cos(turn), y: radius * Math.sin(turn) });

/** Rows for a narrow screen: above the centre what points to it, below what it points to.
 * Returns the height of them all. */
function rows(cy, centre) {
  const middle = cy.getElementById(centre);
  const above = middle.incomers("node");
  const below = middle.outgoers("node").not(above);
  const rest = cy.nodes().not(middle).not(above).not(below);
  let y = 0;
  for (const group of [above, middle, below, rest]) {
    const nodes = group.sort((a, b) => a.data("kind").localeCompare(b.data("kind"))).toArray();
    while (nodes.length) {
      const row = nodes.splice(0, 3);
      row.forEach((node, i) => node.position({ x: (i - (row.length - 1) / 2) * 130 + (y % 210 ? 14 : 0), y }));
      y += 105;
    }
  }
  return y;
}

function styles({ text, background, dark, accent }, count) {
  return [
    {
      selector: "node",
      style: {
        shape: (node) => shape(node.data("kind")),
        "background-color": (node) => colour(node.data("kind"), dark),
        width: 26,
        height: 26,
        label: "data(label)",
        color: text,
        "font-size": count > 30 ? 11 : 12.5,
        "font-family": '"Source Sans", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif',
        "text-wrap": "wrap",
        "text-max-width": 118,
        // Chinese has no spaces to break at
        "text-overflow-wrap": (node) => (/[\u3400-\u9fff]{3}/.test(node.data("label")) ? "anywhere" : "whitespace"),
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-outline-color": background,
        "text-outline-width": 2,
        "min-zoomed-font-size": 7,
      },
    },
    { selector: "node[hop = 2]", style: { width: 18, height: 18, "font-size": 10 } },
    {
      selector: "node[hop = 0]",
      style: { width: 46, height: 46, "font-size": 14, "text-max-width": 180, "font-weight": "bold", "border-width": 4, "border-color": accent, "min-zoomed-font-size": 0, "z-index": 9 },
    },
    {
      selector: "edge",
      style: {
        width: 1.2,
        "line-color": text,
        "line-opacity": 0.32,
        "curve-style": "haystack",
        "target-arrow-shape": "none",
      },
    },
    {
      selector: "edge.near",
      style: {
        width: 2.2,
        "line-color": accent,
        "line-opacity": 0.9,
        "curve-style": "bezier",
        "target-arrow-shape": "triangle",
        "target-arrow-color": accent,
        label: "data(label)",
        color: text,
        "font-size": 9,
        "text-outline-color": background,
        "text-outline-width": 2,
        "text-rotation": "autorotate",
        "min-zoomed-font-size": 6,
      },
    },
    { selector: "node.silent", style: { "text-opacity": 0 } },
    { selector: "node.near", style: { "text-opacity": 1 } },
    { selector: ".far", style: { opacity: 0.28 } },
    { selector: "node.chosen", style: { "border-width": 5, "border-color": accent, "min-zoomed-font-size": 0, "font-weight": "bold", "z-index": 10 } },
    { selector: "node.here", style: { "outline-width": 3, "outline-color": accent, "outline-offset": 4, "text-opacity": 1, "min-zoomed-font-size": 0 } },
  ];
}
