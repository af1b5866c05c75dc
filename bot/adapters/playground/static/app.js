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
let mine = false; // something new that the reader did or that only they see
let atNewest = true;

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
  if (message.do === "move") {
    atNewest = true;
    toEnd();
  }
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

function atEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 90;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  $("newest").hidden = true;
}

function draw() {
  if (!state.you) return;
  const wanted = hash().get("channel");
  const known = state.channels.some((c) => c.id === wanted);
  state.channel = known ? wanted : state.channels[0]?.id ?? "";
  const stay = atEnd() || mine;
  mine = false;
  const height = log.scrollHeight;
  const fresh = drawMessages(state, act);
  drawForm(state.forms, act);
  drawComposer(state);
  drawSide(state, go);
  if (fresh || stay) {
    atNewest = true;
    toEnd();
  }
  else if (log.scrollHeight > height + 20) $("newest").hidden = false;
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
    const concerns = message.author === state.you || message.private;
    if (concerns && !message.thread && !state.messages.has(message.id)) mine = true;
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
addEventListener("resize", () => { if (atNewest) toEnd(); });
log.addEventListener("scroll", () => {
  atNewest = atEnd();
  if (atNewest) $("newest").hidden = true;
}, { passive: true });
log.addEventListener("load", () => { if (atNewest) toEnd(); }, true);
$("newest").addEventListener("click", toEnd);

startComposer(act);
startClock(act);
startSide();
connect();
