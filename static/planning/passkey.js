// Buttons that work with a passkey: shown where the browser knows them, hidden everywhere else.
for (const button of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const credential = button.form.elements.credential.id;
  const [login, add, authenticate] = [button.id, button.id, button.id];
  const ids = { login, add, authenticate, credential, passwordless: "id_passwordless", data: "options" };
  window.allauth.webauthn.forms[button.dataset.passkey]({ ids });
  button.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const notice of document.querySelectorAll("[data-passkey-failed]")) notice.hidden = false;
});
