// Filters apply by themselves where they stand beside the list; on a narrow screen,
// where they cover it, their button does. Forms say so with data-apply. What the reader
// had open and in hand stays so; where the answer does not come, the form is sent the
// plain way, so that the browser says what is wrong.

const wide = window.matchMedia("(min-width: 62rem)");
let kept = { focus: "", groups: new Map() };

function hideButtons() {
  for (const button of document.querySelectorAll("[data-apply] [data-apply-button]")) {
    button.hidden = wide.matches || button.closest("form").dataset.apply === "always";
  }
}

function groups() {
  return document.querySelectorAll("form[data-apply] details[id]");
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply]");
  if (form && (wide.matches || form.dataset.apply === "always")) {
    window.htmx.trigger(form, "apply");
  }
});

document.addEventListener("htmx:beforeSwap", () => {
  const open = [...groups()].map((group) => [group.id, group.open]);
  kept = { focus: document.activeElement?.id ?? "", groups: new Map(open) };
});

document.addEventListener("htmx:afterSettle", () => {
  for (const group of groups()) {
    group.open = group.open || (kept.groups.get(group.id) ?? false);
  }
  if (kept.focus && document.activeElement === document.body) {
    document.getElementById(kept.focus)?.focus({ preventScroll: true });
  }
  hideButtons();
});

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const form = event.target.closest("form[data-apply]");
    if (form) {
      form.submit();
    }
  });
}

wide.addEventListener("change", hideButtons);
hideButtons();
