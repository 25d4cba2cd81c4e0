"use strict";
// Both pages: theme and controls. The script that follows says what start() does.
const root = document.documentElement;
const all = (css, from = document) => [...from.querySelectorAll(css)];
const id = (name) => document.getElementById(name);
// Storage may be forbidden; the page works without it.
const load = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const save = (key, value) => { try { localStorage.setItem(key, value); } catch { /* forgotten on reload */ } };

const setTheme = (name) => {
  if (name === "auto") root.removeAttribute("data-theme");
  else root.dataset.theme = name;
};
let theme = load("planc.theme");
if (theme !== "light" && theme !== "dark") theme = "auto";
setTheme(theme);

document.addEventListener("DOMContentLoaded", () => {
  all(".js").forEach((element) => { element.hidden = false; });
  themes();
  start();
});

function themes() {
  const button = id("theme");
  const show = () => { button.textContent = `Theme: ${theme}`; };
  button.addEventListener("click", () => {
    theme = { auto: "light", light: "dark", dark: "auto" }[theme];
    save("planc.theme", theme);
    setTheme(theme);
    show();
  });
  show();
}
