// Two short tones for an alert that nobody has taken up. Browsers allow sound only after the first click or key.
const KEY = "doorstep-sound"
let audio = null

const isOn = () => localStorage.getItem(KEY) !== "off"

export function soundSwitch(button) {
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wake, { once: true })
  if (!button) return
  const show = () => {
    button.setAttribute("aria-pressed", String(isOn()))
    button.textContent = `Alert sound: ${isOn() ? "on" : "off"}`
  }
  button.hidden = false
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, isOn() ? "off" : "on")
    show()
    ring()
  })
  show()
}

export function ring() {
  if (!isOn() || audio?.state !== "running") return
  tone(740, 0)
  tone(988, 0.22)
}

function wake() {
  audio ??= new AudioContext()
  audio.resume()
}

function tone(pitch, after) {
  const start = audio.currentTime + after
  const oscillator = audio.createOscillator()
  const volume = audio.createGain()
  oscillator.frequency.value = pitch
  volume.gain.setValueAtTime(0.0001, start)
  volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2)
  oscillator.connect(volume).connect(audio.destination)
  oscillator.start(start)
  oscillator.stop(start + 0.22)
}
