// What typing in a field needs beyond HTML; without it every form still works.

// A button opens the browser's own picker; what is picked is written as if it were typed.
for (const button of document.querySelectorAll("[data-pick]")) {
  const typed = button.previousElementSibling;
  const picker = document.createElement("input");
  picker.type = button.dataset.pick;
  picker.className = "visually-hidden";
  picker.tabIndex = -1;
  picker.ariaHidden = "true";
  button.after(picker);
  button.hidden = false;
  button.addEventListener("click", () => {
    const known = button.parentElement.querySelector("output time");
    if (known) picker.value = known.dateTime;
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    typed.value = picker.value.split("-").reverse().map((part) => part.replace(/^0(?=\d$)/, "")).join(" ");
    typed.focus();
    typed.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// Filters that are left empty stay out of the address.
addEventListener("submit", (event) => {
  if (!event.target.matches(".filters[method=get]")) return;
  for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => document.querySelectorAll(".filters :disabled").forEach((field) => { field.disabled = false; }));

// How many rows of a list are ticked.
for (const output of document.querySelectorAll("[data-chosen]")) {
  const count = () => {
    const ticked = document.querySelectorAll(`[name=${output.dataset.chosen}][form=${output.form.id}]:checked`).length;
    output.value = ticked ? `${ticked} ${output.dataset.words}` : "";
  };
  addEventListener("change", count);
  addEventListener("pageshow", count);
}

// Whoever leaves a page with unsaved text is asked once more; Cancel is an answer.
const stands = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => !(value instanceof File))).toString();
const forms = new Map([...document.querySelectorAll("form.entry:not(.narrow)")].map((form) => [form, stands(form)]));
addEventListener("submit", (event) => forms.delete(event.target));
addEventListener("click", (event) => event.target.matches?.("form.entry .acts a") && forms.clear());
addEventListener("beforeunload", (event) => {
  if ([...forms].some(([form, before]) => stands(form) !== before || form.querySelector(".problem"))) event.preventDefault();
});
