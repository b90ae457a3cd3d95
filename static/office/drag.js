// Dragging in the planning: the same forms and links as the menu of each row, for who likes a mouse better.

/** What is being dragged. @type {HTMLElement | null} */
let dragged = null;

for (const row of document.querySelectorAll("[data-put], [data-stop]")) {
  if (!(row instanceof HTMLElement)) continue;
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    event.dataTransfer?.setData("text/plain", ""); // Firefox drags nothing without data; the address stays here
  });
  row.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
}

for (const list of document.querySelectorAll("[data-list]")) {
  if (!(list instanceof HTMLElement)) continue;
  list.addEventListener("dragover", (event) => {
    const target = targetOf(list, event.target);
    if (!target) return;
    event.preventDefault();
    mark(target);
  });
  list.addEventListener("drop", (event) => {
    const target = targetOf(list, event.target);
    if (!target || !dragged) return;
    event.preventDefault();
    if (dragged.dataset.put) location.assign(`${dragged.dataset.put}&lijst=${list.dataset.list}`);
    else moveTo(dragged, target.dataset.stop ?? "");
  });
}

/** A stop can be put at the place of another of its own list; an address on any list. @param {HTMLElement} list @param {EventTarget | null} over */
function targetOf(list, over) {
  if (!dragged || !(over instanceof Element)) return null;
  if (dragged.dataset.put) return list;
  const stop = over.closest("[data-stop]");
  return stop instanceof HTMLElement && stop !== dragged && list.contains(dragged) ? stop : null;
}

/** @param {HTMLElement | null} target */
function mark(target) {
  for (const one of document.querySelectorAll("[data-drop]")) if (one !== target) one.removeAttribute("data-drop");
  target?.setAttribute("data-drop", "true");
}

/** Send the form of the menu with another act. @param {HTMLElement} stop @param {string} place */
function moveTo(stop, place) {
  const form = stop.querySelector("form");
  if (!form) return;
  form.action = form.action.replace(/[^/]+$/, "naar");
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name: "place", value: place });
  form.append(input);
  form.requestSubmit();
}

export {};
