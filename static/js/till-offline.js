/* The till's page without a network: a card's pass is read, its value taken within the limits, and everything is sent when there is a network. */
"use strict";

(() => {
  const LOOK_MS = 15000, FINAL = ["bad_pass", "no_package", "terminal_ref_used", "bad_terminal_ref"]; // whatever else is refused may be sent again
  const main = document.getElementById("main"), of = main.dataset;
  const one = (name) => main.querySelector(`[data-${name}]`), words = (name) => main.querySelector(`[data-no="${name}"]`)?.textContent ?? name;
  const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: of.currency, currencyDisplay: "narrowSymbol" });
  const digits = money.resolvedOptions().maximumFractionDigits, sum = (minor) => money.format(minor / 10 ** digits);
  const clock = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: of.zone }).format(at);
  const moment = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short", timeZone: of.zone }).format(at);
  let found = null, state = "", since = 0, sending = false;

  const now = (held) => Date.now() + (held?.ahead ?? 0);
  function clone(name) { return document.getElementById(name).content.firstElementChild.cloneNode(true); }
  function fill(part, facts) { for (const [name, said] of Object.entries(facts)) part.querySelectorAll(`[data-${name}]`).forEach((place) => { place.textContent = said; }); return part; }

  function answer(template, facts) {
    one("answer").replaceChildren(fill(clone(template), facts));
    one("answer").scrollIntoView({ block: "nearest" });
  }

  async function draw() {
    const held = await TillStore.held(of.till), takings = await TillStore.takings(of.till), given = held?.given;
    const waiting = takings.filter((taking) => !taking.answer), final = takings.filter((taking) => taking.answer && (taking.answer.lost || taking.answer.code));
    const so = TillPass.used(takings, given?.ref, ""), over = given && now(held) > Date.parse(given.ends_at);
    main.querySelectorAll("[data-when]").forEach((part) => { part.hidden = !part.dataset.when.split(" ").includes(over && state === "offline" ? "over" : state); });
    one("work").hidden = !given || over || ["storage", "off", "elsewhere", "handed"].includes(state);
    one("hand").hidden = !given || waiting.length > 0 || state !== "online";
    if (state === "elsewhere") fill(main, { elsewhere: moment(TillStore.elsewhere()) });
    if (given) {
      const left = Math.max(0, given.stored_limit - so.sum);
      fill(main, { used: sum(so.sum), remains: sum(left), card: sum(given.card_limit), stored: sum(given.stored_limit), times: String(Math.max(0, given.count_limit - so.count)), until: moment(Date.parse(given.ends_at)), dead: moment(Date.parse(given.issued_at)), since: clock(since || Date.now()) });
      Object.assign(one("meter"), { max: given.stored_limit, low: given.stored_limit * 0.6, high: given.stored_limit * 0.9, optimum: 0, value: so.sum });
    }
    const idle = !takings.length && (state === "off" || (!state && of.on === "0")); // not turned on here, and nothing is left of when it was
    for (const name of ["sends", "look", "save"]) one(name).hidden = idle;
    one("as-of").hidden = !given;
    one("queue").replaceChildren(...waiting.reverse().map(line));
    one("number").textContent = String(waiting.length);
    one("empty").hidden = waiting.length > 0;
    one("final").hidden = !final.length;
    const unsaved = takings.some(TillStore.unsaved);
    one("unsent").hidden = !waiting.length;
    one("unsaved").hidden = !unsaved;
    document.getElementById("waits").hidden = location.hash !== "#waits" || !(waiting.length || unsaved);
    one("lost").replaceChildren(...final.map(line));
  }

  function line(taking) {
    const told = taking.answer ? (taking.answer.code ? words(taking.answer.code) : words(taking.answer.why)) : "";
    return fill(clone("line"), { masked: `•••• ${taking.last4}`, about: `${clock(taking.at)}${taking.receipt ? ` · № ${taking.receipt}` : ""}`, amount: `−${sum(taking.amount)}`, told: taking.answer?.lost ? `${told} · ${sum(taking.answer.lost)}` : told });
  }

  async function read(text) {
    const pass = TillPass.parse(text.trim()), held = await TillStore.held(of.till);
    const may = await TillPass.room(pass, held?.given, await TillStore.takings(of.till), now(held), of.library);
    found = may.no ? null : { pass, room: may.room };
    one("found").hidden = !found;
    if (may.no) { answer("refused", { why: words(may.no) }); return; }
    one("answer").replaceChildren();
    fill(one("found"), { masked: `•••• ${pass.last4}`, value: sum(pass.value), most: sum(may.room), seen: clock(pass.at) });
    const box = one("found").querySelector("input[name=sum]");
    box.readOnly = !pass.partUse;
    box.value = (may.room / 10 ** digits).toFixed(digits).replace(".", document.documentElement.lang === "ru" ? "," : ".");
    tell();
    box.focus();
    box.select();
  }

  /* One after another, in all windows of the browser: the limits are looked at again right before it is written. */
  async function take(form) {
    const bill = TillSum.minor(form.elements.sum.value, digits, of.signs.split(" ")), pass = found?.pass;
    const amount = Math.min(bill, found?.room ?? 0);
    if (!pass) return;
    if (!(amount > 0)) { answer("refused", { why: words("amount") }); form.elements.sum.focus(); return; }
    const taking = await navigator.locks.request("till", async () => {
      const held = await TillStore.held(of.till), may = await TillPass.room(pass, held?.given, await TillStore.takings(of.till), now(held), of.library);
      if (may.no || amount > may.room) return { no: may.no ? words(may.no) : words("more").replace("{}", sum(may.room)) };
      const made = { bill, ref: crypto.randomUUID(), till: of.till, page: of.page, package: held.given.ref, shown: pass.text, mark: pass.mark, last4: pass.last4, amount, receipt: form.elements.receipt.value.trim(), at: now(held) };
      await TillStore.write(made);
      return made;
    });
    if (taking.no) { answer("refused", { why: taking.no }); return; }
    found = null;
    one("found").hidden = true;
    form.reset();
    const rest = taking.bill - taking.amount;
    answer("taken", { amount: sum(taking.amount), about: `${taking.receipt ? `№ ${taking.receipt} · ` : ""}•••• ${taking.last4}`, rest: sum(rest) });
    one("answer").querySelector("[data-to-pay]").hidden = rest <= 0;
    one("answer").querySelector("button").addEventListener("click", () => window.print());
    print(taking, rest);
    await draw();
    look();
  }

  /* The slip of what was taken last: on paper alone. */
  function print(taking, rest) {
    fill(one("slip"), { "slip-card": `•••• ${taking.last4}`, "slip-at": moment(taking.at), "slip-receipt": taking.receipt, "slip-amount": sum(taking.amount), "slip-rest": sum(rest), "slip-ref": taking.ref });
    one("slip-receipt").parentElement.hidden = !taking.receipt;
    one("slip-rest").parentElement.hidden = rest <= 0;
    one("slip").hidden = false;
  }

  /* A sum above what may be taken is a purchase that the card pays in part: what is then taken, and what is still to pay, is said before. */
  function tell() {
    const bill = TillSum.minor(one("found").elements.sum.value, digits, of.signs.split(" ")), beyond = found && bill > found.room;
    one("beyond").hidden = !beyond;
    if (beyond) fill(one("beyond"), { takes: sum(found.room), owes: sum(bill - found.room) });
  }

  async function send(taking, csrf) {
    const body = new URLSearchParams({ csrf_token: csrf, ref: taking.ref, package: taking.package, shown: taking.shown, amount: taking.amount, receipt: taking.receipt, taken_at: new Date(taking.at).toISOString() });
    const told = await fetch(of.send, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (told.redirected) throw new Error("sign-in");
    const said = await told.json().catch(() => ({}));
    if (told.ok) return TillStore.write({ ...taking, answer: said });
    if (FINAL.includes(said.code)) return TillStore.write({ ...taking, answer: { code: said.code, lost: taking.amount, why: said.code } });
    throw new Error("later");
  }

  /* Whether there is a network; and then all that waits is sent, and a new package fetched. */
  async function look() {
    if (sending) return;
    sending = true;
    try {
      await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(4000) });
      const waiting = (await TillStore.takings(of.till)).filter((taking) => !taking.answer);
      if (waiting.length) {
        const page = await TillStore.fresh();
        if (!page) throw new Error("later");
        for (const taking of waiting) await send(taking, page.token);
      }
      state = (await TillStore.prepare()) || "online";
      if (state === "ready") state = "online";
    } catch (fault) {
      if (fault.message === "sign-in") state = "sign-in";
      else if (fault.message !== "later") { if (state !== "offline") since = Date.now(); state = "offline"; }
    } finally { sending = false; }
    if (state === "offline" && !(await TillStore.promised())) state = "storage";
    await draw();
  }

  /* Hands over to another device of the till, or works offline here again. */
  async function handOver() {
    if (sending) return;
    sending = true; // no look meanwhile, which would take the package for one that is handed over
    try {
      if (state === "handed") {
        const next = await TillStore.prepare(true).catch(() => "");
        if (next) state = next === "ready" ? "online" : next;
      } else {
        await TillStore.handBack().catch(() => false);
        if ((await TillStore.held(of.till))?.handed) state = "handed";
      }
    } finally { sending = false; }
    await draw();
  }

  function save() {
    const quoted = (cell) => `"${String(cell ?? "").replace(/^([=+\-@\t\r])/, "'$1").replace(/"/g, '""')}"`;
    TillStore.takings(of.till).then(async (takings) => {
      const rows = takings.map((taking) => [new Date(taking.at).toISOString(), taking.ref, taking.receipt, taking.last4, taking.amount, taking.answer?.taken ?? "", taking.answer?.lost ?? "", taking.answer?.code ?? taking.answer?.why ?? ""]);
      const text = [["taken_at", "ref", "receipt", "card", "amount", "taken", "lost", "why"], ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" })), download: `till-${of.till}.csv` });
      link.click();
      URL.revokeObjectURL(link.href);
      for (const taking of takings.filter(TillStore.unsaved)) await TillStore.write({ ...taking, saved: true });
      await draw();
    });
  }

  one("scan").addEventListener("submit", (event) => {
    event.preventDefault();
    const box = event.target.elements.code, text = box.value;
    box.value = "";
    read(text);
  });
  one("found").addEventListener("submit", (event) => { event.preventDefault(); take(event.target); });
  one("found").addEventListener("input", tell);
  one("look").addEventListener("click", look);
  one("save").addEventListener("click", save);
  main.querySelectorAll("[data-hand-over]").forEach((button) => button.addEventListener("click", handOver));
  main.querySelectorAll("[data-unanswered]").forEach((part) => { part.hidden = !location.pathname.includes("/cards/"); });
  addEventListener("online", look);
  addEventListener("offline", look);
  setInterval(look, LOOK_MS);
  draw().then(look);
})();
