// Tells GOV.UK Frontend's styles that scripts run, before the page is drawn.
document.documentElement.classList.add("js")
document.addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled")
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported")
})
