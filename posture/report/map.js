"use strict";
// Plays what Python has projected: positions are whole steps east and south, times are run seconds.
const DAY = 86400;
const data = JSON.parse(document.getElementById("data").textContent);
const names = data.names;
const MODES = {}; // the colour of each in the theme that is shown
const QUEUE = ["#fde725", "#e69f00", "#d55e00"];
const layers = { serials: true, units: true, watch: true, queues: true, ways: true, labels: true };
const SAID = { serials: "serials", units: "units", watch: "the watch", queues: "queues", ways: "ways used", labels: "names" };
const byId = (id) => document.getElementById(id);
const last = Math.max(...data.views.map((view) => view.last));
let now = 0;
let playing = false;
let before = 0;
let eye = null; // what the map is centred on, and pixels a step

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function at(track, time) {
  const t = track.t;
  if (time < t[0] || time >= track.e) return null;
  let low = 0;
  let high = t.length - 1;
  if (time >= t[high]) return names[track.w[high]];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (t[middle] <= time) low = middle; else high = middle;
  }
  const from = names[track.w[low]];
  const to = names[track.w[high]];
  const share = (time - t[low]) / (t[high] - t[low]);
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}

function onWatch(watch, time) {
  const last = watch.t.findLastIndex((when) => when <= time);
  const here = names[watch.w[last]];
  if (watch.there[last]) return here;
  const left = watch.there.findLastIndex((there, index) => there && index < last);
  const from = names[watch.w[left < 0 ? last : left]];
  const next = last + 1;
  if (!watch.there[next] || watch.w[next] !== watch.w[last]) return from;
  const share = (time - watch.t[last]) / (watch.t[next] - watch.t[last]);
  return [from[0] + share * (here[0] - from[0]), from[1] + share * (here[1] - from[1])];
}

function done(steps, time) {
  let share = 0;
  for (const [when, part] of steps) { if (when > time) break; share = part; }
  return share;
}

const views = data.views.map((view) => {
  const box = document.createElement("div");
  box.className = "view";
  const canvases = [0, 1].map(() => box.appendChild(document.createElement("canvas")));
  canvases[1].tabIndex = 0;
  canvases[1].setAttribute("role", "img");
  canvases[1].setAttribute("aria-label", "Map: " + view.said);
  const count = box.appendChild(document.createElement("div"));
  count.className = "count";
  const tip = box.appendChild(document.createElement("div"));
  tip.className = "tip";
  byId("views").append(box);
  const sprites = view.symbols.map((one) => {
    const image = new Image();
    image.onload = () => draw();
    image.src = one.svg;
    return image;
  });
  const used = new Map();
  for (const track of view.tracks) {
    for (let i = 1; i < track.w.length; i++) {
      if (track.w[i] !== track.w[i - 1]) used.set([track.w[i - 1], track.w[i]].sort().join("\n"), track.m);
    }
  }
  return { ...view, box, ground: canvases[0], top: canvases[1], count, tip, sprites, used, shown: [] };
});

function extent() {
  const every = Object.values(names);
  const inner = every.filter((one) => one[0] > -9000);
  const some = inner.length ? inner : every;
  const x = some.map((one) => one[0]);
  const y = some.map((one) => one[1]);
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

function whole() {
  const [left, top, right, bottom] = Object.keys(names).length ? extent() : [-4000, -4000, 4000, 4000];
  const { clientWidth: w, clientHeight: h } = views[0].box;
  eye = { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(w / (right - left + 900), h / (bottom - top + 900)) };
}

function place(view, x, y) {
  return [(x - eye.x) * eye.scale + view.box.clientWidth / 2, (y - eye.y) * eye.scale + view.box.clientHeight / 2];
}

function fit(canvas, view) {
  const ratio = window.devicePixelRatio || 1;
  const w = Math.round(view.box.clientWidth * ratio);
  const h = Math.round(view.box.clientHeight * ratio);
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, w, h);
  return pen;
}

function outline(rings) {
  const path = new Path2D();
  for (const ring of rings) {
    path.moveTo(ring[0], ring[1]);
    for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i], ring[i + 1]);
    path.closePath();
  }
  return path;
}

