// Draws the whole graph from places that the build computed: a disc a named graph, a dot a node.
import { buttons, fillLegend, frame, onTheme } from "./frame.js";
import { colour, theme } from "./palette.js";

const drawings = new WeakMap();
const DOT = 3.6;

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
  const { root, stage, tools, legend, status } = frame(parent);
  const canvas = document.createElement("canvas");
  stage.append(canvas);
  const pen = canvas.getContext("2d");
  let component;
  let view = null; // the middle of the window and the scale
  let chosen = -1;
  let waiting = 0;

  function update(newest) {
    component = newest;
    const { data } = component;
    stage.setAttribute("aria-label", data.words.stage);
    stage.style.setProperty("--kg-height", `${data.height}px`);
    buttons(tools, [
      ["+", data.words.closer, () => zoom(1.4)],
      ["−", data.words.farther, () => zoom(1 / 1.4)],
      ["⤢", data.words.fit, fit],
    ]);
    fillLegend(legend, data.kinds, root);
    if (!view) fit();
    else soon();
    root.dataset.drawn = String(data.paths.length);
  }

  function soon() {
    if (!waiting) waiting = requestAnimationFrame(draw);
  }

  function fit() {
    const { discs } = component.data;
    const left = Math.min(...discs.map((d) => d.x - d.radius));
    const right = Math.max(...discs.map((d) => d.x + d.radius));
    const top = Math.min(...discs.map((d) => d.y - d.radius)) - 60; // a title stands above its disc
    const bottom = Math.max(...discs.map((d) => d.y + d.radius));
    const scale = Math.min(stage.clientWidth / (right - left), stage.clientHeight / (bottom - top)) * 0.96;
    view = { x: (left + right) / 2, y: (top + bottom) / 2, scale };
    soon();
  }

  function zoom(factor, at = [stage.clientWidth / 2, stage.clientHeight / 2]) {
    const scale = Math.min(Math.max(view.scale * factor, 0.05), 6);
    const [x, y] = inGraph(at);
    view = {
      x: x - (at[0] - stage.clientWidth / 2) / scale,
      y: y - (at[1] - stage.clientHeight / 2) / scale,
      scale,
    };
    soon();
  }

  const inGraph = ([x, y]) => [
    view.x + (x - stage.clientWidth / 2) / view.scale,
    view.y + (y - stage.clientHeight / 2) / view.scale,
  ];

  function draw() {
    waiting = 0;
    const { data } = component;
    const width = stage.clientWidth;
    const height = stage.clientHeight;
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const { text, background, dark, accent } = theme(root);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = background;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    const scale = view.scale * ratio;
    pen.setTransform(scale, 0, 0, scale, canvas.width / 2 - view.x * scale, canvas.height / 2 - view.y * scale);
    pen.strokeStyle = text;
    for (const [a, b, count] of data.links) {
      pen.globalAlpha = 0.16;
      pen.lineWidth = (1 + Math.log2(1 + count)) / view.scale / 1.5;
      pen.beginPath();
      pen.moveTo(data.discs[a].x, data.discs[a].y);
      pen.lineTo(data.discs[b].x, data.discs[b].y);
      pen.stroke();
    }
    pen.globalAlpha = 1;
    for (const disc of data.discs) {
      pen.beginPath();
      pen.arc(disc.x, disc.y, disc.radius, 0, 2 * Math.PI);
      pen.fillStyle = background;
      pen.fill();
      pen.globalAlpha = 0.35;
      pen.lineWidth = 1 / view.scale;
      pen.stroke();
      pen.globalAlpha = 1;
    }
    data.kinds.forEach(([, , code], k) => {
      pen.fillStyle = colour(data.kinds[k][0], dark);
      pen.beginPath();
      for (let i = 0; i < data.paths.length; i++) {
        if (data.of[i] !== code) continue;
        pen.moveTo(data.x[i] + DOT, data.y[i]);
        pen.arc(data.x[i], data.y[i], DOT, 0, 2 * Math.PI);
      }
      pen.fill();
    });
    if (chosen >= 0) {
      pen.strokeStyle = accent;
      pen.lineWidth = 3 / view.scale;
      pen.beginPath();
      pen.arc(data.x[chosen], data.y[chosen], DOT + 5 / view.scale, 0, 2 * Math.PI);
      pen.stroke();
    }
    names(data, ratio, width, height, text, background);
  }

  /** Titles over the discs, the biggest first, each where no other stands. */
  function names(data, ratio, width, height, text, background) {
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.font = "12px 'Source Sans', 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif";
    pen.textAlign = "center";
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    const taken = [];
    for (const disc of [...data.discs].sort((a, b) => b.radius - a.radius)) {
      const x = width / 2 + (disc.x - view.x) * view.scale;
      const y = height / 2 + (disc.y - disc.radius - view.y) * view.scale - 4;
      if (disc.radius * view.scale < 14) continue; // seen when one comes closer
      const wide = pen.measureText(disc.title).width / disc.title.length;
      const words = clip(disc.title, Math.max(8, Math.floor((disc.radius * view.scale * 3.2) / wide)));
      const half = pen.measureText(words).width / 2;
      const box = [x - half, y - 12, x + half, y + 3];
      if (taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) continue;
      taken.push(box);
      pen.strokeStyle = background;
      pen.strokeText(words, x, y);
      pen.fillStyle = text;
      pen.fillText(words, x, y);
    }
  }

  function clip(words, most) {
    return words.length > most ? `${words.slice(0, most - 1)}…` : words;
  }

  function nearest(at) {
    const { data } = component;
    const [x, y] = inGraph(at);
    const reach = Math.max(DOT + 2, 12 / view.scale);
    let best = -1;
    let least = reach * reach;
    for (let i = 0; i < data.paths.length; i++) {
      const far = (data.x[i] - x) ** 2 + (data.y[i] - y) ** 2;
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }

  const place = (event) => {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const held = new Map(); // fingers or the mouse, by pointer
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, place(event));
    moved = 0;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = place(event);
    const before = held.get(event.pointerId);
    if (!before) {
      const i = nearest(now);
      stage.title = i < 0 ? "" : component.data.paths[i];
      return;
    }
    if (held.size === 2) {
      const other = [...held].find(([id]) => id !== event.pointerId)[1];
      const span = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
      zoom(span(now, other) / span(before, other), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    } else {
      view.x -= (now[0] - before[0]) / view.scale;
      view.y -= (now[1] - before[1]) / view.scale;
    }
    moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    held.set(event.pointerId, now);
    soon();
  });
  canvas.addEventListener("pointerup", (event) => {
    held.delete(event.pointerId);
    if (moved > 6) return;
    const i = nearest(place(event));
    if (i < 0) return;
    chosen = i;
    status.textContent = component.data.paths[i];
    component.setStateValue("selected", component.data.paths[i]);
    soon();
  });
  canvas.addEventListener("pointercancel", (event) => held.delete(event.pointerId));
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), place(event));
    },
    { passive: false },
  );
  const STEPS = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step) {
      view.x += step[0] / view.scale;
      view.y += step[1] / view.scale;
      soon();
    } else if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });

  const sized = new ResizeObserver(() => component && fit());
  sized.observe(stage);
  const quiet = onTheme(() => {
    if (component) fillLegend(legend, component.data.kinds, root);
    soon();
  });
  return {
    update,
    end() {
      sized.disconnect();
      quiet();
      cancelAnimationFrame(waiting);
      parent.replaceChildren();
    },
  };
}
