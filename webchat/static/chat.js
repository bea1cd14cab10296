// The chat in place: sends without a new page, shows what arrives, and loses nothing on the way.
import { CharacterCount } from './govuk-frontend.min.js'
import { Outbox } from './outbox.js'
import { Live } from './live.js'

const HINTS = {
  name: { autocomplete: 'name', autocapitalize: 'words' },
  contact: { autocomplete: 'tel', inputmode: 'email' },
  place: { autocomplete: 'postal-code' }
}
const PLAIN = { autocomplete: 'off', inputmode: 'text', autocapitalize: 'sentences' }

const WORDS = {
  assistant: 'Doorstep is writing…',
  coordinator: 'A person from our team is writing…',
  waiting: 'Not sent yet. We keep trying. You can leave this page open.',
  offline: 'You seem to be offline. Your message is kept here and is sent when you are back.'
}

export class Chat {
  constructor (root) {
    this.root = root
    this.log = document.getElementById('log')
    this.state = document.getElementById('state')
    this.form = document.getElementById('write')
    this.box = document.getElementById('text')
    this.query = root.dataset.query
    this.outbox = new Outbox((item) => this.deliver(item), (item) => this.showWaiting(item))
    this.live = new Live(this)
    this.countCharacters()
    this.listen()
    this.outbox.takeUp(root.dataset.conversation)
    if (root.dataset.conversation) this.live.start(root.dataset.conversation)
    if (root.dataset.conversation && !window.location.hash) this.showNewest()
  }

  listen () {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.say(this.box.value, { empties: true })
    })
    this.box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      this.form.requestSubmit()
    })
    document.addEventListener('submit', (event) => {
      const form = event.target
      if (!form.matches('.door-choices, [data-says]') || !event.submitter) return
      event.preventDefault()
      this.say(event.submitter.value)
    })
  }

  countCharacters () {
    const group = this.form.querySelector('.govuk-character-count')
    if (group) new CharacterCount(group)
  }

  say (text, { empties = false } = {}) {
    if (!text.trim()) {
      this.box.focus()
      return
    }
    if (text.length > 20000) return this.box.focus()
    if (empties) this.empty()
    for (const old of this.log.querySelectorAll('.door-picks, .door-card .govuk-button')) old.remove()
    document.getElementById('starters')?.remove()
    this.outbox.put(text)
    if (window.matchMedia('(pointer: fine)').matches) this.box.focus({ preventScroll: true })
  }

  empty () {
    this.box.value = ''
    this.box.dispatchEvent(new Event('input', { bubbles: true }))
    this.box.dispatchEvent(new KeyboardEvent('keyup'))
  }

  // Sends one message; returns true when the server has it. The same id is sent until it has.
  async deliver (item) {
    this.tell(WORDS.assistant, this.root.dataset.owner === 'coordinator')
    try {
      if (!this.root.dataset.conversation) await this.open()
      const body = new URLSearchParams({ id: item.id, text: item.text })
      this.take(await this.ask(`/messages?after=${this.newestId()}${this.and()}`, body), item)
      this.tell('')
      return true
    } catch (problem) {
      this.tellProblem(problem)
      if (problem.isFinal) this.giveBack(item)
      return problem.isFinal === true
    }
  }

  // What the server will not take goes back into the box: the words are the resident's own.
  giveBack (item) {
    this.log.querySelector(`[data-waits="${item.id}"]`)?.remove()
    if (!this.box.value) this.box.value = item.text
  }

  async open () {
    const opened = await this.ask(`/open${this.query}`, new URLSearchParams())
    this.take(opened)
    this.root.dataset.conversation = opened.conversation
    this.outbox.name(opened.conversation)
    this.live.start(opened.conversation)
    document.getElementById('hello')?.classList.add('door-hello--over')
  }

  async ask (address, body) {
    const answer = await fetch(address, {
      method: body ? 'POST' : 'GET', body, headers: { Accept: 'application/json' }, credentials: 'same-origin'
    })
    const said = await answer.json().catch(() => ({}))
    if (answer.ok) return said
    const problem = new Error(said.detail || '')
    problem.isKept = said.kept === true
    problem.isFinal = [400, 403, 404, 413].includes(answer.status)
    problem.title = said.title
    throw problem
  }

  // Fetches what is new, unless a message is on its way: its answer brings the news too.
  async look () {
    if (this.outbox.isBusy) return
    const news = await this.ask(`/messages?after=${this.newestId()}${this.and()}`)
    this.take(news)
  }

  // Puts messages in that are not there yet, below the newest.
  take (news, item) {
    const holder = document.createElement('template')
    holder.innerHTML = news.html
    const waiting = item && this.log.querySelector(`[data-waits="${item.id}"]`)
    waiting?.remove()
    let first = null
    for (const message of holder.content.querySelectorAll('.door-said')) {
      if (this.log.querySelector(`[data-id="${message.dataset.id}"]`)) continue
      this.log.querySelector('#newest')?.removeAttribute('id')
      message.classList.add('door-said--new')
      this.log.append(message)
      first = first || message
    }
    for (const kept of this.log.querySelectorAll('[data-waits]')) this.log.append(kept)
    this.learn(news)
    if (first) this.show(first)
  }

  learn (news) {
    this.root.dataset.owner = news.owner
    this.root.dataset.expects = news.expects
    document.getElementById('reference').textContent = news.reference
    document.getElementById('reference-panel').hidden = false
    const hints = { ...PLAIN, ...HINTS[news.expects] }
    for (const [name, value] of Object.entries(hints)) this.box.setAttribute(name, value)
  }

  newestId () {
    const ids = [...this.log.querySelectorAll('[data-id]')].map((message) => Number(message.dataset.id))
    return Math.max(0, ...ids)
  }

  and () {
    return this.query ? '&' + this.query.slice(1) : ''
  }

  showWaiting (item) {
    const words = document.createElement('div')
    words.className = 'door-said__words door-said__words--own'
    words.textContent = item.text
    const message = document.createElement('div')
    message.className = 'door-said door-said--resident door-said--waiting'
    message.dataset.waits = item.id
    const who = document.createElement('p')
    who.className = 'door-said__who'
    who.textContent = 'You'
    message.append(who, words)
    this.log.append(message)
    this.show(message)
  }

  tell (words, isQuiet = false) {
    this.state.classList.remove('door-state--wrong')
    this.state.textContent = isQuiet ? '' : words
  }

  tellProblem (problem) {
    this.state.classList.add('door-state--wrong')
    if (problem instanceof TypeError) this.state.textContent = navigator.onLine ? WORDS.waiting : WORDS.offline
    else if (problem.isKept) this.state.textContent = `${problem.title}. ${problem.message}`
    else this.state.textContent = [problem.title, problem.message].filter(Boolean).join('. ') || WORDS.waiting
  }

  tellTyping () {
    this.tell(WORDS.coordinator)
    window.clearTimeout(this.typing)
    this.typing = window.setTimeout(() => this.tell(''), 6000)
  }

  showNewest () {
    document.getElementById('newest')?.scrollIntoView({ block: 'nearest' })
  }

  // Brings the start of an answer into view and leaves the focus where it is.
  show (message) {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    const bottom = this.form.getBoundingClientRect().bottom
    if (message.getBoundingClientRect().top < 130 || bottom > window.innerHeight) {
      message.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' })
    }
  }
}
