// How many characters are left in a long text. More may be pasted: what browsers cut off
// would be lost without a word.

const SPOKEN_AFTER = 1000;
const SPOKEN_BELOW = 0.2;

function count(field) {
  const most = Number(field.dataset.most);
  const shown = document.createElement("p");
  const spoken = document.createElement("p");
  shown.className = "hint";
  shown.setAttribute("aria-hidden", "true");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  field.after(shown, spoken);
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  let timer;
  const tell = (isFirst) => {
    const left = most - [...field.value].length;
    const words = left < 0 ? field.dataset.countOver : field.dataset.countLeft;
    shown.textContent = words.replace("%s", numbers.format(Math.abs(left)));
    shown.classList.toggle("danger", left < 0);
    clearTimeout(timer);
    if (isFirst !== true && left < most * SPOKEN_BELOW) {
      timer = setTimeout(() => (spoken.textContent = shown.textContent), SPOKEN_AFTER);
    } else spoken.textContent = "";
  };
  field.addEventListener("input", tell);
  field.addEventListener("kept:restored", tell);
  tell(true);
}

document.querySelectorAll("textarea[data-most][data-count-left]").forEach(count);
