// Live pages: one stream for the queue shared by all open tabs, and one for the conversation that is looked at.
import { ring } from "/static/sound.js"

const page = document.body.dataset
const channel = "BroadcastChannel" in window ? new BroadcastChannel("doorstep-queue") : null

// Browsers open only six connections to one address, so only one tab holds the queue's stream and tells the others.
export function followQueue(address) {
  channel?.addEventListener("message", () => refreshQueue({ isLeader: false }))
  if (!channel || !navigator.locks) return openQueue(address)
  navigator.locks.request("doorstep-queue", () => { openQueue(address); return new Promise(() => {}) })
}

export function followThread(address, conversation) {
  let stream = null
  const open = () => {
    stream?.close()
    stream = new EventSource(`${address}?conversation=${conversation}`)
    stream.addEventListener("open", refreshThread)
    stream.addEventListener("thread", refreshThread)
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? stream?.close() : open()))
  if (!document.hidden) open()
}

function openQueue(address) {
  const changed = () => { channel?.postMessage("changed"); refreshQueue({ isLeader: true }) }
  const stream = new EventSource(address)
  stream.addEventListener("open", changed)
  stream.addEventListener("queue", changed)
  stream.addEventListener("call", (event) => openCall(JSON.parse(event.data).page))
  setInterval(() => ringIfUnheard(), 20000)
}

// Somebody took a call on their telephone: open the caller's page, but never over words that were not sent yet.
function openCall(page) {
  const hasWords = [...document.querySelectorAll("textarea, input[type=text], input:not([type])")].some((field) => field.value !== field.defaultValue)
  if (!hasWords) return location.assign(page)
  const link = document.createElement("a")
  Object.assign(link, { href: page, className: "govuk-link", textContent: "Open the page of the caller you are talking to", target: "_blank" })
  document.getElementById("alerts")?.prepend(link)
}

async function fetchPart(address) {
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null)
  if (answer?.status === 401) location.assign(page.logIn)
  return answer?.ok ? answer.text() : null
}

async function refreshQueue({ isLeader }) {
  await swap(document.getElementById("alerts"), page.alerts)
  countInTitle()
  if (isLeader) ringIfNew()
  const queue = document.getElementById("queue")
  if (queue && !isBusy(queue)) await swap(queue, queue.dataset.part, (part) => announce(part))
}

async function swap(place, address, then = () => {}) {
  const part = place && (await fetchPart(address))
  if (part === null || !place || same(part, place)) return
  if (place.contains(document.activeElement)) return swapUnderFocus(place, part, then)
  place.innerHTML = part
  then(place)
}

// Keep the keyboard where it is: focus the same link or button in the new part.
function swapUnderFocus(place, part, then) {
  const target = document.activeElement
  const key = (each) => `${each.tagName} ${each.textContent} ${each.getAttribute("href")}`
  const wanted = key(target)
  place.innerHTML = part
  const again = [...place.querySelectorAll("a, button")].find((each) => key(each) === wanted)
  again?.focus()
  then(place)
}

const plain = (html) => html.replace(/value="[^"]*"/g, "").replace(/\d\d:\d\d:\d\d/g, "").replace(/\s+/g, " ").trim()
const shown = new WeakMap()
function same(part, place) {
  const before = shown.get(place)
  shown.set(place, plain(part))
  return before === plain(part)
}

const isBusy = (place) => Boolean(place.querySelector("form[data-sending]"))

function announce(queue) {
  const summary = queue.querySelector("[data-summary]")
  const words = summary?.textContent.split(". Up to date")[0].trim()
  if (words) document.getElementById("announcement").textContent = `The queue has changed: ${words}.`
}

async function refreshThread() {
  const log = document.getElementById("log")
  const last = log?.querySelector("li:last-child")?.dataset.id ?? 0
  const part = await fetchPart(`${page.thread}?after=${last}`)
  if (part === null || !log) return
  const news = new DOMParser().parseFromString(part, "text/html")
  const owner = news.querySelector("[data-owner]")?.textContent
  if (owner) document.getElementById("owner").textContent = owner
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60
  for (const line of news.querySelectorAll("li[data-id]")) {
    if (!document.getElementById(line.id)) document.getElementById("lines").append(line)
  }
  if (isAtEnd) log.scrollTop = log.scrollHeight
}

const unheard = () => [...document.querySelectorAll("[data-unheard]")].map((each) => each.dataset.alert)

function ringIfNew() {
  const heard = new Set(JSON.parse(localStorage.getItem("doorstep-heard") ?? "[]"))
  const now = unheard()
  if (now.some((alert) => !heard.has(alert))) ring()
  localStorage.setItem("doorstep-heard", JSON.stringify(now))
}

function ringIfUnheard() {
  if (unheard().length) ring()
}

const title = document.title
function countInTitle() {
  const count = document.querySelectorAll("[data-alert]").length
  document.title = count ? `(${count} ${count === 1 ? "alert" : "alerts"}) ${title}` : title
}