const coast = outline(data.land);
const beyond = outline(data.beyond);
function drawGround() {
  for (const mode of ["road", "rail", "sea", "air", "inland_waterway"]) MODES[mode] = colour("--by-" + mode);
  for (const view of views) {
    const pen = fit(view.ground, view);
    pen.fillStyle = colour("--sea");
    pen.fillRect(0, 0, view.box.clientWidth, view.box.clientHeight);
    pen.save();
    pen.translate(view.box.clientWidth / 2, view.box.clientHeight / 2);
    pen.scale(eye.scale, eye.scale);
    pen.translate(-eye.x, -eye.y);
    pen.fillStyle = colour("--beyond");
    pen.fill(beyond);
    pen.fillStyle = colour("--land");
    pen.strokeStyle = colour("--border");
    pen.lineWidth = 0.8 / eye.scale;
    pen.fill(coast, "evenodd");
    pen.stroke(coast);
    pen.restore();
    if (layers.ways) {
      pen.globalAlpha = 0.55;
      pen.lineWidth = 1.2;
      for (const [ends, mode] of view.used) {
        const [from, to] = ends.split("\n").map((key) => names[key]);
        pen.strokeStyle = MODES[mode] || colour("--way");
        pen.setLineDash(mode === "air" ? [2, 6] : mode === "sea" ? [7, 4] : []);
        pen.beginPath();
        pen.moveTo(...place(view, from[0], from[1]));
        pen.lineTo(...place(view, to[0], to[1]));
        pen.stroke();
      }
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    }
    pen.fillStyle = colour("--ink");
    for (const one of Object.values(names)) {
      const [left, top] = place(view, one[0], one[1]);
      pen.beginPath();
      pen.arc(left, top, 1.8, 0, 7);
      pen.fill();
    }
    scaleBar(pen, view);
  }
}

function scaleBar(pen, view) {
  const km = [10, 20, 50, 100, 200, 500, 1000].find((one) => one * 4 * eye.scale > 60) || 1000;
  const long = km * 4 * eye.scale;
  const y = view.box.clientHeight - 14;
  pen.strokeStyle = pen.fillStyle = colour("--ink");
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(12, y - 4); pen.lineTo(12, y); pen.lineTo(12 + long, y); pen.lineTo(12 + long, y - 4);
  pen.stroke();
  pen.font = "11px system-ui, sans-serif";
  pen.textAlign = "left";
  pen.fillText(km + " km", 16, y - 5);
}

function text(pen, words, x, y, align = "center") {
  pen.font = "11px system-ui, 'DejaVu Sans', sans-serif";
  pen.textAlign = align;
  pen.lineWidth = 3;
  pen.strokeStyle = colour("--paper");
  pen.fillStyle = colour("--ink");
  pen.strokeText(words, x, y);
  pen.fillText(words, x, y);
}

function gather(view) {
  // What stands within a symbol's size of one another is shown once, with its number.
  const heaps = [];
  const put = (x, y, kind, one, size) => {
    const [left, top] = place(view, x, y);
    if (left < -40 || top < -40 || left > view.box.clientWidth + 40 || top > view.box.clientHeight + 40) return;
    const heap = heaps.find((other) => Math.abs(other.x - left) < 30 && Math.abs(other.y - top) < 26);
    if (heap) { heap.all.push([kind, one]); if (size > heap.size) Object.assign(heap, { kind, one, size }); }
    else heaps.push({ x: left, y: top, kind, one, size, all: [[kind, one]] });
  };
  if (layers.units) {
    for (const stay of view.stays) {
      const gone = done(stay.left, now);
      const come = done(stay.came, now);
      stay.there = stay.h === stay.w ? 1 : come;
      stay.here = stay.h === stay.w ? 0 : 1 - gone;
      if (stay.here > 0) put(names[stay.h][0], names[stay.h][1], "home", stay, 1 + stay.here);
      if (stay.there > 0) put(names[stay.w][0], names[stay.w][1], "there", stay, 2 + stay.there);
    }
  }
  if (layers.watch) {
    for (const watch of view.watches) {
      const where = onWatch(watch, now);
      watch.now = done(watch.c, now);
      put(where[0], where[1], watch.now ? "watch" : "gap", watch, 1.2);
    }
  }
  let moving = 0;
  for (const track of view.tracks) {
    const where = at(track, now);
    if (where === null) continue;
    moving += 1;
    if (layers.serials) put(where[0], where[1], "serial", track, 0.5 + track.p / 1e6);
  }
  view.moving = moving;
  return heaps.sort((one, other) => one.y - other.y || one.x - other.x);
}

