// A new hackathon is most often where its organizer is. They may write another zone.

for (const field of document.querySelectorAll("[data-own-time-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? field.value;
}
