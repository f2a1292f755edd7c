// What an answer asks a reader to see first: an error summary, a clash.

document.querySelector("[data-focus]")?.focus();