function drawTop(view) {
  const pen = fit(view.top, view);
  if (layers.queues) {
    for (const [key, steps] of Object.entries(view.queues)) {
      const waiting = done(steps, now);
      if (!waiting) continue;
      const [x, y] = place(view, ...names[key]);
      pen.globalAlpha = 0.75;
      pen.fillStyle = QUEUE[waiting > 5 ? 2 : waiting > 1 ? 1 : 0];
      pen.strokeStyle = colour("--ink");
      pen.lineWidth = 1;
      pen.beginPath();
      pen.arc(x, y, Math.min(26, 9 + 2.2 * waiting), 0, 7);
      pen.fill();
      pen.stroke();
      pen.globalAlpha = 1;
    }
  }
  view.shown = gather(view);
  for (const heap of view.shown) {
    const symbol = view.symbols[heap.one.s];
    const size = heap.kind === "serial" ? 0.62 : 1;
    const w = symbol.w * size;
    const h = symbol.h * size;
    const left = heap.x - symbol.x * size;
    const top = heap.y - symbol.y * size;
    pen.globalAlpha = heap.kind === "home" ? 0.55 : heap.kind === "gap" ? 0.35 : 1;
    pen.fillStyle = "#ffffff";
    pen.fillRect(left - 1, top - 1, w + 2, Math.min(h, 0.96 * w) + 2); // not behind the staff of a headquarters
    if (view.sprites[heap.one.s].complete) pen.drawImage(view.sprites[heap.one.s], left, top, w, h);
    pen.globalAlpha = 1;
    if (heap.kind === "serial") {
      pen.fillStyle = MODES[heap.one.m] || colour("--way");
      pen.fillRect(left - 1, top + h + 1, w + 2, 3);
    }
    heap.box = [left, top, w, h];
  }
  view.badges = [];
  for (const heap of view.shown) {
    if (heap.all.length > 1) badge(pen, heap.all.length, heap.box, view.badges);
  }
  if (layers.labels) labels(pen, view);
  const closed = view.stays.filter((stay) => stay.closed !== null && stay.closed <= now).length;
  const day = document.createElement("b");
  day.textContent = "D+" + (now / DAY).toFixed(1);
  const words = `${view.said}: ${closed} of ${view.stays.length} units closed, ${view.moving} serials under way or waiting`;
  view.count.replaceChildren(day, document.createElement("br"), document.createTextNode(words));
}

function badge(pen, number, [left, top, w, h], taken) {
  pen.font = "bold 10px system-ui, 'DejaVu Sans', sans-serif";
  const wide = Math.max(14, pen.measureText(number).width + 6);
  // at the first corner where no other number stands
  const corners = [[left + w, top], [left + w, top + h], [left, top], [left, top + h]];
  const free = ([x, y]) => taken.every((one) => Math.abs(one[0] - x) >= (one[2] + wide) / 2 + 1 || Math.abs(one[1] - y) >= 14);
  const [x, y] = corners.find(free) || corners[0];
  taken.push([x, y, wide]);
  pen.fillStyle = "#1b2430";
  pen.fillRect(x - wide / 2, y - 6, wide, 13);
  pen.fillStyle = "#ffffff";
  pen.textAlign = "center";
  pen.fillText(number, x, y + 4);
}

