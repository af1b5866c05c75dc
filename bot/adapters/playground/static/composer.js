// The message box: what is typed goes out; "/" opens the commands, a command its values.

import { $, el } from "./dom.js";

let state = null;
let act = () => {};
let items = [];
let at = -1;
let asked = "";
let timer = 0;

const line = $("line");
const menu = $("slash");

function close() {
  items = [];
  at = -1;
  menu.hidden = true;
  line.setAttribute("aria-expanded", "false");
  line.removeAttribute("aria-activedescendant");
}

function point(index) {
  menu.children[at]?.setAttribute("aria-selected", "false");
  at = (index + items.length) % items.length;
  const node = menu.children[at];
  node.setAttribute("aria-selected", "true");
  node.scrollIntoView({ block: "nearest" });
  line.setAttribute("aria-activedescendant", node.id);
}

function show(list, label, first) {
  if (!list.length) return close();
  items = list;
  at = -1;
  menu.setAttribute("aria-label", label);
  menu.replaceChildren(...list.map((item, index) => el("div", {
    role: "option", id: `slash-${index}`, class: "option", "aria-selected": "false",
    onpointerdown: (event) => { event.preventDefault(); take(index); },
  }, el("span", { class: "option-name" }, item.name),
  item.about ? el("span", { class: "option-about" }, item.about) : null,
  item.tag ? el("span", { class: "badge" }, item.tag) : null)));
  menu.hidden = false;
  line.setAttribute("aria-expanded", "true");
  if (first) point(0);
}

function take(index) {
  line.value = items[index].value;
  close();
  line.focus();
  refresh();
}

function matched(text) {
  const said = text.slice(1).toLowerCase();
  return state.commands.filter((c) => said.startsWith(`${c.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function offerValues(command, text) {
  const rest = text.slice(command.name.length + 2);
  const suggests = command.options.find((o) => o.suggests);
  const words = rest.split(" ");
  const last = words.at(-1).toLowerCase();
  const values = command.options.flatMap((o) => o.choices)
    .filter((c) => !words.slice(0, -1).includes(c.value))
    .filter((c) => [c.value, c.label].some((w) => w.toLowerCase().startsWith(last)) && c.value !== last);
  const start = text.slice(0, text.length - last.length);
  show(values.map((c) => ({ name: c.label, about: c.label === c.value ? "" : c.value, value: `${start}${c.value} ` })),
    "Values", false);
  if (!suggests || text === asked) return;
  asked = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    act({ do: "suggest", channel: state.channel, line: text, option: suggests.name });
  }, 120);
}

function refresh() {
  const text = line.value;
  const usage = $("usage");
  usage.hidden = true;
  if (!text.startsWith("/")) {
    asked = "";
    return close();
  }
  const command = matched(text);
  if (command) {
    usage.replaceChildren(el("code", {}, command.usage), " ", command.description);
    usage.hidden = false;
    return offerValues(command, text);
  }
  const said = text.slice(1).toLowerCase();
  const fits = state.commands.filter((c) => c.name.startsWith(said)
    || (said && c.name.split(" ").some((w) => w.startsWith(said))));
  show(fits.map((c) => ({
    name: c.usage, about: c.description, tag: c.organisers ? "organizers" : "", value: `/${c.name} `,
  })), "Commands", true);
}

function submit() {
  const words = line.value.trim();
  if (!words) return;
  if (!act({ do: "say", channel: state.channel, words })) return;
  line.value = "";
  asked = "";
  refresh();
}

/** Values that the bot suggests for what is typed; stale ones are dropped. */
export function suggestions({ line: forLine, options }) {
  if (line.value.trim() !== forLine.trim()) return;
  const command = matched(line.value);
  if (!command) return;
  show(options.map((o) => ({
    name: o.label, about: "", value: `/${command.name} ${o.value} `,
  })), "Suggestions", false);
}

export function drawComposer(next) {
  state = next;
  const channel = state.channels.find((c) => c.id === state.channel);
  const name = channel ? (channel.direct ? channel.name : `#${channel.name}`) : "";
  line.placeholder = `Message ${name}, or / for commands`;
  line.setAttribute("aria-label", `Message ${name}`);
}

export function startComposer(send) {
  act = send;
  line.addEventListener("input", refresh);
  line.addEventListener("focus", () => { if (state && line.value.startsWith("/")) refresh(); });
  line.addEventListener("blur", close);
  line.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (!items.length) {
      if (event.key === "ArrowUp" && !line.value) {
        const last = [...$("log").querySelectorAll("[data-action]:not(:disabled)")].at(-1);
        last?.focus();
        event.preventDefault();
      }
      return;
    }
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? items.length - 1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" && !event.shiftKey) take(Math.max(0, at));
    else if (event.key === "Enter" && at >= 0 && items[at].value.trim() !== line.value.trim()) take(at);
    else return;
    event.preventDefault();
  });
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $("slash-button").addEventListener("pointerdown", (event) => event.preventDefault());
  $("slash-button").addEventListener("click", () => {
    line.focus();
    if (!line.value.startsWith("/")) line.value = "/";
    refresh();
  });
}
