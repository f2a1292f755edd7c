// A wall asks every few seconds whether there is something new, and shows it. Without
// a connection it keeps the last figures, says so, and goes on asking.

const EVERY = 5000;
const PATIENCE = 8000;

class Wall {
  constructor(box) {
    this.box = box;
    this.lost = document.querySelector("[data-wall-lost]");
    this.etag = "";
    this.code = this.codeShown();
  }

  codeShown() {
    return this.box.querySelector("[data-wall-code]").dataset.wallCode;
  }

  async ask() {
    try {
      const headers = this.etag ? { "If-None-Match": this.etag } : {};
      const answer = await fetch(this.box.dataset.wall, {
        headers,
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE),
      });
      await this.show(answer);
    } catch {
      this.lost.hidden = false;
    }
    setTimeout(() => this.ask(), EVERY);
  }

  async show(answer) {
    if (answer.status === 200) {
      this.box.innerHTML = await answer.text();
      this.etag = answer.headers.get("ETag") ?? "";
      // The QR code beside the figures leads nowhere any more.
      if (this.codeShown() !== this.code) location.reload();
    } else if (answer.status !== 304) {
      throw new Error(answer.statusText);
    }
    this.lost.hidden = true;
    this.say(new Date(answer.headers.get("Date") ?? Date.now()));
  }

  // Figures that did not change are those of now.
  say(moment) {
    const time = this.box.querySelector("[data-wall-time]");
    time.dateTime = moment.toISOString();
    time.textContent = moment.toLocaleTimeString("en-GB", {
      timeZone: time.dataset.wallTime,
    });
  }
}

for (const box of document.querySelectorAll("[data-wall]")) {
  new Wall(box).ask();
}