function labels(pen, view) {
  const taken = [...view.shown.map((heap) => heap.box), ...view.badges.map(([x, y, wide]) => [x - wide / 2, y - 6, wide, 13])];
  const worth = { base: 0, hq: 0, port: 1, airbase: 2, prepo: 2, rail_transload: 2, watch: 2, railhead: 3, base_home: 3 };
  const some = Object.values(names).sort((one, other) => (worth[one[3]] ?? 9) - (worth[other[3]] ?? 9) || (one[2] < other[2] ? -1 : 1));
  const near = eye.scale > 0.16;
  for (const [x, y, name, kind] of some) {
    if ((worth[kind] ?? 9) > (near ? 9 : 1)) continue;
    const [left, top] = place(view, x, y);
    if (left < 20 || top < 70 || left > view.box.clientWidth - 20 || top > view.box.clientHeight - 30) continue;
    const letters = [...name]; // not half of an emoji
    const short = letters.length > 30 ? letters.slice(0, 29).join("") + "…" : name;
    const wide = 6.3 * short.length;
    const spot = [left - wide / 2, top + 4, wide, 13];
    if (taken.some((other) => spot[0] < other[0] + other[2] + 3 && other[0] < spot[0] + spot[2] + 3
      && spot[1] < other[1] + other[3] + 2 && other[1] < spot[1] + spot[3] + 2)) continue;
    taken.push(spot);
    text(pen, short, left, top + 14);
  }
}

function draw() {
  if (eye === null) return;
  views.forEach(drawTop);
}

function drawAll() {
  drawGround();
  draw();
}

const start = new Date(data.views[0].start);
function tell() {
  const moment = new Date(start.getTime() + now * 1000);
  byId("clock").textContent = `D+${(now / DAY).toFixed(1)}, ${moment.toISOString().slice(0, 16).replace("T", " ")}`;
  byId("time").value = now;
  byId("time").setAttribute("aria-valuetext", byId("clock").textContent);
}

function go(time, write = true) {
  now = Math.max(0, Math.min(last, Math.round(time)));
  tell();
  draw();
  if (write && !playing) history.replaceState(null, "", "#t=" + (now / DAY).toFixed(3));
}

function play(on) {
  playing = on;
  byId("play").textContent = on ? "Pause" : "Play";
  byId("play").setAttribute("aria-pressed", String(on));
  if (on) {
    if (now >= last) now = 0;
    before = performance.now();
    requestAnimationFrame(frame);
  } else go(now);
}

function frame(moment) {
  if (!playing) return;
  go(now + ((moment - before) / 1000) * Number(byId("speed").value));
  before = moment;
  if (now >= last) play(false); else requestAnimationFrame(frame);
}

function zoom(by, view = views[0], x = view.box.clientWidth / 2, y = view.box.clientHeight / 2) {
  const scale = Math.max(0.01, Math.min(4, eye.scale * by));
  eye.x += (x - view.box.clientWidth / 2) * (1 / eye.scale - 1 / scale);
  eye.y += (y - view.box.clientHeight / 2) * (1 / eye.scale - 1 / scale);
  eye.scale = scale;
  drawAll();
}

function said([kind, one]) {
  if (kind === "serial") return `${one.n}: ${one.p} pieces by ${one.m.replace("_", " ")}`;
  if (kind === "watch" || kind === "gap") return `${one.n}: ${one.now} ${one.u}`;
  const share = Math.round(100 * (kind === "home" ? one.here : one.there));
  const state = one.closed !== null && one.closed <= now && kind === "there" ? "closed" : `${share} % ${kind === "home" ? "still at home" : "there"}`;
  return `${one.n}, ${one.k || "unit"} (${one.c}): ${state}`;
}

function hover(view, event) {
  const box = view.box.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const found = view.shown.findLast((heap) => x >= heap.box[0] - 2 && x <= heap.box[0] + heap.box[2] + 2
    && y >= heap.box[1] - 2 && y <= heap.box[1] + heap.box[3] + 2);
  view.tip.style.display = found ? "block" : "none";
  if (!found) return;
  const lines = found.all.slice(0, 8).map(said);
  if (found.all.length > 8) lines.push(`and ${found.all.length - 8} more`);
  view.tip.textContent = lines.join("\n");
  view.tip.style.left = Math.max(0, Math.min(x + 14, box.width - view.tip.offsetWidth - 4)) + "px";
  view.tip.style.top = Math.max(0, Math.min(y + 14, box.height - view.tip.offsetHeight - 4)) + "px";
}

