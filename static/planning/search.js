// Suggestions while typing, and dialogs on keys. Without this every box is a plain form.

const PAUSE = 120; // milliseconds after the last letter
const EDITABLE = "input, textarea, select, [contenteditable]";

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input");
    this.list = form.querySelector("[role=listbox]");
    this.said = form.querySelector("[role=status]");
    this.isPalette = "at" in form.dataset;
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.isStale = true;
      this.choose(null); // what is listed answers to other words
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
    this.input.addEventListener("keydown", (event) => this.press(event));
    if (!this.isPalette) form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) this.close(); });
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("mousemove", (event) => {
      const option = event.target.closest("[role=option]");
      if (option && option !== this.chosen && !this.isStale) this.choose(option);
    });
  }

  get options() { return [...this.list.querySelectorAll("[role=option]")]; }

  get chosen() { return this.list.querySelector("[aria-selected=true]"); }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    const query = new URLSearchParams({ q: this.input.value });
    if (this.isPalette) query.set("at", this.form.dataset.at);
    else if (this.input.value.trim().length < 2) return this.close();
    try {
      const answer = await fetch(`${this.form.dataset.suggest}?${query}`, { signal: this.asked.signal, redirect: "error" });
      if (!answer.ok) return this.fail();
      this.list.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") this.fail(); // else a later letter has asked anew
      return;
    }
    this.isStale = false;
    const options = this.options;
    options.forEach((option, n) => { option.id = `${this.list.id}-${n}`; });
    this.said.textContent = this.list.querySelector(".said").textContent;
    if (this.goes) return this.go(options[0]);
    if (!options.length) return this.close();
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.choose(this.isPalette ? options[0] : null);
  }

  go(option) {
    this.goes = false;
    if (!option) return this.form.requestSubmit();
    this.form.closest("dialog")?.close();
    location.assign(option.href);
  }

  fail() {
    this.isStale = false;
    this.close();
    if (this.goes) this.go(null); // the form works without us
  }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const options = this.list.hidden ? [] : this.options;
    const at = options.indexOf(this.chosen);
    if (event.key === "Enter" && (at >= 0 || (this.isPalette && this.isStale))) {
      event.preventDefault();
      if (this.isStale) this.goes = true; // to the first answer, which is on its way
      else this.go(options[at]);
    } else if (event.key === "Escape" && !this.isPalette && options.length) {
      event.preventDefault(); // the first one closes the list, the next one empties the box
      this.close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (!options.length) return void this.ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length]);
    }
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(null);
  }
}

const boxes = new Map();
for (const form of document.querySelectorAll("[data-suggest]")) boxes.set(form, new Suggestions(form));

const open = (id) => {
  document.querySelector("dialog[open]")?.close();
  const dialog = document.getElementById(id);
  dialog.showModal();
  const box = boxes.get(dialog.querySelector("form"));
  box?.input.select();
  box?.ask();
};

document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-opens]");
  if (opens) open(opens.dataset.opens);
  if (event.target.closest("[data-closes]") || event.target.matches("dialog")) event.target.closest("dialog").close();
});

const singleKeys = document.querySelector("script[data-single-keys]") !== null;
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return open("palette");
  }
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(EDITABLE);
  if (!singleKeys || busy || document.querySelector("dialog[open]")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  } else if (event.key === "?") {
    event.preventDefault();
    open("keys");
  }
});
