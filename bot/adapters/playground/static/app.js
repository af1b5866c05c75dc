// The page's state, its one socket, and who draws what. The server is always right: after
// a reload or a lost connection everything comes anew.

import { $, toast } from "./dom.js";
import { drawMessages } from "./messages.js";
import { drawForm } from "./form.js";
import { drawComposer, startComposer, suggestions } from "./composer.js";
import { drawClock, startClock } from "./clock.js";
import { drawSide, startSide } from "./side.js";

const state = {
  you: "", home: "", channel: "", connected: false, online: true, members: new Map(),
  commands: [], channels: [], messages: new Map(), forms: [], pending: [],
  clock: { now: new Date().toISOString(), zone: "UTC", next: null, moving: false },
};
const log = $("log");
let socket = null;
let wait = 500;
let mine = ""; // a message that the reader caused or that only they see
let newest = ""; // the last new message of all
let anchor = ""; // the message that is shown while the reader stays with what is new
let atNewest = true;
let placed = 0; // where the page itself has scrolled to

const hash = () => new URLSearchParams(location.hash.slice(1));

function act(message) {
  if (socket?.readyState !== WebSocket.OPEN) {
    toast("Not connected to the playground. Trying again…");
    return false;
  }
  socket.send(JSON.stringify(message));
  if (message.do === "press") {
    state.pending.push({ message: message.message, action: message.action });
    draw();
  }
  if (message.do === "move") toNewest();
  return true;
}

function go(change) {
  const parts = hash();
  for (const [key, value] of Object.entries(change)) {
    if (value === null) parts.delete(key);
    else parts.set(key, value);
  }
  location.hash = parts.toString();
}

const heads = () => [...log.querySelectorAll(":scope > [data-id]")];
const nodeOf = (id) => heads().find((node) => node.dataset.id === id);
const isLast = (node) => node === heads().at(-1);
const isTall = (node) => node.offsetHeight > log.clientHeight - 24;
const above = (node) => node.getBoundingClientRect().top - log.getBoundingClientRect().top;

function atEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 90;
}

function atTopOf(node) {
  return node && isLast(node) && isTall(node) && Math.abs(above(node) - 8) < 4;
}

/** The anchor whole, at the end of the log where it is the last; of a tall one the beginning. */
function show() {
  const node = nodeOf(anchor);
  if (!node || (isLast(node) && !isTall(node))) log.scrollTop = log.scrollHeight;
  else if (isTall(node) || above(node) < 0) log.scrollTop += above(node) - 8;
  else log.scrollTop += Math.max(0, above(node) + node.offsetHeight + 16 - log.clientHeight);
  placed = log.scrollTop;
  if (!node || isLast(node)) $("newest").hidden = true;
}

function toNewest() {
  atNewest = true;
  anchor = heads().at(-1)?.dataset.id ?? "";
  show();
}

function draw() {
  if (!state.you) return;
  const wanted = hash().get("channel");
  const known = state.channels.some((c) => c.id === wanted);
  state.channel = known ? wanted : state.channels[0]?.id ?? "";
  const stay = atNewest && !atTopOf(nodeOf(anchor));
  const height = log.scrollHeight;
  const fresh = drawMessages(state, act);
  drawForm(state.forms, act);
  drawComposer(state);
  drawSide(state, go);
  if (fresh) toNewest();
  else if (nodeOf(mine)) {
    anchor = mine;
    atNewest = isLast(nodeOf(mine));
    show();
  } else if (stay) {
    atNewest = true;
    if (nodeOf(newest)) anchor = newest;
    show();
  } else if (log.scrollHeight > height + 20) $("newest").hidden = false;
  mine = newest = "";
}

function take(data) {
  if (data.type === "notice") {
    state.pending = [];
    draw();
    return toast(data.words);
  }
  if (data.type === "suggestions") return suggestions(data);
  if (data.you !== undefined) {
    state.messages.clear();
    state.you = data.you;
    state.home ||= hash().get("as") ? "" : data.you;
    state.members = new Map(data.members.map((m, index) => [m.id, { ...m, hue: (310 + index * 137.5) % 360 }]));
    state.home ||= data.members.find((m) => !m.simulated)?.id ?? data.you;
    state.commands = data.commands;
  }
  for (const id of data.gone) state.messages.delete(id);
  for (const message of data.messages) {
    const known = state.messages.has(message.id);
    const concerns = message.private || (message.author === state.you && !known);
    if (!message.thread && concerns) mine = message.id;
    if (!message.thread && !known) newest = message.id;
    state.messages.set(message.id, message);
  }
  for (const key of ["online", "clock", "forms", "pending", "channels"]) state[key] = data[key];
  state.connected = true;
  drawClock(state.clock);
  draw();
}

function connect() {
  const as = hash().get("as");
  const mySocket = new WebSocket(`ws://${location.host}/socket${as ? `?as=${encodeURIComponent(as)}` : ""}`);
  socket = mySocket;
  mySocket.addEventListener("open", () => { wait = 500; });
  mySocket.addEventListener("message", (event) => {
    if (mySocket === socket) take(JSON.parse(event.data));
  });
  mySocket.addEventListener("close", () => {
    if (mySocket !== socket) return;
    state.connected = false;
    draw();
    setTimeout(() => { if (mySocket === socket) connect(); }, wait);
    wait = Math.min(wait * 2, 5000);
  });
}

let lookedAs = hash().get("as");
addEventListener("hashchange", () => {
  const as = hash().get("as");
  if (as !== lookedAs) {
    lookedAs = as;
    const old = socket;
    connect();
    old.close();
  } else draw();
});
// Whoever reads the newest message goes on doing so when the window or a picture changes size.
addEventListener("resize", () => { if (atNewest) show(); });
log.addEventListener("scroll", () => {
  if (Math.abs(log.scrollTop - placed) < 2) return; // no reader's hand
  placed = -1;
  atNewest = atEnd() || atTopOf(nodeOf(anchor));
  if (atNewest) $("newest").hidden = true;
}, { passive: true });
log.addEventListener("load", () => { if (atNewest) show(); }, true);
$("newest").addEventListener("click", toNewest);

startComposer(act);
startClock(act);
startSide();
connect();