for (const view of views) {
  let held = null;
  view.top.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY]; view.top.setPointerCapture(event.pointerId); });
  view.top.addEventListener("pointerup", () => { held = null; });
  view.top.addEventListener("pointerleave", () => { view.tip.style.display = "none"; });
  view.top.addEventListener("pointermove", (event) => {
    if (held) {
      eye.x -= (event.clientX - held[0]) / eye.scale;
      eye.y -= (event.clientY - held[1]) / eye.scale;
      held = [event.clientX, event.clientY];
      drawAll();
    } else hover(view, event);
  });
  view.top.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = view.box.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, view, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
}
byId("play").addEventListener("click", () => play(!playing));
byId("time").addEventListener("input", () => { if (playing) play(false); go(Number(byId("time").value)); });
byId("closer").addEventListener("click", () => zoom(1.5));
byId("farther").addEventListener("click", () => zoom(1 / 1.5));
byId("whole").addEventListener("click", () => { whole(); drawAll(); });
byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  drawAll();
});
document.addEventListener("keydown", (event) => {
  if (/^(SELECT|INPUT|BUTTON|SUMMARY)$/.test(event.target.tagName) && event.key !== "+" && event.key !== "-") return;
  const step = event.shiftKey ? DAY : 3600;
  const keys = {
    " ": () => play(!playing), ArrowRight: () => go(now + step), ArrowLeft: () => go(now - step),
    "+": () => zoom(1.5), "-": () => zoom(1 / 1.5),
  };
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
window.addEventListener("resize", drawAll);
window.addEventListener("hashchange", fromAddress);

function fromAddress() {
  const found = /^#t=([0-9.]+)$/.exec(location.hash);
  go(found ? Number(found[1]) * DAY : 0, false);
}

for (const [name, words] of Object.entries(SAID)) {
  const label = byId("layers").appendChild(document.createElement("label"));
  const box = label.appendChild(document.createElement("input"));
  box.type = "checkbox";
  box.checked = true;
  box.addEventListener("change", () => { layers[name] = box.checked; drawAll(); });
  label.append(" " + words);
}
const symbols = new Map(data.views.flatMap((view) => view.symbols.map((one) => [one.label, one])));
for (const one of symbols.values()) {
  const item = byId("legend").appendChild(document.createElement("span"));
  const image = item.appendChild(new Image());
  image.src = one.svg;
  image.height = 24;
  image.alt = "";
  item.append(one.label);
}
const modes = new Set(data.views.flatMap((view) => view.modes));
for (const [words, paint] of [...[...modes].map((mode) => ["by " + mode.replace("_", " "), `var(--by-${mode})`]),
  ["1 waits", QUEUE[0]], ["2 to 5 wait", QUEUE[1]], ["more wait", QUEUE[2]]]) {
  const item = byId("legend").appendChild(document.createElement("span"));
  const dot = item.appendChild(document.createElement("i"));
  dot.className = "dot";
  dot.style.background = paint;
  item.append(words);
}
for (const [index, view] of data.views.entries()) {
  for (const [when, words] of view.events) {
    const item = byId("events").appendChild(document.createElement("li"));
    const button = item.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = "D+" + (when / DAY).toFixed(1);
    button.addEventListener("click", () => go(when));
    item.append(" " + (data.views.length > 1 ? index + 1 + ": " : "") + words);
  }
}
if (window.innerWidth <= 700) byId("shown").open = false;
byId("time").max = last;
whole();
drawGround();
fromAddress();
window.posture = {
  positions: (time) => data.views.map((view) => Object.fromEntries(view.tracks.map((one) => [one.n, at(one, time)]).filter((one) => one[1]))),
  watch: (time) => data.views.map((view) => Object.fromEntries(view.watches.map((one) => [one.n, onWatch(one, time)]))),
  go, last,
};
