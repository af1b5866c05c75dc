// The list of messages of one channel. Only what changed is drawn again; focus stays.

import { $, el, icon, avatar, when, EYE } from "./dom.js";
import { card } from "./card.js";

const openThreads = new Set();
const drawn = new Map();
let drawnFor = "";

const number = (id) => Number(id.slice(1));
const BOT = { id: "bot", name: "Studyhall" };

function face(message, state) {
  if (message.author !== "bot") return avatar(state.members.get(message.author));
  return el("img", { class: "avatar", src: "/static/icon.svg", alt: "", width: "36", height: "36" });
}

function privacy(message, act) {
  if (!message.private || message.kind === "echo") return null;
  return el("p", { class: "private" }, icon(...EYE), el("span", {}, "Only you can see this"),
    message.thinking ? null : el("button", {
      type: "button", class: "link", "data-key": `dismiss-${message.id}`,
      onclick: () => act({ do: "dismiss", message: message.id }),
    }, "Dismiss"));
}

function body(message, state, act) {
  if (message.thinking) {
    return el("p", { class: "thinking" }, "Studyhall is thinking",
      el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")));
  }
  if (message.card) return card(message.card, message, state, act);
  return el("p", { class: "words" }, message.words);
}

function thread(parent, replies, state, act) {
  if (!replies.length) return null;
  const open = openThreads.has(parent.id);
  const last = replies.at(-1);
  const list = el("div", { class: "replies", id: `thread-${parent.id}`, hidden: !open },
    replies.map((reply) => article(reply, [], state, act)),
    el("form", { class: "answer", onsubmit: (event) => {
      event.preventDefault();
      const input = event.currentTarget.elements[0];
      if (!input.value.trim()) return;
      act({ do: "say", channel: parent.channel, words: input.value, thread: parent.id });
      input.value = "";
    } }, el("input", {
      type: "text", maxlength: "2000", placeholder: "Reply…", "aria-label": "Reply in the thread",
      "data-key": `answer-${parent.id}`, autocomplete: "off", enterkeyhint: "send",
    })));
  const words = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  const toggle = el("button", {
    type: "button", class: "thread-toggle", "aria-expanded": String(open),
    "aria-controls": `thread-${parent.id}`, "data-key": `thread-${parent.id}`,
    onclick: () => {
      if (!openThreads.delete(parent.id)) openThreads.add(parent.id);
      list.hidden = !openThreads.has(parent.id);
      toggle.setAttribute("aria-expanded", String(!list.hidden));
      if (!list.hidden) list.scrollIntoView({ block: "nearest" });
    },
  }, el("span", { class: "mini", "aria-hidden": "true" },
    [...new Set(replies.map((r) => r.author))].slice(0, 3).map((a) =>
      (a === "bot" ? el("img", { src: "/static/icon.svg", alt: "", class: "avatar" })
        : avatar(state.members.get(a))))),
  el("strong", {}, words), el("span", { class: "soft" }, `last at ${when(last.at, "time", state.clock.zone)}`));
  return el("div", { class: "thread" }, toggle, list);
}

function article(message, replies, state, act) {
  const author = message.author === "bot" ? BOT : state.members.get(message.author);
  const time = el("time", { datetime: message.at, title: when(message.at, "long", state.clock.zone) },
    when(message.at, "time", state.clock.zone));
  const classes = ["message", message.kind, message.private ? "for-you" : "",
    message.pinged.includes(state.you) ? "pinged" : ""].filter(Boolean).join(" ");
  if (message.kind === "echo") {
    return el("article", { class: classes, "data-id": message.id, tabindex: "-1" },
      avatar(author), el("p", {}, el("strong", {}, author?.name ?? "?"), " used ",
        el("code", {}, message.words), " ", time));
  }
  return el("article", {
    class: classes, "data-id": message.id, tabindex: "-1",
    "aria-busy": message.thinking ? "true" : null,
    "aria-label": `${author?.name ?? "?"}, ${when(message.at, "time", state.clock.zone)}`,
  }, face(message, state), el("div", { class: "column" },
    el("header", {}, el("strong", { class: "author" }, author?.name ?? "?"),
      message.author === "bot" ? el("span", { class: "badge" }, "App") : null, time),
    privacy(message, act), body(message, state, act),
    message.edited && !message.private ? el("span", { class: "edited" }, "(edited)") : null,
    message.pinged.length ? el("p", { class: "soft" }, `Notified: ${
      message.pinged.map((id) => state.members.get(id)?.name ?? id).join(", ")}`) : null,
    thread(message, replies, state, act)));
}

/** Puts `fresh` where `old` is; whoever used a control in it goes on using the same one. */
function swap(old, fresh) {
  const had = document.activeElement;
  const inside = old.contains(had);
  old.replaceWith(fresh);
  if (!inside) return;
  const key = had.dataset.action ? `[data-action="${CSS.escape(had.dataset.action)}"]`
    : had.dataset.key ? `[data-key="${CSS.escape(had.dataset.key)}"]` : null;
  const typed = had.value;
  const same = key && fresh.querySelector(key);
  if (same && typed) same.value = typed;
  (same && !same.disabled ? same : fresh.querySelector("[data-action]:not(:disabled)") ?? fresh)
    .focus({ preventScroll: true });
}

/** Draws the channel's messages into the log. */
export function drawMessages(state, act) {
  const log = $("log");
  const key = `${state.you}/${state.channel}/${state.clock.zone}`;
  const fresh = key !== drawnFor;
  if (fresh) {
    log.replaceChildren();
    drawn.clear();
    drawnFor = key;
  }
  const here = [...state.messages.values()].filter((m) => m.channel === state.channel)
    .sort((a, b) => number(a.id) - number(b.id));
  const heads = here.filter((m) => !m.thread || !state.messages.has(m.thread));
  const rows = [];
  let day = "";
  for (const message of heads) {
    const on = when(message.at, "day", state.clock.zone);
    if (on !== day) rows.push({ id: `day ${on}`, mark: "", make: () => el("div", { class: "day" }, el("span", {}, on)) });
    day = on;
    const replies = here.filter((m) => m.thread === message.id);
    rows.push({
      id: message.id,
      mark: [message, ...replies].map((m) => `${m.id}:${m.rev}`).join(),
      make: () => article(message, replies, state, act),
    });
  }
  if (!heads.length) {
    rows.push({ id: "empty", mark: "", make: () => el("p", { class: "empty" },
      "Nothing here yet. Type / to see what Studyhall can do, or go to the next post.") });
  }
  const wanted = new Set(rows.map((r) => r.id));
  for (const [id, { node }] of drawn) {
    if (wanted.has(id)) continue;
    if (node.contains(document.activeElement)) $("line").focus({ preventScroll: true });
    node.remove();
    drawn.delete(id);
  }
  let before = null;
  for (const row of rows) {
    const old = drawn.get(row.id);
    let node = old?.node;
    if (!old || old.mark !== row.mark) {
      node = row.make();
      if (old) swap(old.node, node);
      drawn.set(row.id, { node, mark: row.mark });
    }
    const next = before ? before.nextSibling : log.firstChild;
    if (next !== node) log.insertBefore(node, next);
    before = node;
  }
  markPending(state);
  return fresh;
}

function markPending(state) {
  const busy = new Set(state.pending.map((p) => `${p.message} ${p.action}`));
  for (const control of $("log").querySelectorAll("[data-action]")) {
    const message = control.closest("[data-id]").dataset.id;
    if (busy.has(`${message} ${control.dataset.action}`)) control.setAttribute("aria-busy", "true");
    else control.removeAttribute("aria-busy");
  }
}
