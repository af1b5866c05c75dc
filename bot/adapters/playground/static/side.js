// The list of channels and members, the looks, and what else stands around the messages.

import { $, avatar, el } from "./dom.js";

const read = new Map();

function store(key, value) {
  try { localStorage.setItem(key, value); } catch { /* private mode: the choice lasts this visit */ }
}

function drawer(open) {
  document.body.classList.toggle("side-open", open);
  $("veil").hidden = !open;
  $("menu").setAttribute("aria-expanded", String(open));
  if (open) $("side").querySelector("button")?.focus();
}

export const closeDrawer = () => {
  if (!document.body.classList.contains("side-open")) return;
  drawer(false);
  $("menu").focus();
};

function place(channel, state, go) {
  const unread = [...state.messages.values()].filter((m) => m.channel === channel.id
    && Number(m.id.slice(1)) > (read.get(channel.id) ?? -1)).length;
  const here = channel.id === state.channel;
  return el("li", {}, el("button", {
    type: "button", class: "place", "aria-current": here ? "true" : null, "data-key": channel.id,
    onclick: () => { go({ channel: channel.id }); closeDrawer(); },
  }, el("span", { class: "sign", "aria-hidden": "true" }, channel.direct ? "@" : "#"),
  el("span", { class: "label" }, channel.name),
  unread && !here ? el("span", { class: "unread" }, String(unread), el("span", { class: "hidden" }, " unread")) : null));
}

function person(member, state, go) {
  const you = member.id === state.you;
  return el("li", {}, el("button", {
    type: "button", class: "person", "aria-current": you ? "true" : null,
    title: you ? "You see the page as this member" : `See the page as ${member.name}`,
    onclick: () => { go({ as: member.id }); closeDrawer(); },
  }, avatar(member), el("span", { class: "label" }, member.name),
  el("span", { class: "soft" }, you ? "you" : member.simulated ? "simulated" : "")));
}

/** Everything around the messages. */
export function drawSide(state, go) {
  const last = Math.max(-1, ...[...state.messages.keys()].map((id) => Number(id.slice(1))));
  if (!read.size) state.channels.forEach((c) => read.set(c.id, last));
  read.set(state.channel, last);
  const channel = state.channels.find((c) => c.id === state.channel);
  $("place").replaceChildren(el("span", { class: "sign", "aria-hidden": "true" }, channel?.direct ? "@" : "#"),
    channel?.name ?? "");
  $("topic").textContent = channel?.topic ?? "";
  document.title = `${channel?.direct ? "" : "#"}${channel?.name ?? ""} · Studyhall playground`;
  const focused = document.activeElement?.dataset?.key;
  $("channels").replaceChildren(...state.channels.filter((c) => !c.direct).map((c) => place(c, state, go)));
  const directs = state.channels.filter((c) => c.direct);
  $("directs-title").hidden = !directs.length;
  $("directs").replaceChildren(...directs.map((c) => place(c, state, go)));
  if (focused) $("side").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  const mark = `${state.you} ${[...state.members.keys()]}`;
  if ($("members").dataset.mark !== mark) {
    $("members").dataset.mark = mark;
    $("member-count").textContent = String(state.members.size);
    $("members").replaceChildren(...[...state.members.values()].map((m) => person(m, state, go)));
    const me = state.members.get(state.you);
    $("me").replaceChildren(avatar(me), el("span", { class: "label" }, el("strong", {}, me.name),
      el("span", { class: "soft" }, me.manager ? "Organizer" : "Member")));
  }
  const banner = $("banner");
  const words = !state.connected ? "Connection lost. Trying again…"
    : !state.online ? "The bot isn’t running. Messages will wait."
      : state.you !== state.home ? `You see the page as ${state.members.get(state.you).name}.` : "";
  if (banner.dataset.words !== words) {
    banner.dataset.words = words;
    banner.hidden = !words;
    banner.replaceChildren(words, state.connected && state.online && state.you !== state.home
      ? el("button", { type: "button", class: "link", onclick: () => go({ as: null }) }, "Back to yourself") : "");
  }
}

export function startSide() {
  const root = document.documentElement;
  const show = () => {
    for (const button of document.querySelectorAll("[data-look-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.lookChoice === root.dataset.look));
    }
    $("theme").setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
  };
  for (const button of document.querySelectorAll("[data-look-choice]")) {
    button.addEventListener("click", () => {
      root.dataset.look = button.dataset.lookChoice;
      store("studyhall.look", root.dataset.look);
      show();
    });
  }
  $("theme").addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    store("studyhall.theme", root.dataset.theme);
    show();
  });
  new MutationObserver(show).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  $("menu").addEventListener("click", () => drawer(!document.body.classList.contains("side-open")));
  $("veil").addEventListener("click", closeDrawer);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeDrawer(); });
  show();
}
