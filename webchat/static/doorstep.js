// Starts what a page needs. Every page works without this.
import { CharacterCount, ErrorSummary, SkipLink, createAll } from './govuk-frontend.min.js'
import { QuickExit } from './leave.js'
import { Chat } from './chat.js'

document.documentElement.classList.add('js-enabled')
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

createAll(SkipLink)
createAll(ErrorSummary)
createAll(QuickExit)

const chat = document.getElementById('chat')
if (chat) new Chat(chat)
else createAll(CharacterCount)

document.querySelector('[data-print]')?.addEventListener('click', () => window.print())

// Inside a council's page: Escape closes the frame, and the page around it does the closing.
if (window.parent !== window) {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') window.parent.postMessage('doorstep:close', '*')
  })
}

// A page that the browser kept from before would show a chat that was left: ask for it afresh.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload()
})
