// Leave this page quickly: GOV.UK's component, but it leaves no step back to the chat.
import { ExitThisPage } from './govuk-frontend.min.js'

export class QuickExit extends ExitThisPage {
  static moduleName = ExitThisPage.moduleName
  static defaults = ExitThisPage.defaults
  static schema = ExitThisPage.schema

  exitPage () {
    document.documentElement.classList.add('door-leaving')
    document.title = ' '
    try {
      window.localStorage.clear()
      window.sessionStorage.clear()
    } catch { /* storage may be switched off */ }
    // "/leave" takes the cookie away and leads on; replace() keeps the chat out of "back".
    const whole = window.parent === window ? window : window.top
    whole.location.replace(this.$button.href)
  }
}
