// Tags as chips with suggestions. Without this they are one text with commas, and that
// text is still what the form sends.

import { Combobox } from "./combobox.mjs";

const SVG = "http://www.w3.org/2000/svg";

class Tags extends Combobox {
  constructor(field) {
    const input = document.createElement("input");
    for (const name of ["id", "class", "aria-describedby", "aria-invalid"]) {
      if (field.hasAttribute(name)) input.setAttribute(name, field.getAttribute(name));
      if (name !== "class") field.removeAttribute(name);
    }
    field.type = "hidden";
    field.after(input);
    super(input);
    this.field = field;
    this.chips = document.createElement("ul");
    this.chips.className = "chips mt1";
    this.chips.setAttribute("aria-label", field.dataset.chosen ?? "");
    input.parentElement.before(this.chips);
    input.addEventListener("focus", () => input.value || this.wait());
    input.addEventListener("blur", () => input.value.trim() && this.add(input.value));
    input.addEventListener("input", () => this.split());
    field.addEventListener("kept:restored", () => this.read());
    this.read();
  }

  get asksUnasked() {
    return true;
  }

  address(typed) {
    const form = this.field.form;
    const address = new URL(this.field.dataset.tags, location.href);
    address.searchParams.set("q", typed);
    address.searchParams.set("kind", form?.dataset.draftKind ?? "");
    address.searchParams.set("name", form?.elements.name?.value ?? "");
    return address;
  }

  get labels() {
    return [...this.chips.children].map((chip) => chip.dataset.label);
  }

  read() {
    this.chips.replaceChildren();
    this.input.value = "";
    for (const label of this.field.value.split(",")) this.chip(label);
    this.write();
  }

  // What is still being typed belongs to the value too, so that nothing is lost.
  write() {
    const parts = [...this.labels, this.input.value].map((part) => part.trim());
    this.field.value = parts.filter(Boolean).join(", ");
    this.chips.hidden = !this.chips.children.length;
  }

  split() {
    const parts = this.input.value.split(/[,،、]/);
    this.input.value = parts.pop().trimStart();
    for (const part of parts) this.chip(part);
    this.write();
  }

  add(label) {
    this.chip(label);
    this.input.value = "";
    this.write();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chip(text) {
    const label = text.replaceAll(",", " ").trim();
    const known = this.labels.map((one) => one.toLowerCase());
    if (!label || known.includes(label.toLowerCase())) return;
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "chip" });
    button.setAttribute("aria-label", (this.field.dataset.remove ?? "%s").replace("%s", label));
    button.append(label, cross());
    button.addEventListener("click", () => this.remove(item));
    item.dataset.label = label;
    item.append(button);
    this.chips.append(item);
  }

  remove(item) {
    item?.remove();
    this.write();
    this.input.focus();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  pick(option) {
    this.add(option.dataset.name);
    this.close();
  }

  press(event) {
    super.press(event);
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && this.input.value.trim()) {
      this.add(this.input.value);
      this.close();
      event.preventDefault();
    } else if (event.key === "Backspace" && !this.input.value) {
      this.remove(this.chips.lastElementChild);
    }
  }
}

function cross() {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("class", "x");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M1 1l10 10M11 1L1 11");
  svg.append(path);
  return svg;
}

for (const field of document.querySelectorAll("input[data-tags]")) new Tags(field);
