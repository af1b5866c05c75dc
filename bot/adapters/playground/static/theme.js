// Runs before the page is drawn, so that it never flashes in the wrong colours.
(() => {
  const root = document.documentElement;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => read("studyhall.theme") ?? (dark.matches ? "dark" : "light");
  root.dataset.theme = theme();
  root.dataset.look = read("studyhall.look") === "discord" ? "discord" : "slack";
  dark.addEventListener("change", () => { root.dataset.theme = theme(); });
})();
