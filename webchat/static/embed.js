// Puts a "Talk to us" button into a council's page: <script src="https://…/embed.js" defer></script>
// The chat opens in a dialog of the browser, which holds the focus and closes with Escape.
(() => {
  const script = document.currentScript
  if (!script || document.querySelector('doorstep-chat')) return
  const home = new URL(script.src).origin
  const label = script.dataset.label || 'Talk to us'
  const colour = script.dataset.colour || '#0b4f6c'

  const looks = `
    :host { all: initial; }
    button { font: 600 17px/1.2 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; cursor: pointer; }
    .open { position: fixed; z-index: 2147483000; right: 16px; bottom: 16px; min-height: 48px; padding: 12px 20px;
            color: #fff; background: ${colour}; border: 2px solid #fff; border-radius: 26px; box-shadow: 0 4px 14px rgba(0,0,0,.3); }
    button:focus-visible { outline: 3px solid #0b0c0c; outline-offset: 2px; background: #f2b134; color: #0b0c0c; }
    dialog { box-sizing: border-box; width: 460px; height: min(760px, 100dvh - 32px); max-width: none; max-height: none; margin: auto 16px 16px auto; padding: 0;
             border: 1px solid #4a5459; border-radius: 14px; overflow: hidden; background: #f8f6f2; box-shadow: 0 10px 40px rgba(0,0,0,.35); }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: rgba(11,12,12,.45); }
    .top { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 6px 6px 6px 16px; background: ${colour}; color: #fff;
           font: 600 18px/1.2 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
    .close { min-height: 44px; padding: 8px 16px; color: #fff; background: transparent; border: 2px solid #fff; border-radius: 10px; }
    iframe { flex: 1; width: 100%; border: 0; }
    @media (max-width: 520px) { dialog { width: 100vw; height: 100dvh; margin: 0; border: 0; border-radius: 0; } }
  `

  class DoorstepChat extends HTMLElement {
    connectedCallback () {
      const root = this.attachShadow({ mode: 'open' })
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(looks)
      root.adoptedStyleSheets = [sheet]
      this.opener = element('button', { type: 'button', className: 'open', textContent: label })
      this.opener.setAttribute('aria-haspopup', 'dialog')
      this.dialog = element('dialog', {})
      this.dialog.setAttribute('aria-label', label)
      root.append(this.opener, this.dialog)
      this.opener.addEventListener('click', () => this.open())
      this.dialog.addEventListener('close', () => this.opener.focus())
      window.addEventListener('message', (event) => this.hear(event))
    }

    open () {
      if (!this.frame) this.fill()
      this.dialog.showModal()
    }

    // The chat is loaded at the first click and not before: nobody is counted who did not come.
    fill () {
      const close = element('button', { type: 'button', className: 'close', textContent: 'Close' })
      close.addEventListener('click', () => this.dialog.close())
      const top = element('div', { className: 'top' })
      top.append(element('span', { textContent: label }), close)
      this.frame = element('iframe', { src: `${home}/?embed=1`, title: label })
      this.dialog.append(top, this.frame)
    }

    hear (event) {
      const isOurs = event.origin === home && this.frame && event.source === this.frame.contentWindow
      if (isOurs && event.data === 'doorstep:close') this.dialog.close()
    }
  }

  function element (name, traits) {
    return Object.assign(document.createElement(name), traits)
  }

  customElements.define('doorstep-chat', DoorstepChat)
  document.body.append(document.createElement('doorstep-chat'))
})()
