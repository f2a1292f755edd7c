// A text field with a listbox of what the server suggests for what was typed: a combobox
// as the ARIA practices describe it. Subclasses say where the list stands, which address
// answers, and what becomes of a chosen option.

const WAIT = 200;
let made = 0;

export class Combobox {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.status = document.createElement("p");
    Object.assign(this.list, { id: `suggestions-${++made}`, className: "pop", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.status.className = "vh";
    this.status.setAttribute("role", "status");
    this.box().append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    })) input.setAttribute(name, value);
    this.listen();
  }

  // A box around the field alone, which the list hangs from.
  box() {
    const box = document.createElement("div");
    box.className = "search";
    this.input.replaceWith(box);
    box.append(this.input);
    return box;
  }

  address(typed) {
    const address = new URL(this.input.dataset.suggest, location.href);
    address.searchParams.set("q", typed);
    return address;
  }

  // Whether anything is suggested before something was typed.
  get asksUnasked() {
    return false;
  }

  pick() {}

  listen() {
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("li")));
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const typed = this.input.value.trim();
    if (!typed && !this.asksUnasked) return this.close();
    this.timer = setTimeout(() => this.ask(typed), WAIT);
  }

  async ask(typed) {
    const asking = (this.asking = new AbortController());
    try {
      const answer = await fetch(this.address(typed), { signal: asking.signal });
      if (!answer.ok) return;
      const text = await answer.text();
      if (asking === this.asking && !asking.signal.aborted) this.show(text);
    } catch {
      // Dropped for what was typed since, or the network is away.
    }
  }

  show(text) {
    const answer = new DOMParser().parseFromString(text, "text/html");
    const list = answer.querySelector("[role=listbox]");
    if (!list || document.activeElement !== this.input) return;
    this.list.setAttribute("aria-label", list.getAttribute("aria-label"));
    this.list.replaceChildren(...list.children, ...this.more());
    this.options.forEach((option, n) => (option.id = `${this.list.id}-${n}`));
    this.status.textContent = answer.querySelector("[data-said]").dataset.said;
    this.choose(null);
    this.open(this.options.length > 0);
  }

  // Options beside those of the server.
  more() {
    return [];
  }

  get options() {
    return [...this.list.children];
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.choose(null);
    this.open(false);
    this.status.textContent = "";
  }

  choose(chosen) {
    this.chosen = chosen;
    for (const option of this.options) {
      option.setAttribute("aria-selected", String(option === chosen));
    }
    if (!chosen) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    // One place more than there are options: the field itself.
    const places = [null, ...this.options];
    const place = this.list.hidden ? 0 : places.indexOf(this.chosen);
    this.open(true);
    this.choose(places[(place + by + places.length) % places.length]);
  }

  take(option) {
    if (option) this.pick(option);
  }

  press(event) {
    if (event.isComposing) return;
    const isOpen = !this.list.hidden;
    if (/^Arrow(Down|Up)$/.test(event.key) && this.options.length) {
      this.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && isOpen && this.chosen) {
      this.take(this.chosen);
    } else if (event.key === "Escape" && isOpen) {
      this.close();
    } else return;
    event.preventDefault();
  }
}
