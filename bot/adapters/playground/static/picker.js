// A select in a message: a button with a list. A native select would send on each arrow key.

import { el, toast } from "./dom.js";

let opened = null;
document.addEventListener("pointerdown", (event) => {
  if (opened && !opened.whole.contains(event.target)) opened.close(false);
});

export function picker(data, message, choose) {
  const many = data.most > 1;
  const chosen = new Set(data.options.filter((o) => o.selected).map((o) => o.value));
  const listId = `list-${message.id}-${data.action}`;
  const face = el("span", { class: "label" });
  const button = el("button", {
    type: "button", class: "button select", "data-action": data.action,
    "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": listId,
    "aria-label": data.placeholder,
  }, face, el("span", { class: "down", "aria-hidden": "true" }, "▾"));
  const options = data.options.map((option, index) => el("div", {
    role: "option", id: `${listId}-${index}`, class: "option", "aria-selected": String(chosen.has(option.value)),
    onclick: () => pick(index), onpointermove: () => point(index),
  }, el("span", { class: "tick", "aria-hidden": "true" }),
  el("span", { class: "option-text" }, el("span", {}, option.label),
    option.description ? el("small", {}, option.description) : null)));
  const list = el("div", {
    role: "listbox", id: listId, class: "options", tabindex: "-1", "aria-label": data.placeholder,
    "aria-multiselectable": many ? "true" : null,
  }, options);
  const done = many ? el("button", { type: "button", class: "button primary", onclick: send }, "Done") : null;
  const drop = el("div", { class: "drop", hidden: true }, list, done);
  const whole = el("div", { class: "picker" }, button, drop);
  let at = 0;

  function show() {
    const labels = data.options.filter((o) => chosen.has(o.value)).map((o) => o.label);
    face.textContent = labels.length ? labels.join(", ") : data.placeholder;
    button.classList.toggle("empty", !labels.length);
    button.setAttribute("aria-label", labels.length ? `${data.placeholder}: ${labels.join(", ")}` : data.placeholder);
  }
  function point(index) {
    options[at].classList.remove("at");
    at = (index + options.length) % options.length;
    options[at].classList.add("at");
    list.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }
  function open() {
    if (button.getAttribute("aria-busy") === "true") return;
    drop.hidden = false;
    opened = { whole, close };
    drop.classList.toggle("up", button.getBoundingClientRect().bottom + 300 > innerHeight
      && button.getBoundingClientRect().top > 340);
    button.setAttribute("aria-expanded", "true");
    list.focus({ preventScroll: true });
    point(Math.max(0, data.options.findIndex((o) => chosen.has(o.value))));
    drop.scrollIntoView({ block: "nearest" });
  }
  function close(back = true) {
    drop.hidden = true;
    opened = null;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  }
  function pick(index) {
    const value = data.options[index].value;
    if (!many) {
      chosen.clear();
      chosen.add(value);
      show();
      close();
      choose([value]);
      return;
    }
    if (!chosen.delete(value)) {
      if (chosen.size >= data.most) return toast(`${data.most} is the most here.`);
      chosen.add(value);
    }
    options[index].setAttribute("aria-selected", String(chosen.has(value)));
    show();
  }
  function send() {
    if (chosen.size < data.least) return toast(`Choose at least ${data.least}.`);
    close();
    choose(data.options.map((o) => o.value).filter((v) => chosen.has(v)));
  }
  button.addEventListener("click", () => (drop.hidden ? open() : close()));
  button.addEventListener("keydown", (event) => {
    if (["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); open(); }
  });
  list.addEventListener("keydown", (event) => {
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (move !== undefined) point(move);
    else if (event.key === " " || (event.key === "Enter" && !many)) pick(at);
    else if (event.key === "Enter") send();
    else if (event.key.length === 1 && /\S/.test(event.key)) {
      const letter = event.key.toLowerCase();
      const found = data.options.findIndex((o, i) => i > at && o.label.toLowerCase().startsWith(letter));
      point(found >= 0 ? found : Math.max(0, data.options.findIndex((o) => o.label.toLowerCase().startsWith(letter))));
    } else return;
    event.preventDefault();
  });
  whole.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drop.hidden) { event.stopPropagation(); close(); }
  });
  whole.addEventListener("focusout", (event) => {
    if (!drop.hidden && event.relatedTarget && !whole.contains(event.relatedTarget)) close(false);
  });
  show();
  return whole;
}
