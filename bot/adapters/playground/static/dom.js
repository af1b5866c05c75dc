// Small helpers: elements, times, notices. Text always goes in as text, never as markup.

export const $ = (id) => document.getElementById(id);

/** An element; `props` are attributes ("on..." are listeners), strings become text. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((c) => c !== null && c !== undefined));
  return node;
}

export function icon(...paths) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

export const EYE = ["M1.8 10S4.8 4.5 10 4.5 18.2 10 18.2 10 15.2 15.5 10 15.5 1.8 10 1.8 10z",
  "M10 7.600a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.800z"];

export function avatar(member) {
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, [...member?.name ?? "?"][0].toUpperCase());
  face.style.setProperty("--hue", member?.hue ?? 200);
  return face;
}

const formats = new Map();

/** `style` is "time", "date", "datetime", "day" or "long"; all times are in the group's zone. */
export function when(at, style, zone) {
  const wanted = {
    time: { hour: "2-digit", minute: "2-digit" },
    date: { weekday: "short", day: "numeric", month: "short" },
    datetime: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
    day: { weekday: "long", day: "numeric", month: "long" },
    long: { dateStyle: "full", timeStyle: "short" },
  }[style];
  const key = `${style} ${zone}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-US", { ...wanted, timeZone: zone, hourCycle: "h23" }));
  }
  return formats.get(key).format(new Date(at));
}

export function toast(words) {
  const note = el("p", { class: "toast" }, words);
  $("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}
