// Light or dark before the first paint: as the reader has chosen, else as the system has it; paper is light.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => { root.dataset.bsTheme = root.dataset.look || (dark.matches ? "dark" : "light"); };
dark.addEventListener("change", follow);
addEventListener("beforeprint", () => { root.dataset.bsTheme = "light"; });
addEventListener("afterprint", follow);
follow();
// The choice is kept by the server, and seen at once: the page stays, with all that was typed.
addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (pressed?.name !== "look") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const body = new FormData(event.target);
  body.set("look", pressed.value);
  fetch(event.target.action, { method: "POST", body, redirect: "manual" });
  root.dataset.look = pressed.value;
  follow();
  for (const button of event.target.querySelectorAll("[name=look]")) button.setAttribute("aria-pressed", button === pressed);
  pressed.closest("details").open = false;
  pressed.closest("details").querySelector("summary").focus();
});
// A form is sent once, however often its button is pressed.
addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => delete form.dataset.sent);
});
addEventListener("DOMContentLoaded", () => {
  document.getElementById("problems")?.focus();
  document.querySelector(".sections [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  sessionStorage.removeItem("htmx-current-path-for-history"); // nothing stays in the browser
});
