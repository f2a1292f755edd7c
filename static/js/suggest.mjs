// Suggestions under a search field while a reader types. Without this the field is part
// of a plain form. A field names the address that answers it in data-suggest.

import { Combobox } from "./combobox.mjs";

class Suggestions extends Combobox {
  box() {
    return this.input.closest(".search");
  }

  pick(option) {
    location.assign(option.dataset.address);
  }
}

function start() {
  for (const input of document.querySelectorAll("input[data-suggest]:not([role])")) {
    new Suggestions(input);
  }
}

document.addEventListener("htmx:afterSettle", start);
start();
