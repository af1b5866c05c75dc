// Cards and rich text as elements.

import { el, when } from "./dom.js";
import { picker } from "./picker.js";

const safe = (url) => /^https?:\/\//i.test(url);

function inline(node, state) {
  switch (node.is) {
    case "strong": return el("strong", {}, node.words);
    case "emphasis": return el("em", {}, node.words);
    case "code": return el("code", {}, node.words);
    case "link":
      return safe(node.url)
        ? el("a", { href: node.url, target: "_blank", rel: "noopener noreferrer" }, node.words)
        : node.words;
    case "mention":
      return node.ping
        ? el("span", { class: node.member === state.you ? "mention me" : "mention" }, `@${node.words}`)
        : el("span", { class: "name" }, node.words);
    case "when":
      return el("time", { datetime: node.at, title: when(node.at, "long", state.clock.zone) },
        when(node.at, node.style, state.clock.zone));
    case "break": return el("br");
    default: return node.words;
  }
}

/** Rich text: list items become real lists, the rest runs on. */
export function richText(nodes, state) {
  const out = [];
  let list = null;
  let ended = false; // a list has ended its line already: breaks right after it add nothing
  for (const node of nodes) {
    if (ended && node.is === "break") continue;
    ended = node.is === "item" || node.is === "block";
    if (node.is === "item") {
      if (!list) out.push(list = el("ul", { class: "items" }));
      list.append(el("li", {},
        el("span", { class: "marker" }, node.marker),
        el("span", {}, node.nodes.map((n) => inline(n, state)))));
      continue;
    }
    list = null;
    if (node.is === "block") out.push(el("pre", {}, node.words));
    else out.push(inline(node, state));
  }
  return out;
}

function block(data, state) {
  switch (data.is) {
    case "paragraph": return el("div", { class: "paragraph" }, richText(data.text, state));
    case "divider": return el("hr");
    case "image": return el("img", { src: data.url, alt: data.alt, class: "picture", tabindex: "-1" });
    case "fields":
      return el("dl", { class: "fields" }, data.items.map((item) =>
        el("div", {}, el("dt", {}, item.name), el("dd", {}, richText(item.text, state)))));
    case "bar": {
      const fill = el("span", { class: "fill" });
      fill.style.setProperty("--share", `${data.share * 100}%`);
      return el("div", { class: "bar" }, el("span", { class: "bar-label" }, data.label),
        el("span", { class: "track", "aria-hidden": "true" }, fill));
    }
    default: return null;
  }
}

function row(data, message, act) {
  if (data.is === "select") {
    return el("div", { class: "row" }, picker(data, message,
      (choice) => act({ do: "press", message: message.id, action: data.action, choice })));
  }
  return el("div", { class: "row" }, data.items.map((item) => {
    if (item.url) {
      return safe(item.url)
        ? el("a", { class: "button", href: item.url, target: "_blank", rel: "noopener noreferrer" },
          item.label, el("span", { class: "out", "aria-hidden": "true" }, "↗"))
        : null;
    }
    return el("button", {
      type: "button", class: `button ${item.style}`, disabled: item.disabled,
      "data-action": item.action,
      onclick: (event) => {
        if (event.currentTarget.getAttribute("aria-busy") === "true") return;
        act({ do: "press", message: message.id, action: item.action });
      },
    }, el("span", { class: "label" }, item.label));
  }));
}

export function card(data, message, state, act) {
  return el("div", { class: `card ${data.tone}` },
    el("h3", {}, data.title),
    data.blocks.map((b) => block(b, state)),
    data.rows.map((r) => row(r, message, act)));
}
