/* What a page can do on the screen alone. Everything works without it; nothing here talks to the server. */
"use strict";

const HIDE_TOAST_AFTER_MS = 8000;

/* Copy: <button data-copy="id of the element" data-done="Copied">. */
async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  const label = button.querySelector("span");
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(source.dataset.value || source.textContent.trim());
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 2500);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}

/* A shown code leaves the page by itself: <section data-hide-after="60" data-hide-to="/cards/7">.
   The seconds left are written into [data-countdown]; leaving the page hides it at once. */
function hideLater(box) {
  const until = Date.now() + Number(box.dataset.hideAfter) * 1000;
  const left = box.querySelector("[data-countdown]");
  const leave = () => location.replace(box.dataset.hideTo);
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (left) left.textContent = String(Math.max(seconds, 0));
    if (seconds <= 0) { clearInterval(timer); leave(); }
  };
  const timer = setInterval(tick, 500);
  tick();
  addEventListener("pageshow", (event) => { if (event.persisted) leave(); });
}

function awaken(root) {
  root.querySelectorAll("[data-copy], [data-dismiss], [data-print]").forEach((button) => { button.hidden = false; });
  root.querySelectorAll("[data-hide-after]").forEach(hideLater);
  root.querySelectorAll("[data-needless]").forEach((part) => { part.hidden = true; });
  root.querySelectorAll(".toast").forEach((toast) => setTimeout(() => toast.remove(), HIDE_TOAST_AFTER_MS));
}

document.addEventListener("click", (event) => {
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
  if (event.target.closest("[data-dismiss]")) event.target.closest(".toast, .notice").remove();
  if (event.target.closest("[data-print]")) print();
  /* An open menu closes when the press lands elsewhere. */
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

/* One press, one request: a sent form shows that it works and takes no second press. Back brings it to life again. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented || !event.target.matches("[data-once]")) return;
  if (button.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
  button.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-once] [aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});

/* A select that filters sends its form at once, where htmx has not been given the job. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});

/* While a part of the page is asked for, it says so; when nothing comes, the page says that, and keeps what it shows. */
function busy(event, is) {
  [event.detail.target, event.detail.elt].forEach((part) => {
    if (is) part.setAttribute("aria-busy", "true"); else part.removeAttribute("aria-busy");
  });
}
const fault = (is) => document.querySelectorAll("[data-fault]").forEach((part) => { part.hidden = !is; });
document.addEventListener("htmx:beforeRequest", (event) => busy(event, true));
document.addEventListener("htmx:afterRequest", (event) => busy(event, false));
document.addEventListener("htmx:beforeSwap", () => fault(false));
["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => fault(true)));
document.addEventListener("htmx:responseError", (event) => fault(event.detail.xhr.status !== 422));

document.addEventListener("htmx:load", (event) => awaken(event.detail.elt));
document.addEventListener("DOMContentLoaded", () => { if (!window.htmx) awaken(document); });
