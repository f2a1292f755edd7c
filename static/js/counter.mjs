// How many characters are left in a long text. The length that the page allows no longer
// cuts off what is pasted: the rest would be lost without a word.

const SPOKEN_AFTER = 1000;
const SPOKEN_BELOW = 0.2;

function count(field) {
  const most = Number(field.getAttribute("maxlength"));
  const shown = document.createElement("p");
  const spoken = document.createElement("p");
  shown.className = "hint";
  shown.setAttribute("aria-hidden", "true");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  field.after(shown, spoken);
  field.removeAttribute("maxlength");
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

document.querySelectorAll("textarea[maxlength][data-count-left]").forEach(count);
