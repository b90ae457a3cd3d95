// A form with a file shows how far it is. Without this it is sent all the same, with nothing to see meanwhile.

/** Sent by this script, so that the way can be seen; the answer is the same page. @param {SubmitEvent} event */
function send(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-upload]") || event.defaultPrevented) return;
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.upload.addEventListener("progress", ({ loaded, total }) => showProgress(form, total > 0 ? loaded / total : 0));
  request.addEventListener("load", () => showAnswer(form, request.response));
  request.addEventListener("error", () => showTrouble(form));
  request.open("POST", form.action);
  request.send(new FormData(form));
  event.preventDefault();
}

/** @param {HTMLFormElement} form @param {number} share between 0 and 1 */
function showProgress(form, share) {
  const shown = form.querySelector("[data-upload-progress]");
  const bar = form.querySelector("progress");
  const words = form.querySelector("[data-upload-words]");
  if (!(shown instanceof HTMLElement) || !bar || !words) return;
  shown.hidden = false;
  bar.value = Math.round(share * 100);
  if (share === 1) words.textContent = "Het bestand is er. De server leest het.";
}

/** @param {HTMLFormElement} form @param {Document | null} page */
function showAnswer(form, page) {
  const answer = page?.getElementById("redding");
  const place = document.getElementById("redding");
  if (!answer || !place) return showTrouble(form);
  place.replaceWith(document.adoptNode(answer));
  const wanted = document.querySelector("#redding [role=alert], #redding h2");
  if (!(wanted instanceof HTMLElement)) return;
  wanted.tabIndex = -1;
  wanted.focus();
}

/** @param {HTMLFormElement} form */
function showTrouble(form) {
  const words = form.querySelector("[data-upload-words]");
  if (words) words.textContent = "Dat lukte niet. Kijk of u verbinding hebt en probeer het nog eens.";
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[type=submit]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", send);

export {};
