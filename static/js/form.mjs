// A form that people write in. Each part works alone, and the form works without any.

import "./picker.mjs";
import "./rows.mjs";
import "./tags.mjs";
import "./counter.mjs";
import "./drafts.mjs";
import "./time_zone.mjs";

// What an answer asks a reader to see first: an error summary, a clash.
document.querySelector("[data-focus]")?.focus();
