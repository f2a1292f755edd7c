// A field that names an entry to link to. Without this a name is typed, and the next page
// finds the entry; with it the entry is chosen while typing, or one is created in place.

import { Combobox } from "./combobox.mjs";

class Picker extends Combobox {
  constructor(picker) {
    super(picker.querySelector("input[name$='-text']"));
    this.picker = picker;
    this.row = picker.closest("[data-rows] li") ?? picker;
    this.said = document.createElement("p");
    Object.assign(this.said, { className: "hint", hidden: true });
    this.input.parentElement.after(this.said);
    this.input.addEventListener("input", () => this.keep(""));
    this.row.querySelector("select[name$='-key']")?.addEventListener("change", () => this.keep(""));
  }

  get kind() {
    const key = this.row.querySelector("[name$='-key']")?.value ?? "";
    return key.split(":")[2] || this.picker.dataset.kind;
  }

  address(typed) {
    const address = new URL(this.picker.dataset.suggest, location.href);
    address.searchParams.set("q", typed);
    address.searchParams.set("kind", this.kind);
    address.searchParams.set("except", this.input.form?.dataset.draftEntry ?? "");
    return address;
  }

  more() {
    const words = this.picker.dataset.create;
    if (!this.creating || !words) return [];
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.dataset.create = "";
    const bold = document.createElement("b");
    bold.textContent = words.replace("%s", this.input.value.trim());
    option.append(bold);
    return [option];
  }

  get details() {
    return this.picker.querySelector("details[data-picker-new]");
  }

  get creating() {
    return this.details?.querySelector("input[name$='-create']");
  }

  // The id of the chosen entry. Radio buttons of the last answer step back for it.
  keep(id, said = "") {
    const fields = [...this.picker.querySelectorAll("[name$='-entry']")];
    let field = fields.find((one) => one.type === "hidden");
    if (!field && fields.length) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: fields[0].name });
      fields[0].closest("fieldset").replaceWith(field);
    }
    if (field) field.value = id;
    this.said.textContent = said;
    this.said.hidden = !said;
  }

  pick(option) {
    const isNew = "create" in option.dataset;
    if (!isNew) {
      this.input.value = option.dataset.name;
      this.keep(option.dataset.id, option.querySelector("small")?.textContent);
    } else this.keep("");
    if (this.creating) {
      this.creating.checked = isNew;
      this.details.open = isNew;
    }
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function start() {
  for (const picker of document.querySelectorAll("[data-picker]")) {
    if (!picker.querySelector("[role=combobox]")) new Picker(picker);
  }
}

document.addEventListener("rows:added", start);
start();
