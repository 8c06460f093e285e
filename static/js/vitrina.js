/* What a page can do on the screen. Everything works without it; all it asks of the server is whether there is an answer. */
"use strict";

const HIDE_TOAST_AFTER_MS = 8000;
const PATIENCE_MS = 4000;

/* A password is readable while its button is pressed: <button data-peek="id of the box" aria-pressed="false">. */
function show(button, readable) {
  document.getElementById(button.dataset.peek).type = readable ? "text" : "password";
  button.setAttribute("aria-pressed", String(readable));
}
document.addEventListener("submit", (event) => {
  event.target.querySelectorAll('[data-peek][aria-pressed="true"]').forEach((button) => show(button, false));
}, true);

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

/* Seconds that run down, in a part that is asked for anew when they have: <section data-left="17">. */
function countDown(box) {
  const until = Date.now() + Number(box.dataset.left) * 1000;
  const shown = box.querySelector("[data-countdown]");
  const timer = setInterval(() => {
    if (!box.isConnected) clearInterval(timer);
    shown.textContent = String(Math.max(Math.ceil((until - Date.now()) / 1000), 0));
  }, 500);
}

/* Share: <button data-share="address" data-title="Name">, where the device can. */
function share(button) {
  navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
}

function awaken(root) {
  if (navigator.share) root.querySelectorAll("[data-share]").forEach((button) => { button.hidden = false; });
  root.querySelectorAll("[data-copy], [data-dismiss], [data-print], [data-peek]").forEach((button) => { button.hidden = false; });
  root.querySelectorAll("[data-hide-after]").forEach(hideLater);
  root.querySelectorAll("[data-left]").forEach(countDown);
  root.querySelectorAll("[data-needless]").forEach((part) => { part.hidden = true; });
  root.querySelectorAll(".toast").forEach((toast) => setTimeout(() => toast.remove(), HIDE_TOAST_AFTER_MS));
}

document.addEventListener("click", (event) => {
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
  if (event.target.closest("[data-dismiss]")) event.target.closest(".toast, .notice").remove();
  if (event.target.closest("[data-print]")) print();
  const sharer = event.target.closest("[data-share]");
  if (sharer) share(sharer);
  const peek = event.target.closest("[data-peek]");
  if (peek) show(peek, peek.getAttribute("aria-pressed") !== "true");
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

/* Whether anything answers. What is only slow is no reason not to send. */
async function answers() {
  try {
    await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch (fault) {
    return fault.name === "TimeoutError";
  }
}

/* The page stays, and says in front of the button that nothing has left it: <form data-once data-unsent="Nothing was ordered.">. */
function sayUnsent(form, button) {
  const notice = document.getElementById("unsent").content.firstElementChild.cloneNode(true);
  if (form.dataset.unsent) notice.querySelector("span").textContent = form.dataset.unsent;
  (button.closest(".joined") || button).before(notice);
}

/* One press, one request: a sent form shows that it works and takes no second press. Without a connection nothing is
   sent; a form that names what was not done is sent only after something has answered. */
document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (!button || event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.hasAttribute("data-goes")) { form.removeAttribute("data-goes"); return; }
  const careful = "unsent" in form.dataset && "requestSubmit" in form;
  if (button.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
  if (careful || navigator.onLine === false) event.preventDefault();
  form.querySelectorAll("[data-said-unsent]").forEach((notice) => notice.remove());
  button.setAttribute("aria-busy", "true");
  if (navigator.onLine === false || (careful && !await answers())) {
    button.removeAttribute("aria-busy");
    sayUnsent(form, button);
  } else if (careful) {
    form.setAttribute("data-goes", "");
    form.requestSubmit(button);
    if (form.hasAttribute("data-goes")) { form.removeAttribute("data-goes"); button.removeAttribute("aria-busy"); }
  }
});

/* A page that the browser has kept comes to life again; what must be given anew each time is empty. */
addEventListener("pageshow", (event) => {
  document.querySelectorAll("form[data-once] [aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  if (event.persisted) document.querySelectorAll('form[data-once][autocomplete="off"]').forEach((form) => form.reset());
});

/* What the browser finds wrong stands beside its field, in the page's language: as soon as the field is left, and when the
   form is sent. Without script, and where a field has no place for it, the browser says it in its own way. */
function reason(field, words) {
  const is = field.validity;
  if (is.valueMissing) return field.type === "checkbox" ? words.unticked : words.missing;
  if (is.typeMismatch && field.type === "email") return words.address;
  if (is.typeMismatch && field.type === "url") return words.link;
  if (is.tooShort && field.minLength === 10) return words.short;
  return words.odd;
}
function sayWrong(field) {
  const template = document.getElementById("wrong");
  const place = field.closest(".field") || field.closest(".check")?.parentElement;
  if (!template || !place || !field.id) return false;
  place.querySelector(".field-error")?.remove();
  const said = template.content.firstElementChild.cloneNode(true);
  said.id = `${field.id}-error`;
  said.querySelector("span").textContent = reason(field, template.dataset);
  place.append(said);
  field.setAttribute("aria-invalid", "true");
  const told = (field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
  field.setAttribute("aria-describedby", [...new Set([...told, said.id])].join(" "));
  return true;
}
document.addEventListener("invalid", (event) => {
  const field = event.target;
  if (!sayWrong(field)) return;
  event.preventDefault();
  if (field.form?.querySelector("input:invalid, select:invalid, textarea:invalid") === field) field.focus();
}, true);
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.willValidate && field.value && !field.validity.valid) sayWrong(field);
});
/* What was said of a value is gone once it is another one, whoever said it; of a choice it stands at the end of its group. */
document.addEventListener("input", (event) => {
  const field = event.target, group = field.closest("fieldset[aria-describedby]");
  const told = [`${field.id}-error`, ...(group ? group.getAttribute("aria-describedby").split(" ") : [])];
  const said = told.map((id) => document.getElementById(id)).find((one) => one?.matches(".field-error:not([data-wrong])"));
  if (!said || !field.validity?.valid) return;
  said.remove();
  field.removeAttribute("aria-invalid");
});

/* What was asked for before a second factor was, goes on by itself: <form data-go-on>. */
addEventListener("load", () => {
  const form = document.querySelector("form[data-go-on]");
  form?.requestSubmit(form.querySelector("button"));
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

/* What is wrong is marked in its field; whoever was in a part that is gone is led to it. */
document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("[data-wrong]").forEach((said) => {
    const field = document.getElementById(said.dataset.wrong);
    if (!field) return;
    const wrong = said.textContent.trim() !== "";
    if (wrong) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    if (wrong && document.activeElement === document.body) field.focus({ preventScroll: true });
  });
});

document.addEventListener("htmx:load", (event) => awaken(event.detail.elt));
document.addEventListener("DOMContentLoaded", () => { if (!window.htmx) awaken(document); });
