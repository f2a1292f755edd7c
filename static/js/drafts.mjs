// What somebody types is saved on the server while they type, and kept in this browser
// until the server has it. After a crash the copy is offered, never put in unasked.

import * as copies from "./kept_copies.mjs";
import { growTo } from "./rows.mjs";

const WAIT = 1500;
const RETRY = 15000;
const MOST_ON_LEAVING = 60000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "draft"]);
// What differs between two openings of one form, or before and after signing in, though
// nobody typed it.
const NOT_TYPED = /^(version|opened|signed-in|.*_FORMS)$/;

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.offer = form.querySelector("[data-draft-offer]");
    this.address = form.dataset.draft;
    this.isStopped = false;
    // Nothing is kept on the server for visitors.
    this.local = form.dataset.draftLocal;
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("submit", (event) => this.sent(event));
    window.addEventListener("online", () => this.isDirty && !this.local && this.save());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => (this.isStopped = false));
    this.offerCopy();
  }

  get uuid() {
    return this.form.elements.draft.value;
  }

  values() {
    return [...new FormData(this.form)].filter(
      ([name, value]) => typeof value === "string" && !NOT_KEPT.has(name) && !this.isSecret(name),
    );
  }

  isSecret(name) {
    return Boolean(this.form.querySelector(`input[type=password][name="${CSS.escape(name)}"]`));
  }

  touch() {
    if (this.isStopped) return;
    this.isDirty = true;
    this.keep();
    if (this.local) this.say(this.local);
    else this.saveIn(WAIT);
  }

  keep() {
    const { uuid, address } = this;
    copies.keep({ at: Date.now(), uuid, address, values: this.values() });
  }

  saveIn(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  body(values) {
    const body = new FormData();
    const { csrfmiddlewaretoken } = this.form.elements;
    body.set("csrfmiddlewaretoken", csrfmiddlewaretoken?.value ?? "");
    for (const [name, value] of values) body.append(name, value);
    body.set("kind", this.form.dataset.draftKind);
    body.set("entry", this.form.dataset.draftEntry ?? "");
    return body;
  }

  async save() {
    clearTimeout(this.timer);
    if (this.saving) return this.saveIn(WAIT);
    this.saving = new AbortController();
    const values = this.values();
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body: this.body(values),
        signal: this.saving.signal,
      });
      await this.hear(answer, values);
    } catch {
      if (!this.isStopped) this.failed();
    }
    this.saving = null;
  }

  async hear(answer, values) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.querySelector("[data-said]");
    if (!said || answer.status >= 500) return this.failed();
    this.say(said);
    if (!answer.ok) return;
    if (JSON.stringify(values) === JSON.stringify(this.values())) {
      this.isDirty = false;
      copies.forget(this.uuid);
    }
    this.form.querySelector("[data-draft-discard]")?.removeAttribute("hidden");
    // The address brings the draft back when the page is loaded again.
    const address = new URL(location.href);
    address.searchParams.set("draft", this.uuid);
    history.replaceState(history.state, "", address);
  }

  failed() {
    this.say(this.form.dataset.draftOffline);
    this.saveIn(RETRY);
  }

  say(words) {
    const clock = words.querySelector?.("time");
    if (clock) clock.textContent = time(clock.dateTime);
    const text = words.textContent ?? words;
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }

  // The page is left with something unsaved: a last attempt that outlives it.
  leave() {
    if (!this.isDirty || this.isStopped || this.local) return;
    const values = this.values();
    if (JSON.stringify(values).length > MOST_ON_LEAVING) return;
    fetch(this.address, { method: "POST", body: this.body(values), keepalive: true }).catch(() => {});
  }

  sent(event) {
    clearTimeout(this.timer);
    this.isStopped = true;
    this.saving?.abort();
    if (event.submitter?.hasAttribute("data-draft-discard")) copies.forget(this.uuid);
    else if (this.isDirty) this.keep();
  }

  async offerCopy() {
    const copy = copies.found().find((one) => this.isNews(one));
    if (!copy || !this.offer || (await this.wasSent(copy))) return;
    const restore = this.offer.querySelector("[data-restore]");
    restore.textContent = restore.dataset.restore.replace("%s", time(copy.at));
    restore.addEventListener("click", () => this.restore(copy));
    this.offer.querySelector("[data-forget]").addEventListener("click", () => {
      copies.forget(copy.uuid);
      this.offer.hidden = true;
    });
    this.offer.hidden = false;
  }

  isNews(copy) {
    const isNews = typed(copy.values) !== typed(this.values());
    if (!isNews && copy.uuid !== this.uuid) copies.forget(copy.uuid);
    return isNews;
  }

  // The server gets the copy as a draft, unless its form was sent and saved already.
  async wasSent(copy) {
    try {
      const answer = await fetch(copy.address, { method: "POST", body: this.body(copy.values) });
      if (answer.status !== 410) return false;
    } catch {
      return false;
    }
    copies.forget(copy.uuid);
    return true;
  }

  restore(copy) {
    growTo(this.form, copy.values);
    const values = new Map();
    for (const [name, value] of copy.values) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || NOT_KEPT.has(field.name)) continue;
      put(field, values.get(field.name) ?? []);
      field.dispatchEvent(new Event("kept:restored"));
    }
    this.form.elements.draft.value = copy.uuid;
    this.address = copy.address;
    this.offer.hidden = true;
    this.form.elements.name?.focus();
    this.touch();
    // Look-alikes are looked for as if the name had been typed.
    this.form.elements.name?.dispatchEvent(new Event("input"));
  }
}

function put(field, values) {
  const isTicked = ["checkbox", "radio"].includes(field.type);
  if (isTicked) field.checked = values.includes(field.value);
  else if (["button", "submit", "file", "password"].includes(field.type)) return;
  else if (values.length) field.value = values.shift();
  // What somebody wrote or ticked is shown; lists have a first choice anyway.
  const isFilled = isTicked ? field.checked && field.type === "checkbox" : /^text/.test(field.type) && field.value;
  const folded = isFilled && field.closest("details");
  if (folded) folded.open = true;
}

function typed(values) {
  return JSON.stringify(values.filter(([name, value]) => value && !NOT_TYPED.test(name)).sort());
}

function time(moment) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Date(moment).toLocaleTimeString(document.documentElement.lang, form);
}

for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
