// J and K through the rows of a list; only for who switched them on at Instellingen. Enter is the link's own.

const STEPS = new Map([
  ["j", 1],
  ["k", -1],
]);

/** @returns {HTMLElement[]} */
function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row instanceof HTMLElement).filter((row) => row.checkVisibility());
}

/** Where the reader is: on a row, in the case of the row that is open, or before the first. @param {HTMLElement[]} all */
function place(all) {
  const focused = all.findIndex((row) => row === document.activeElement);
  return focused >= 0 ? focused : all.findIndex((row) => row.getAttribute("aria-current") === "true");
}

/** @param {number} by */
function step(by) {
  const all = rows();
  const next = all[Math.min(Math.max(place(all) + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const by = STEPS.get(event.key.toLowerCase());
  const help = document.getElementById("toetsen");
  if (by !== undefined) step(by);
  else if (event.key === "?" && help instanceof HTMLDialogElement) help.showModal();
  else return;
  event.preventDefault();
});

export {};
