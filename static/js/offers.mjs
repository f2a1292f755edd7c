// Select2's fields in the admin, named by their labels; without this they have no name.
const nameAll = (part) => {
  for (const field of part.querySelectorAll("select.admin-autocomplete")) {
    const shown = field.nextElementSibling?.querySelector(".select2-selection__rendered");
    const [label] = field.labels;
    if (!shown || !label) continue;
    label.id = `${field.id}_label`;
    shown.setAttribute("aria-labelledby", label.id);
    const box = shown.closest("[role=combobox]");
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  }
};

// After Django's own functions, which make the fields.
window.django.jQuery(() => nameAll(document));
document.addEventListener("formset:added", (event) => nameAll(event.target));
