// The playground's clock. Between two messages of the server it runs on by itself.

import { $, when } from "./dom.js";

let clock = null;
let since = 0;

function show() {
  if (!clock) return;
  const now = Date.parse(clock.now) + (performance.now() - since);
  const face = $("now");
  const words = when(now, "datetime", clock.zone);
  if (face.textContent !== words) face.textContent = words;
  face.title = clock.zone;
  const next = $("next");
  const same = clock.next && when(now, "day", clock.zone) === when(clock.next, "day", clock.zone);
  const text = clock.moving ? "moving on…"
    : clock.next ? `${innerWidth < 560 ? "next" : "next post"} ${when(clock.next, same ? "time" : "datetime", clock.zone)}` : "no post planned";
  if (next.textContent !== text) next.textContent = text;
}

export function drawClock(next) {
  clock = next;
  since = performance.now();
  for (const id of ["step-post", "step-day"]) {
    $(id).setAttribute("aria-busy", String(clock.moving));
    $(id).setAttribute("aria-disabled", String(clock.moving || (id === "step-post" && !clock.next)));
  }
  show();
}

export function startClock(act) {
  setInterval(show, 1000);
  for (const [id, step] of [["step-post", "post"], ["step-day", "day"]]) {
    $(id).addEventListener("click", () => {
      if ($(id).getAttribute("aria-disabled") === "true") return;
      $(id).setAttribute("aria-busy", "true");
      act({ do: "move", step });
    });
  }
}
