// Tells on the page that a passkey was not used; allauth's scripts only log it.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const notice of document.querySelectorAll("[data-passkey-error]")) {
    notice.hidden = false;
  }
});
