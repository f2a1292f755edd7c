// The tools chosen for comparison, kept while a reader goes from page to page.
// Without this, check boxes in the rows and the form they belong to do the same for
// one page. Parts of pages say what they are by data attributes:
// data-compare         the form, with data-most, data-full and data-label-2 to -6
// data-compared        a tool that the server names as chosen, with data-name
// data-add-to-compare  a link to the comparison that takes the others along

const KEY = "compare";
const BOX = "input[name=tool][form=compare]";

function readKept() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((tool) => /^[-\w]+$/.test(tool?.slug)) : null;
  } catch {
    return null;
  }
}

function keep(tools) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(tools));
  } catch {
    // A reader may have forbidden storage: the choice then lasts for one page.
  }
}

function namedByServer() {
  return [...document.querySelectorAll("[data-compared]")].map((part) => ({
    slug: part.dataset.compared,
    name: part.dataset.name,
  }));
}

function tileOf(slug) {
  const box = document.querySelector(`${BOX}[value="${slug}"]`);
  const tile = box?.closest(".entry").querySelector(".tile").cloneNode(true);
  if (tile) {
    tile.setAttribute("width", 32);
    tile.setAttribute("height", 32);
    return tile;
  }
  const slot = document.createElement("i");
  slot.className = "slot on";
  return slot;
}

function hiddenField(slug) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "tool", value: slug });
  return field;
}

function itemOf(tool) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = tool.name;
  item.append(tileOf(tool.slug), name);
  if (!document.querySelector(`${BOX}[value="${tool.slug}"]`)) {
    item.append(hiddenField(tool.slug));
  }
  return item;
}

function draw() {
  const tray = document.querySelector("[data-compare]");
  if (!tray) return;
  const slugs = chosen.map((tool) => tool.slug);
  for (const box of document.querySelectorAll(BOX)) {
    box.checked = slugs.includes(box.value);
  }
  const list = tray.querySelector("[data-chosen]");
  const button = tray.querySelector("button");
  empty ??= list.querySelector("[data-empty]");
  plain ??= button.textContent;
  list.replaceChildren(...(chosen.length || !empty ? chosen.map(itemOf) : [empty]));
  button.textContent = tray.getAttribute(`data-label-${chosen.length}`) ?? plain;
  tray.querySelector("[data-clear]").hidden = !chosen.length;
}

function say(words, inSight = false) {
  const said = document.querySelector("[data-compare] [data-said]");
  said.textContent = words;
  said.classList.toggle("vh", !inSight);
}

function pick(box) {
  const tray = document.querySelector("[data-compare]");
  chosen = chosen.filter((tool) => tool.slug !== box.value);
  if (box.checked) chosen.push({ slug: box.value, name: box.dataset.name });
  keep(chosen);
  draw();
  // More than can be compared may still go into a collection.
  const isFull = chosen.length > Number(tray.dataset.most);
  say(isFull ? tray.dataset.full : tray.querySelector("button").textContent, isFull);
}

function takeAlong(link) {
  const address = new URL(link.href);
  const added = address.searchParams.getAll("tool");
  const others = chosen.map((tool) => tool.slug).filter((slug) => !added.includes(slug));
  address.searchParams.delete("tool");
  for (const slug of [...others, ...added]) address.searchParams.append("tool", slug);
  link.href = address;
}

let empty;
let plain;
let chosen = [];

function start() {
  const named = namedByServer();
  const isList = document.querySelector("[data-compare]");
  chosen = (isList || !named.length ? readKept() : null) ?? named;
  if (named.length && !isList) keep(named);
  document.querySelectorAll("[data-add-to-compare]").forEach(takeAlong);
  draw();
}

document.addEventListener("change", (event) => {
  if (event.target.matches(BOX)) pick(event.target);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-clear]")) return;
  chosen = [];
  keep(chosen);
  if (new URLSearchParams(location.search).has("tool")) return;
  event.preventDefault();
  draw();
  say(plain);
});
document.addEventListener("htmx:afterSettle", draw);
window.addEventListener("pageshow", (event) => event.persisted && start());
start();
