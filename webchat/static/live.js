// Listens for a coordinator's messages; when the line breaks it asks, and listens again.
const ASK_EVERY = 8000

export class Live {
  constructor (chat) {
    this.chat = chat
  }

  start (conversation) {
    this.conversation = conversation
    this.listen()
  }

  listen () {
    const address = `/api/chat/${this.conversation}/events?after=${this.chat.newestId()}`
    this.source = new EventSource(address)
    this.source.addEventListener('message', () => this.look())
    this.source.addEventListener('owner', (event) => {
      this.chat.root.dataset.owner = JSON.parse(event.data).owner
    })
    this.source.addEventListener('typing', () => this.chat.tellTyping())
    this.source.addEventListener('error', () => this.lost())
  }

  // The browser tries again by itself, unless the server said no; then we ask every few seconds.
  lost () {
    if (this.source.readyState !== EventSource.CLOSED) return
    window.setTimeout(async () => {
      await this.look()
      this.listen()
    }, ASK_EVERY)
  }

  async look () {
    try {
      await this.chat.look()
    } catch { /* the next notice or the next try brings it */ }
  }
}
