// Holds what is not sent yet, one after the other, also over a refresh; each under one id for good.
const PLACE = 'doorstep-outbox'
const LONGEST_WAIT = 30000

export class Outbox {
  constructor (deliver, show) {
    this.deliver = deliver
    this.show = show
    this.items = []
    this.isBusy = false
    this.tries = 0
    this.conversation = ''
    window.addEventListener('online', () => this.again())
  }

  put (text) {
    const item = { id: newId(), text }
    this.items.push(item)
    this.keep()
    this.show(item)
    this.run()
  }

  // Takes up what this conversation had not sent before a refresh; another one's is forgotten.
  takeUp (conversation) {
    const kept = read()
    this.conversation = conversation
    if (kept.conversation !== conversation) return this.keep()
    for (const item of kept.items) {
      this.items.push(item)
      this.show(item)
    }
    this.run()
  }

  name (conversation) {
    this.conversation = conversation
    this.keep()
  }

  async run () {
    if (this.isBusy || !this.items.length) return
    this.isBusy = true
    const isDone = await this.deliver(this.items[0])
    this.isBusy = false
    if (isDone) {
      this.tries = 0
      this.items.shift()
      this.keep()
      this.run()
    } else {
      this.tries += 1
      const wait = Math.min(1000 * 2 ** this.tries, LONGEST_WAIT)
      this.timer = window.setTimeout(() => this.run(), wait)
    }
  }

  again () {
    window.clearTimeout(this.timer)
    this.run()
  }

  keep () {
    try {
      if (this.items.length) {
        window.sessionStorage.setItem(PLACE, JSON.stringify({ conversation: this.conversation, items: this.items }))
      } else window.sessionStorage.removeItem(PLACE)
    } catch { /* storage may be switched off: then only a refresh can lose it */ }
  }
}

function read () {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(PLACE))
    return kept && Array.isArray(kept.items) ? kept : { items: [] }
  } catch {
    return { items: [] }
  }
}

// crypto.randomUUID needs HTTPS; a council may try Doorstep on its own network without.
function newId () {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
