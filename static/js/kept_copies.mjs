// Copies of what was typed, in this browser only, for when the site cannot be reached.

const PREFIX = "draft:";
const STAY = 7 * 24 * 3600 * 1000;

const keyOf = (uuid) => `${PREFIX}${location.pathname}:${uuid}`;

export function keep(copy) {
  try {
    localStorage.setItem(keyOf(copy.uuid), JSON.stringify(copy));
  } catch {
    // The browser keeps nothing, or has no room left.
  }
}

export function forget(uuid) {
  for (const key of keys()) if (key.endsWith(`:${uuid}`)) localStorage.removeItem(key);
}

// The copies for this page, the newest first; those that nobody came back for go.
export function found() {
  const copies = [];
  for (const key of keys()) {
    const copy = read(key);
    if (!copy || Date.now() - copy.at > STAY) localStorage.removeItem(key);
    else if (key === keyOf(copy.uuid)) copies.push(copy);
  }
  return copies.sort((one, other) => other.at - one.at);
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
