// Starts GOV.UK Frontend's components and keeps the page up to date. Everything works without this file too, by reloading.
import { initAll } from "/assets/govuk-frontend.min.js"
import { followQueue, followThread } from "/static/live.js"
import { soundSwitch } from "/static/sound.js"

initAll()

const { live, conversation } = document.body.dataset
if (live) {
  soundSwitch(document.querySelector("[data-sound]"))
  followQueue(live)
}
if (live && conversation) followThread(live, conversation)

const log = document.getElementById("log")
if (log) log.scrollTop = log.scrollHeight

document.querySelector("[data-reply] textarea")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit()
})

document.querySelector("[data-select]")?.addEventListener("focus", (event) => event.target.select())
