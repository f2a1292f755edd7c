// “Add another” adds an empty row in place. Without this the button sends the form, which
// comes back with a row more.

const total = (form) => form.querySelector("input[name$='-TOTAL_FORMS']");
const most = (form) => Number(form.querySelector("input[name$='-MAX_NUM_FORMS']")?.value);

export function addRow(group) {
  const template = group.querySelector("template[data-row]");
  const count = total(group.closest("form"));
  const made = document.createElement("template");
  made.innerHTML = template.innerHTML.replaceAll("__prefix__", count.value);
  const row = made.content.firstElementChild;
  template.before(row);
  count.value = Number(count.value) + 1;
  document.dispatchEvent(new CustomEvent("rows:added"));
  return row;
}

// As many rows as were there when these values were kept, each under its heading.
export function growTo(form, values) {
  const count = total(form);
  const wanted = count ? Number(new Map(values).get(count.name)) || 0 : 0;
  const prefix = count?.name.replace("-TOTAL_FORMS", "");
  const groups = [...form.querySelectorAll("[data-rows]")];
  while (groups.length && Number(count.value) < Math.min(wanted, most(form) || wanted)) {
    const key = new Map(values).get(`${prefix}-${count.value}-key`);
    const template = (group) => group.querySelector("template[data-row]").content;
    const own = groups.find(
      (group) => key && template(group).querySelector(`input[name$="-key"][value="${CSS.escape(key)}"]`),
    );
    addRow(own ?? groups.at(-1));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  const form = button?.form;
  if (!form || (most(form) && Number(total(form).value) >= most(form))) return;
  event.preventDefault();
  const row = addRow(button.closest("[data-rows]"));
  row.querySelector("select, input:not([type=hidden])")?.focus();
  form.dispatchEvent(new Event("change", { bubbles: true }));
});
