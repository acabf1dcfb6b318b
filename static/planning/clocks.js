// Keep the capitals' clocks right: they show the server's time, which in a demonstration is its own.
const clocks = [...document.querySelectorAll(".clocks time")];
const ahead = Date.parse(clocks[0]?.dateTime) - Date.now();
const read = (locale, zone, parts) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...parts }).format(Date.now() + ahead);
const dayIn = (zone) => Date.parse(read("en-CA", zone, { year: "numeric", month: "2-digit", day: "2-digit" }));
const show = () => {
  for (const clock of clocks) {
    const zone = clock.dataset.zone;
    const days = Math.round((dayIn(zone) - dayIn(clocks[0].dataset.zone)) / 86_400_000);
    clock.dateTime = new Date(Date.now() + ahead).toISOString();
    clock.textContent = read("en-GB", zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    clock.parentElement.querySelector(".shift").textContent = days ? (days > 0 ? "+" : "−") + Math.abs(days) : "";
  }
};
if (clocks.length) setInterval(show, 5_000);
